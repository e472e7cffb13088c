package dev.pith.torch.evaluate;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A selection whose worth is in question.
 *
 * @param name what the table calls it
 * @param ids of the samples it holds, ascending; not copied
 * @param seconds it took to select them, features and all
 * @param rebuilt which rebuilt images stand for those of the source, as {@link NetworkTraining} knows them; null for none
 */
public record Candidate(String name, int[] ids, double seconds, @Nullable String rebuilt) {
    /** Sorts a copy of the ids: what is trained on is a set, so that equal sets are trained on once. */
    public Candidate {
        ids = ids.clone();
        Arrays.sort(ids);
    }

    /** A selection of images as they are in the source. */
    public Candidate(String name, int[] ids, double seconds) {
        this(name, ids, seconds, null);
    }

    /** Returns the selection under another name. */
    public Candidate named(String other) {
        return new Candidate(other, ids, seconds, rebuilt);
    }
}
