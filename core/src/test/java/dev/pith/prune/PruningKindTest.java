package dev.pith.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pith.random.Priority;
import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PruningKindTest {
    private static final int SAMPLES = 1000;

    /** Losses without ties, another order every epoch: tiers then hold just their share. */
    private static double spared(PruningKind kind, int samples, int epochs, long seed, double spare) {
        EpochPruning pruning = kind.pruning(samples, epochs, seed, spare);
        int[] all = IntStream.range(0, samples).toArray();
        long seen = 0;
        for (int epoch = 0; epoch < epochs; epoch++) {
            EpochPlan plan = pruning.next();
            seen += plan.size();
            assertThat(Arrays.stream(plan.order()).distinct()).hasSize(plan.size());
            pruning.update(all, 0, samples, losses(samples, Priority.of(epoch, seed)));
        }
        return 1 - (double) seen / samples / epochs;
    }

    private static float[] losses(int samples, long seed) {
        float[] losses = new float[samples];
        int[] ranks = Priority.shuffled(IntStream.range(0, samples).toArray(), seed);
        for (int id = 0; id < samples; id++) {
            losses[id] = ranks[id];
        }
        return losses;
    }

    @ParameterizedTest
    @CsvSource({
        "INFOBATCH_TIERS, 30, 0.4",
        "INFOBATCH_TIERS, 100, 0.2",
        "INFOBATCH_TIERS, 30, 0",
        "RANDOM_SUBSETS, 30, 0.4",
        "RANDOM_SUBSETS, 7, 0.9",
        "RANDOM_SUBSETS, 30, 0",
        "SETA, 30, 0.4",
        "SETA, 200, 0.1",
        "SETA, 30, 0.6",
        "SETA, 30, 0",
        "NONE, 30, 0"
    })
    void sparesWhatIsAsked(PruningKind kind, int epochs, double spare) {
        assertThat(spared(kind, SAMPLES, epochs, 3, spare)).isCloseTo(spare, within(0.001));
    }

    /** Of each tier or window of an epoch, half a sample at most is lost or won by rounding, and one at its edges. */
    @ParameterizedTest
    @MethodSource("seeds")
    void sparesWhatIsAskedWhateverTheNumbers(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int samples = random.nextInt(50, 700);
        int epochs = random.nextInt(PruningKind.LEAST_EPOCHS, 60);
        double spare = random.nextInt(5, 43) / 100.0;
        for (PruningKind kind : PruningKind.values()) {
            if (kind.sparesAsAsked()) {
                double edges = kind == PruningKind.RANDOM_SUBSETS ? 0.5 : 3;
                assertThat(spared(kind, samples, epochs, seed, spare))
                        .as("%s, %d samples, %d epochs", kind, samples, epochs)
                        .isCloseTo(spare, within(edges / samples));
            }
        }
    }

    static LongStream seeds() {
        return LongStream.range(0, 20);
    }

    /**
     * Whatever the losses, every sample counts as often as it does without pruning: the expected sum of weighted
     * gradients is that of all samples, and the weights of an epoch sum to their number.
     */
    @Test
    void tiersLeaveTheExpectedGradientAsItIs() {
        int samples = 60;
        int draws = 4000;
        double[] sums = new double[samples];
        double[] squares = new double[samples];
        for (int draw = 0; draw < draws; draw++) {
            EpochPruning pruning = PruningKind.INFOBATCH_TIERS.pruning(samples, 30, draw, 0.4);
            int[] all = pruning.next().order().clone();
            float[] losses = losses(samples, 7);
            Arrays.sort(all);
            pruning.update(all, 0, samples, losses);
            EpochPlan plan = pruning.next();
            double weights = 0;
            for (int p = 0; p < plan.size(); p++) {
                sums[plan.order()[p]] += plan.weights()[p];
                squares[plan.order()[p]] += plan.weights()[p] * plan.weights()[p];
                weights += plan.weights()[p];
            }
            assertThat(weights).isCloseTo(samples, within(1e-4));
            assertThat(plan.size()).isLessThan(samples * 6 / 10);
        }
        for (int id = 0; id < samples; id++) {
            double mean = sums[id] / draws;
            double error = Math.sqrt(Math.max(0, squares[id] / draws - mean * mean) / draws);
            assertThat(mean).as("weight of %d", id).isCloseTo(1, within(1e-6 + 4.5 * error));
        }
    }

    /** A pass is as many epochs as there are whole shares: no sample comes twice in it, and over passes all alike. */
    @ParameterizedTest
    @CsvSource({"60, 0.5, 2", "60, 0.75, 4", "57, 0.6, 2", "100, 0.9, 10"})
    void randomSubsetsCoverSamplesEvenly(int samples, double spare, int pass) {
        int passes = 40;
        EpochPruning subsets = PruningKind.RANDOM_SUBSETS.pruning(samples, passes * pass, 5, spare);
        int[] visits = new int[samples];
        for (int k = 0; k < passes; k++) {
            BitSet seen = new BitSet(samples);
            for (int epoch = 0; epoch < pass; epoch++) {
                for (int id : subsets.next().order()) {
                    assertThat(seen.get(id))
                            .as("%d comes twice in pass %d", id, k)
                            .isFalse();
                    seen.set(id);
                    visits[id]++;
                }
            }
            assertThat(samples - seen.cardinality()).isLessThan((int) Math.round(samples * (1 - spare)));
        }
        if (samples % pass == 0) {
            assertThat(visits).containsOnly(passes);
        } else {
            assertThat(Arrays.stream(visits)).allMatch(count -> count > passes / 2);
        }
    }

    @ParameterizedTest
    @CsvSource({"INFOBATCH_TIERS, 30, 0.47", "INFOBATCH_TIERS, 4, 0.4", "SETA, 2, 0.1", "SETA, 10, 0.75"})
    void saysWhenTooFewEpochsLeaveAnythingOut(PruningKind kind, int epochs, double spare) {
        assertThatThrownBy(() -> kind.pruning(SAMPLES, epochs, 3, spare))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(kind + " cannot spare ")
                .hasMessageContaining("train longer or lower `spare`");
    }

    @ParameterizedTest
    @CsvSource({"-0.1", "1", "NaN"})
    void refusesWhatIsNoShare(double spare) {
        assertThatThrownBy(() -> PruningKind.NONE.pruning(SAMPLES, 3, 3, spare))
                .hasMessage("`spare` must be in [0, 1), got " + spare);
    }
}
