package dev.pith.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PruningKindTest {
    private static final int SAMPLES = 1000;

    /** Losses without ties, another order every epoch: tiers then hold just their share. */
    private static double spared(PruningKind kind, int epochs, double spare) {
        EpochPruning pruning = kind.pruning(SAMPLES, epochs, 3, spare);
        int[] all = IntStream.range(0, SAMPLES).toArray();
        long seen = 0;
        for (int epoch = 0; epoch < epochs; epoch++) {
            seen += pruning.next().size();
            float[] losses = new float[SAMPLES];
            for (int id : all) {
                losses[id] = (id * 37 + epoch * 11) % SAMPLES;
            }
            pruning.update(all, 0, SAMPLES, losses);
        }
        return 1 - (double) seen / SAMPLES / epochs;
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
        assertThat(spared(kind, epochs, spare)).isCloseTo(spare, within(0.001));
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
