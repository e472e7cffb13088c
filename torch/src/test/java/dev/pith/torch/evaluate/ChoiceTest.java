package dev.pith.torch.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChoiceTest {
    /** Random is at 0.5; ways gain as told: {network a, network b} in three seeds. */
    private static Choice choice(Map<String, double[][]> gains) {
        return Choice.of(List.copyOf(gains.keySet()), List.of("a", "b"), 3, (name, network, seed) -> {
            double[][] gain = gains.get(name);
            return gain == null ? 0.5 : 0.5 + gain[network.equals("a") ? 0 : 1][seed];
        });
    }

    @Test
    void theLargestClearGainIsTaken() {
        Choice choice = choice(Map.of(
                "good", new double[][] {{0.02, 0.03, 0.04}, {0.01, 0.02, 0.03}},
                "better", new double[][] {{0.05, 0.06, 0.04}, {0.03, 0.04, 0.02}}));
        assertThat(choice.chosen()).isEqualTo("better");
        Choice.Tried good = choice.tried().stream()
                .filter(tried -> tried.name().equals("good"))
                .findFirst()
                .orElseThrow();
        assertThat(good.gain()).isCloseTo(0.025, within(1e-12));
        assertThat(good.standardError()).isCloseTo(0.01 / Math.sqrt(3), within(1e-12));
        assertThat(good.byNetwork().get("a")).isCloseTo(0.03, within(1e-12));
        assertThat(good.byNetwork().get("b")).isCloseTo(0.02, within(1e-12));
    }

    @Test
    void aGainOnOneNetworkAloneIsNone() {
        assertThat(choice(Map.of("own", new double[][] {{0.1, 0.1, 0.1}, {-0.01, 0.01, -0.01}}))
                        .chosen())
                .isEqualTo(Comparison.RANDOM);
    }

    @Test
    void aGainWithinItsErrorIsNone() {
        assertThat(choice(Map.of("noise", new double[][] {{0.3, -0.1, -0.1}, {0.3, -0.1, -0.1}}))
                        .chosen())
                .isEqualTo(Comparison.RANDOM);
    }

    @Test
    void doubtAboutTheLargestGainIsNotTheSecondsChance() {
        assertThat(choice(Map.of(
                                "noise", new double[][] {{0.6, -0.1, -0.1}, {0.6, -0.1, -0.1}},
                                "small", new double[][] {{0.01, 0.01, 0.01}, {0.01, 0.01, 0.01}}))
                        .chosen())
                .isEqualTo(Comparison.RANDOM);
    }

    @Test
    void onlyTheBestOfTheFirstSeedGoOn() {
        double[] firstGain = {0.01, 0.05, 0.02, 0.03};
        List<String> names = List.of("0", "1", "2", "3");
        Choice.Accuracies accuracies = (name, network, seed) -> {
            if (name.equals(Comparison.RANDOM)) {
                return 0.5;
            }
            assertThat(seed == 0 || !name.equals("0"))
                    .as("way %s by seed %d", name, seed)
                    .isTrue();
            return 0.5 + (seed == 0 ? firstGain[Integer.parseInt(name)] : name.equals("2") ? 0.04 : 0.001);
        };
        assertThat(Choice.finalists(names, List.of("a"), accuracies)).containsExactly("1", "3", "2");
        Choice choice = Choice.of(names, List.of("a"), 3, accuracies);
        assertThat(choice.chosen()).isEqualTo("2");
        assertThat(choice.tried().get(0).gain()).isCloseTo(0.01, within(1e-12));
        assertThat(choice.tried().get(0).standardError()).isNaN();
        assertThat(choice.tried().get(0).isClear()).isFalse();
    }

    @Test
    void oneSeedAndNoWayAreNoEvidence() {
        assertThat(Choice.of(List.of("way"), List.of("a"), 1, (name, network, seed) -> name.equals("way") ? 1 : 0)
                        .chosen())
                .isEqualTo(Comparison.RANDOM);
        assertThat(Choice.of(List.of(), List.of("a"), 3, (name, network, seed) -> 1)
                        .chosen())
                .isEqualTo(Comparison.RANDOM);
    }
}
