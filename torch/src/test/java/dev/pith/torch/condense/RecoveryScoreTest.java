package dev.pith.torch.condense;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pith.torch.evaluate.Outcome;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Seeds are compared one by one, and random images count at the rate that is best for them. */
class RecoveryScoreTest {
    private static List<Outcome> outcomes(double... accuracies) {
        return Arrays.stream(accuracies)
                .mapToObj(accuracy -> new Outcome(accuracy, 1, 1, 1))
                .toList();
    }

    @Test
    void isOfDifferencesSeedBySeed() {
        RecoveryScore score = RecoveryScore.of(
                outcomes(0.9, 0.8),
                outcomes(0.6, 0.5),
                outcomes(0.7, 0.6),
                List.of(outcomes(0.9, 0.1), outcomes(0.4, 0.7), List.of()));
        assertThat(score.recovery().mean()).isCloseTo(0.3, within(1e-12));
        assertThat(score.recovery().interval()).isCloseTo(0, within(1e-12)); // both seeds lose as much
        assertThat(score.overRandom().mean()).isCloseTo(0.1, within(1e-12)); // over 0.55, not over 0.5
        assertThat(score.overRandom().interval()).isGreaterThan(1); // of 0.3 and -0.1
    }

    @Test
    void goesWithoutATrainingOnEverything() {
        RecoveryScore score =
                RecoveryScore.of(List.of(), outcomes(0.6), outcomes(0.6), List.of(outcomes(0.5), List.of()));
        assertThat(score.recovery().mean()).isNaN();
        assertThat(score.overRandom().mean()).isCloseTo(0.1, within(1e-12));
    }
}
