package dev.pith.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pith.prune.InfoBatch.Tier;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InfoBatchTest extends EpochPruningContract {
    @Override
    EpochPruning create(PruningSchedule schedule) {
        return new InfoBatch(schedule, 0.5);
    }

    private static InfoBatch infoBatch(int samples, int epochs, double ratio, long seed) {
        return new InfoBatch(new PruningSchedule(samples, epochs, 1, seed), ratio);
    }

    private static void learn(EpochPruning pruning, float... losses) {
        pruning.update(IntStream.range(0, losses.length).toArray(), 0, losses.length, losses);
    }

    /** Returns weights by id, 0 for samples left out. */
    private static float[] weights(EpochPlan plan) {
        float[] weights = new float[plan.samples()];
        for (int p = 0; p < plan.size(); p++) {
            weights[plan.order()[p]] = plan.weights()[p];
        }
        return weights;
    }

    private static double sum(float[] weights) {
        double sum = 0;
        for (float weight : weights) {
            sum += weight;
        }
        return sum;
    }

    @Test
    void byHand() {
        // Mean 3.2, and 0, 1, 2 lie below: of three, round(1.5) = 2 stay at 3/2.
        InfoBatch pruning = infoBatch(6, 1, 0.5, 1);
        learn(pruning, 1, 2, 3, 4, 6);
        EpochPlan plan = pruning.next();
        assertThat(plan.meanScore()).isEqualTo(3.2);
        assertThat(plan.size()).isEqualTo(5);
        float[] weights = weights(plan);
        assertThat(Arrays.copyOfRange(weights, 3, 6)).containsExactly(1, 1, 1);
        Arrays.sort(weights, 0, 3);
        assertThat(weights).startsWith(0, 1.5f, 1.5f);
    }

    /** What the law says of every plan, by its definition, while scores change as samples are drawn. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1, 0.3, 0.5, 0.75, 0.9, 0.999})
    void everyPlanFollowsTheDefinition(double ratio) {
        int n = 83;
        InfoBatch pruning = infoBatch(n, 60, ratio, 11);
        double[] scores = new double[n];
        Arrays.fill(scores, Double.NaN);
        for (int epoch = 0; epoch < 60; epoch++) {
            EpochPlan plan = pruning.next();
            double mean = Arrays.stream(scores)
                    .filter(score -> !Double.isNaN(score))
                    .average()
                    .orElse(Double.NaN);
            assertThat(plan.meanScore()).isEqualTo(mean, within(1e-12));
            int below =
                    (int) Arrays.stream(scores).filter(score -> score < mean).count();
            int stay = (int) Math.max(1, Math.round((1 - ratio) * below));
            float[] weights = weights(plan);
            int stayed = 0;
            for (int id = 0; id < n; id++) {
                if (!(scores[id] < mean)) {
                    assertThat(weights[id]).isEqualTo(1);
                } else if (weights[id] > 0) {
                    stayed++;
                    assertThat(weights[id]).isEqualTo((float) ((double) below / stay));
                }
            }
            assertThat(stayed).isEqualTo(below == 0 ? 0 : stay);
            assertThat(sum(weights)).isCloseTo(n, within(1e-5 * n));
            // Only a part is told of, so that some samples stay unseen for long.
            for (int p = 0; p < plan.size(); p += 3) {
                int id = plan.order()[p];
                scores[id] = loss(id, epoch);
                pruning.update(plan.order(), p, 1, new float[] {(float) scores[id]});
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.5, 0.75, 0.9, 0.99})
    void expectedWeightIsOneWithFixedScores(double ratio) {
        int n = 150;
        int epochs = 3_000;
        InfoBatch pruning = infoBatch(n, epochs, ratio, 21);
        float[] losses = new float[n];
        for (int id = 0; id < n; id++) {
            losses[id] = id * id;
        }
        learn(pruning, losses);
        int below = 87; // The mean of the squares is 7,425.2, and the root of it 86.2.
        double variance = (double) below / Math.max(1, Math.round((1 - ratio) * below)) - 1;
        double[] variances = new double[n];
        Arrays.fill(variances, 0, below, variance);
        Unbiased unbiased = new Unbiased(n);
        for (int epoch = 0; epoch < epochs; epoch++) {
            unbiased.add(pruning.next(), variances);
        }
        unbiased.check();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.3, 0.5, 0.9})
    void expectedWeightIsOneWithChangingScores(double ratio) {
        checkUnbiasedWithChangingScores(infoBatch(100, 3_000, ratio, 22), ratio, 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5})
    void visitingWithinDrawsEverySampleInTimeAndStaysUnbiased(int visitWithin) {
        double ratio = 0.7;
        checkUnbiasedWithChangingScores(
                infoBatch(100, 3_000, ratio, 23).visitingWithin(visitWithin), ratio, visitWithin);
    }

    /** Losses depend on who was drawn before: what was drawn is easier afterwards, what was not gets harder. */
    private static void checkUnbiasedWithChangingScores(InfoBatch pruning, double ratio, int visitWithin) {
        int n = pruning.schedule().samples();
        SplittableRandom random = new SplittableRandom(5);
        double[] ease = new double[n];
        float[] scores = new float[n];
        int[] lastVisit = new int[n];
        int longest = 0;
        Arrays.fill(scores, Float.NaN);
        Arrays.fill(lastVisit, -1);
        Unbiased unbiased = new Unbiased(n);
        for (int epoch = 0; epoch < pruning.schedule().epochs(); epoch++) {
            EpochPlan plan = pruning.next();
            boolean[] drawn = new boolean[n];
            int free = 0;
            for (int id = 0; id < n; id++) {
                boolean due = visitWithin > 0 && epoch - lastVisit[id] >= visitWithin;
                drawn[id] = scores[id] < plan.meanScore() && !due;
                free += drawn[id] ? 1 : 0;
            }
            double[] variances = new double[n];
            for (int id = 0; id < n; id++) {
                variances[id] = drawn[id] ? (double) free / Math.max(1, Math.round((1 - ratio) * free)) - 1 : 0;
            }
            if (visitWithin == 1) {
                assertThat(plan.size()).isEqualTo(n);
            } else {
                unbiased.add(plan, variances);
            }
            for (int id = 0; id < n; id++) {
                ease[id] *= 0.9;
            }
            for (int id : plan.order()) {
                longest = Math.max(longest, epoch - lastVisit[id]);
                lastVisit[id] = epoch;
                ease[id]++;
                scores[id] = (float) (random.nextDouble() / (1 + ease[id]) + (id % 10) * 0.02);
                pruning.update(new int[] {id}, 0, 1, new float[] {scores[id]});
            }
        }
        if (visitWithin > 0) {
            assertThat(longest).isEqualTo(visitWithin);
        } else {
            assertThat(longest).isGreaterThan(3);
        }
        if (visitWithin != 1) {
            unbiased.check();
        }
    }

    @Test
    void tiersByHand() {
        // Scores 0 to 19: below the 20th percentile 0 to 3, of which one stays at 4; to the 85th 4 to 16, 7 at 13/7.
        InfoBatch pruning =
                InfoBatch.tiered(new PruningSchedule(22, 1, 1, 1), List.of(new Tier(0.2, 0.75), new Tier(0.85, 0.5)));
        float[] losses = new float[20];
        for (int id = 0; id < 20; id++) {
            losses[id] = 19 - id;
        }
        learn(pruning, losses);
        float[] weights = weights(pruning.next());
        assertThat(Arrays.copyOfRange(weights, 0, 3)).containsOnly(1);
        assertThat(Arrays.copyOfRange(weights, 20, 22)).containsOnly(1);
        Arrays.sort(weights, 3, 16);
        Arrays.sort(weights, 16, 20);
        assertThat(Arrays.copyOfRange(weights, 3, 9)).containsOnly(0);
        assertThat(Arrays.copyOfRange(weights, 9, 16)).containsOnly(13f / 7);
        assertThat(Arrays.copyOfRange(weights, 16, 20)).containsExactly(0, 0, 0, 4);
        assertThat(sum(weights)).isCloseTo(22, within(1e-5));
    }

    @Test
    void expectedWeightIsOneInTiers() {
        int n = 100;
        int epochs = 3_000;
        InfoBatch pruning = InfoBatch.tiered(
                new PruningSchedule(n, epochs, 1, 9),
                List.of(new Tier(0.2, 0.75), new Tier(0.85, 0.5), new Tier(1, 0.1)));
        float[] losses = new float[n];
        for (int id = 0; id < n; id++) {
            losses[id] = id;
        }
        learn(pruning, losses);
        double[] variances = new double[n];
        Arrays.fill(variances, 0, 20, 20.0 / 5 - 1);
        Arrays.fill(variances, 20, 85, 65.0 / 33 - 1); // 32.5 rounds up.
        Arrays.fill(variances, 85, 100, 15.0 / 14 - 1);
        Unbiased unbiased = new Unbiased(n);
        for (int epoch = 0; epoch < epochs; epoch++) {
            unbiased.add(pruning.next(), variances);
        }
        unbiased.check();
    }

    @Test
    void nothingIsPrunedWithoutAReason() {
        for (InfoBatch pruning : List.of(
                infoBatch(50, 3, 0.9, 1),
                InfoBatch.tiered(new PruningSchedule(50, 3, 1, 1), List.of(new Tier(0.5, 0.9))))) {
            EpochPlan unseen = pruning.next();
            assertThat(unseen.size()).isEqualTo(50);
            float[] losses = new float[50];
            Arrays.fill(losses, 0.1f);
            learn(pruning, losses);
            EpochPlan equal = pruning.next();
            assertThat(equal.size()).isEqualTo(50);
            assertThat(equal.weights()).containsOnly(1);
        }
        InfoBatch zero = infoBatch(50, 3, 0, 1);
        learn(zero, 1, 2, 3, 4);
        assertThat(zero.next().weights()).hasSize(50).containsOnly(1);
    }

    @Test
    void pruningEndsAfterDeltaOfTheEpochs() {
        assertThat(pruningEpochs(10, 0.875)).isEqualTo(8);
        assertThat(pruningEpochs(10, 0)).isZero();
        assertThat(pruningEpochs(10, 1)).isEqualTo(10);
        assertThat(pruningEpochs(1, 0.875)).isZero();
        assertThat(PruningSchedule.of(10, 10, 1).delta()).isEqualTo(0.875);
    }

    /** Returns how many epochs prune; those are the first. */
    private static int pruningEpochs(int epochs, double delta) {
        InfoBatch pruning = new InfoBatch(new PruningSchedule(10, epochs, delta, 1), 0.5);
        learn(pruning, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        int count = 0;
        for (int epoch = 0; epoch < epochs; epoch++) {
            if (pruning.next().size() < 10) {
                assertThat(count).isEqualTo(epoch);
                count++;
            }
        }
        return count;
    }

    @Test
    void refuses() {
        PruningSchedule schedule = PruningSchedule.of(10, 10, 1);
        for (double ratio : new double[] {1, 1.5, -0.1, Double.NaN}) {
            assertThatThrownBy(() -> new InfoBatch(schedule, ratio))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("ratio must be in [0, 1), got " + ratio
                            + ": of what is pruned some must stay to stand for the rest");
        }
        assertThatThrownBy(() -> new Tier(0.5, 1)).hasMessageStartingWith("ratio must be in [0, 1), got 1.0");
        assertThatThrownBy(() -> new Tier(0, 0.5)).hasMessage("quantile must be in (0, 1], got 0.0");
        assertThatThrownBy(() -> new Tier(Double.NaN, 0.5)).hasMessage("quantile must be in (0, 1], got NaN");
        assertThatThrownBy(() -> InfoBatch.tiered(schedule, List.of()))
                .hasMessage("there must be 1 to 100 tiers, got 0");
        assertThatThrownBy(() -> InfoBatch.tiered(schedule, List.of(new Tier(0.5, 0.5), new Tier(0.5, 0.2))))
                .hasMessageStartingWith("quantiles of tiers must rise, got [Tier[quantile=0.5");
        assertThatThrownBy(() -> new InfoBatch(schedule, 0.5).visitingWithin(0))
                .hasMessage("epochs must be at least 1, got 0");
        assertThatThrownBy(() -> new PruningSchedule(0, 1, 1, 1)).hasMessage("samples must be at least 1, got 0");
        assertThatThrownBy(() -> new PruningSchedule(1, 0, 1, 1)).hasMessage("epochs must be at least 1, got 0");
        assertThatThrownBy(() -> new PruningSchedule(1, 1, 1.1, 1)).hasMessage("delta must be in [0, 1], got 1.1");
        assertThatThrownBy(() -> new EpochPlan(0, new int[2], new float[1], 3, 0))
                .hasMessage("2 ids, but 1 weights");
    }
}
