package dev.pith.torch.evaluate;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A selection that is to be evaluated, or a way to select whose selection differs from seed to seed.
 *
 * <p>Two things make selections differ: a rule that draws at random draws anew for every seed, and every network that
 * looked at the samples leads to another selection.
 *
 * @param name what the table calls it
 * @param draws the ids of each, ascending, all as many; seed s, counted from 0, is trained on number
 *     {@code s mod draws}
 * @param selectors how many networks have looked at the samples to select them, draw d on the word of number
 *     {@code d mod selectors}
 * @param seconds it took to select one of them, features and all
 * @param rebuilt which rebuilt images stand for those of the source, as {@link NetworkTraining} knows them; null for
 *     none
 */
public record Candidate(String name, List<int[]> draws, int selectors, double seconds, @Nullable String rebuilt) {
    /** Sorts copies of the ids: what is trained on is a set, so that equal sets are trained on once. */
    public Candidate {
        if (draws.stream().mapToInt(ids -> ids.length).distinct().count() != 1) {
            throw new IllegalArgumentException("draws of " + name + " must be of one size, and at least one");
        }
        if (selectors < 1 || draws.size() % selectors != 0) {
            throw new IllegalArgumentException(
                    "each of " + selectors + " selectors needs as many draws of " + name + ", got " + draws.size());
        }
        draws = draws.stream().map(ids -> Arrays.stream(ids).sorted().toArray()).toList();
    }

    /** One selection of images as they are in the source. */
    public Candidate(String name, int[] ids, double seconds) {
        this(name, List.of(ids), 1, seconds, null);
    }

    /** One selection of rebuilt images. */
    public Candidate(String name, int[] ids, double seconds, String rebuilt) {
        this(name, List.of(ids), 1, seconds, rebuilt);
    }

    /** Returns how many samples it holds. */
    public int size() {
        return draws.get(0).length;
    }

    /** Returns the ids that a seed is trained on, ascending; not copied. */
    public int[] ids(int seed) {
        return draws.get(seed % draws.size());
    }

    /** Returns the selection under another name. */
    public Candidate named(String other) {
        return new Candidate(other, draws, selectors, seconds, rebuilt);
    }
}
