package dev.pith.torch.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
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
 * @param weights how much each sample of each draw counts in training, in the order of the ids; null when all count
 *     alike
 * @param selectors how many networks have looked at the samples to select them, draw d on the word of number
 *     {@code d mod selectors}
 * @param seconds it took to select one of them, features and all
 * @param rebuilt which rebuilt images stand for those of the source, as {@link NetworkTraining} knows them; null for
 *     none
 */
public record Candidate(
        String name,
        List<int[]> draws,
        @Nullable List<float[]> weights,
        int selectors,
        double seconds,
        @Nullable String rebuilt) {
    /** Sorts copies of the ids: what is trained on is a set, so that equal sets are trained on once. */
    public Candidate {
        if (draws.stream().mapToInt(ids -> ids.length).distinct().count() != 1) {
            throw new IllegalArgumentException("draws of " + name + " must be of one size, and at least one");
        }
        if (selectors < 1 || draws.size() % selectors != 0) {
            throw new IllegalArgumentException(
                    "each of " + selectors + " selectors needs as many draws of " + name + ", got " + draws.size());
        }
        weights = weights == null ? null : sorted(draws, weights);
        draws = draws.stream().map(ids -> Arrays.stream(ids).sorted().toArray()).toList();
    }

    /** Samples that count alike. */
    public Candidate(String name, List<int[]> draws, int selectors, double seconds, @Nullable String rebuilt) {
        this(name, draws, null, selectors, seconds, rebuilt);
    }

    /** One selection of images as they are in the source. */
    public Candidate(String name, int[] ids, double seconds) {
        this(name, List.of(ids), 1, seconds, null);
    }

    /** Returns weights in the order of ascending ids. */
    private static List<float[]> sorted(List<int[]> draws, List<float[]> weights) {
        List<float[]> sorted = new ArrayList<>();
        for (int d = 0; d < draws.size(); d++) {
            int[] ids = draws.get(d);
            float[] some = weights.get(d);
            float[] ascending = new float[ids.length];
            int[] places = IntStream.range(0, ids.length)
                    .boxed()
                    .sorted((a, b) -> Integer.compare(ids[a], ids[b]))
                    .mapToInt(Integer::intValue)
                    .toArray();
            for (int i = 0; i < places.length; i++) {
                ascending[i] = some[places[i]];
            }
            sorted.add(ascending);
        }
        return List.copyOf(sorted);
    }

    /** Returns how many samples it holds. */
    public int size() {
        return draws.get(0).length;
    }

    /** Returns the ids that a seed is trained on, ascending; not copied. */
    public int[] ids(int seed) {
        return draws.get(seed % draws.size());
    }

    /** Returns how much each of these samples counts, where they do not count alike; not copied. */
    float[] weights(int seed) {
        return Objects.requireNonNull(weights, name).get(seed % draws.size());
    }

    /** Returns the selection under another name. */
    public Candidate named(String other) {
        return new Candidate(other, draws, weights, selectors, seconds, rebuilt);
    }

    /**
     * Returns the same samples as they are rebuilt.
     *
     * @param more seconds that this took
     */
    public Candidate rebuilt(String images, double more) {
        return new Candidate(name + ", rebuilt", draws, weights, selectors, seconds + more, images);
    }
}
