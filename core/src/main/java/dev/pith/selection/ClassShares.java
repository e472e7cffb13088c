package dev.pith.selection;

import dev.pith.quantize.Classes;
import dev.pith.sample.FairSchedule;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How large a part of a ranking each class (or group of any other kind) gets.
 *
 * <p>As in the source: turns by {@link FairSchedule}, every class within one of its share of what is left to pick.
 * Equal or given shares: each turn goes to the class with the largest {@code share / (2 chosen + 1)}, ties to the first
 * (Webster's method, also Sainte-Laguë's), {@code chosen} counting given samples too, so that the shares are those of
 * what is chosen in all. Either way a smaller budget gives a prefix of the turns.
 *
 * <p>A class that has no sample left drops out, and the others fill up by their shares.
 *
 * @param shares by label, not negative; empty for equal ones; null for those of the source
 */
public record ClassShares(@Nullable Map<Long, Double> shares) {
    /** Shares as in the source. */
    public static final ClassShares SOURCE = new ClassShares(null);

    /** Equal shares. */
    public static final ClassShares UNIFORM = new ClassShares(Map.of());

    /** Checks and copies the shares. */
    public ClassShares {
        if (shares != null) {
            shares = new TreeMap<>(shares);
            shares.forEach((label, share) -> {
                if (!(share >= 0 && share < Double.POSITIVE_INFINITY)) {
                    throw new IllegalArgumentException(
                            "the share of class " + label + " must be a number from 0 on, got " + share);
                }
            });
        }
    }

    /** Returns {@code source}, {@code uniform}, or labels with their shares. */
    @Override
    public String toString() {
        Map<Long, Double> given = shares;
        if (given == null) {
            return "source";
        }
        return given.isEmpty()
                ? "uniform"
                : given.entrySet().stream().map(Object::toString).collect(Collectors.joining(" "));
    }

    /**
     * Returns the number of the class whose turn it is, for every turn.
     *
     * @param classes what there is to pick
     * @param given how many of each class are chosen already
     * @param budget at most what there is to pick
     * @throws IllegalArgumentException when shares are missing, or are of classes that there are not, or those that
     *     have one hold fewer samples
     */
    int[] turns(Classes classes, int[] given, int budget) {
        int[] sizes = classes.sizes();
        Map<Long, Double> byLabel = shares;
        if (byLabel == null) {
            return Arrays.copyOf(FairSchedule.of(sizes, 0), budget);
        }
        double[] share = new double[sizes.length];
        Arrays.setAll(share, c -> byLabel.isEmpty() ? 1 : shareOf(byLabel, classes.labels()[c]));
        requireKnown(byLabel, classes);
        long held = 0;
        for (int c = 0; c < sizes.length; c++) {
            held += share[c] > 0 ? sizes[c] : 0;
        }
        if (held < budget) {
            throw new IllegalArgumentException("classes that have a share hold " + held + " samples, but " + budget
                    + " are wanted: keep fewer, or give more classes a share in `balance`");
        }
        int[] chosen = given.clone();
        int[] remaining = sizes.clone();
        int[] turns = new int[budget];
        for (int t = 0; t < budget; t++) {
            int next = -1;
            for (int c = 0; c < sizes.length; c++) {
                if (remaining[c] > 0
                        && share[c] > 0
                        && (next < 0 || share[c] * (2.0 * chosen[next] + 1) > share[next] * (2.0 * chosen[c] + 1))) {
                    next = c;
                }
            }
            turns[t] = next;
            chosen[next]++;
            remaining[next]--;
        }
        return turns;
    }

    private static double shareOf(Map<Long, Double> byLabel, long label) {
        Double share = byLabel.get(label);
        if (share == null) {
            throw new IllegalArgumentException(
                    "class " + label + " has no share in `balance`: give it one, 0 for none of its samples");
        }
        return share;
    }

    private static void requireKnown(Map<Long, Double> byLabel, Classes classes) {
        for (long label : byLabel.keySet()) {
            if (Arrays.binarySearch(classes.labels(), label) < 0) {
                throw new IllegalArgumentException("there is no class " + label + " to have a share in `balance`");
            }
        }
    }
}
