package dev.pith.rule;

import dev.pith.Ranking;
import dev.pith.objective.Objective;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;

/**
 * Coverage and quality in one (after QDIT, Bukharin and Zhao, 2311.14736): at each step the sample with the largest
 *
 * <pre>{@code (1 - mix) gain(x) / largest gain + mix q(x)}</pre>
 *
 * ties to the lowest id. The gain is that of an objective, as a rule facility location, and the largest gain that of
 * any sample left at this step, so that both parts are in [0, 1] at every step; where no gain is above 0, quality
 * decides. {@code q(x) = min(r, 0.95) / 0.95}, r the share of samples with a smaller score, of equal ones half: what is
 * above the 95th percentile is no better than that. A gain of the ranking is the mixture. A smaller budget gives a
 * prefix.
 *
 * <p>Exact, and looks at few gains: an old gain or a bound, where it is smaller, bounds a gain from above, and so it
 * does after multiplying by and adding what is not negative, whose rounding keeps the order.
 *
 * @param mix the part of quality, in [0, 1]
 * @param coverage makes the objective, submodular, its candidates being the task's ids
 */
public record QualityCoverage(double mix, Function<RankingTask, Objective> coverage) implements Rule {
    private static final double CLIP = 0.95;

    @Override
    public Ranking rank(RankingTask task) {
        double[] quality = quality(task.evidence().ownValues(task.ids()));
        Bounded gains = new Bounded(coverage.apply(task));
        int[] ids = new int[task.budget()];
        double[] mixed = new double[task.budget()];
        for (int pick = 0; pick < ids.length; pick++) {
            gains.refresh();
            double largest = gains.of(gains.best(x -> gains.of(x)));
            double scale = largest > 0 ? largest : 1;
            IntToDoubleFunction mixture = x -> (1 - mix) * gains.of(x) + mix * scale * quality[x];
            int winner = gains.best(mixture);
            ids[pick] = task.ids()[winner];
            mixed[pick] = mixture.applyAsDouble(winner) / scale;
            gains.pick(winner);
            task.progress().onStep(pick + 1L, ids.length);
        }
        return new Ranking(ids, mixed);
    }

    /** Returns clipped percentiles, from 0 to 1. */
    static double[] quality(double[] scores) {
        double[] sorted = scores.clone();
        Arrays.setAll(sorted, k -> sorted[k] + 0.0); // -0 is 0
        Arrays.sort(sorted);
        double[] quality = new double[scores.length];
        for (int k = 0; k < scores.length; k++) {
            double places = first(sorted, scores[k], false) + (double) first(sorted, scores[k], true);
            quality[k] = Math.min(places / (2.0 * scores.length), CLIP) / CLIP;
        }
        return quality;
    }

    /** Returns the first place whose value is at least this one, or above it. */
    private static int first(double[] sorted, double value, boolean above) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < value || (above && sorted[middle] == value)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** What is known of the gains of candidates that are left: exact as of now, or a bound. */
    private static final class Bounded {
        private final Objective objective;
        private final double[] bounds;
        private final boolean[] exact;
        private final boolean[] picked;

        Bounded(Objective objective) {
            this.objective = objective;
            bounds = new double[objective.size()];
            Arrays.fill(bounds, Double.POSITIVE_INFINITY);
            exact = new boolean[bounds.length];
            picked = new boolean[bounds.length];
        }

        /** Turns the gains of the step before into bounds of those to come. */
        void refresh() {
            Arrays.fill(exact, false);
            for (int x = 0; x < bounds.length; x++) {
                bounds[x] = Math.min(bounds[x] + objective.roundingSlack(), objective.bound(x));
            }
        }

        double of(int x) {
            return bounds[x];
        }

        /** Returns the candidate with the largest key; keys do not fall as gains rise. */
        int best(IntToDoubleFunction key) {
            while (true) {
                int best = -1;
                double largest = 0;
                for (int x = 0; x < bounds.length; x++) {
                    double value = picked[x] ? 0 : key.applyAsDouble(x);
                    if (!picked[x] && (best < 0 || value > largest)) {
                        best = x;
                        largest = value;
                    }
                }
                if (exact[best]) {
                    return best;
                }
                bounds[best] = objective.gain(best);
                exact[best] = true;
            }
        }

        void pick(int x) {
            objective.pick(x);
            picked[x] = true;
        }
    }
}
