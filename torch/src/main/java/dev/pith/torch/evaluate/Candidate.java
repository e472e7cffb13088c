package dev.pith.torch.evaluate;

import java.util.Arrays;

/**
 * A selection whose worth is in question.
 *
 * @param name what the table calls it
 * @param ids of the samples it holds, ascending; not copied
 * @param seconds it took to select them, features and all
 */
public record Candidate(String name, int[] ids, double seconds) {
    /** Sorts a copy of the ids: what is trained on is a set, so that equal sets are trained on once. */
    public Candidate {
        ids = ids.clone();
        Arrays.sort(ids);
    }

    /** Returns the selection under another name. */
    public Candidate named(String other) {
        return new Candidate(other, ids, seconds);
    }
}
