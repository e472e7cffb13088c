package dev.pith.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pith.check.ConfidentLearning.Suspect;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ConfidentLearningTest {
    /** Six samples of two classes, by hand: thresholds are 0.7 and 0.6. */
    private static final float[][] SIX = {
        {0.9f, 0.1f}, {0.8f, 0.2f}, {0.4f, 0.6f}, {0.1f, 0.9f}, {0.2f, 0.8f}, {0.9f, 0.1f}
    };

    private static final int[] LABELS = {0, 0, 0, 1, 1, 1};

    @Test
    void aThresholdIsTheMeanProbabilityOfTheOwnLabel() {
        double[] thresholds = ConfidentLearning.thresholds(SIX, LABELS, 2);
        assertThat(thresholds[0]).isCloseTo(0.7, within(1e-6));
        assertThat(thresholds[1]).isCloseTo(0.6, within(1e-6));
    }

    @Test
    void whatCountsWithConfidenceIsScaledToTheLabels() {
        double[][] joint = ConfidentLearning.joint(SIX, LABELS, new double[] {0.7, 0.6});
        assertThat(joint[0]).containsExactly(2, 1); // the third lies at the threshold in float
        assertThat(joint[1]).containsExactly(1, 2);
    }

    @Test
    void findsWhatIsLikelierAndHasALabelOfItsOwn() {
        List<Suspect> suspects = ConfidentLearning.suspects(SIX, LABELS, 2);
        assertThat(suspects).extracting(Suspect::id).containsExactly(5, 2);
        assertThat(suspects.get(0).likelier()).isZero();
        assertThat(suspects.get(0).margin()).isCloseTo(0.8, within(1e-6));
    }

    /** The third is likelier to be of class 1 than the sixth of class 0, and its own label is not as unlikely. */
    @Test
    void theLeastLikelyLabelComesFirst() {
        float[][] three = {
            {0.5f, 0.3f, 0.2f},
            {0.05f, 0.9f, 0.05f},
            {0.2f, 0.8f, 0},
            {0.5f, 0.3f, 0.2f},
            {0.05f, 0.9f, 0.05f},
            {0.5f, 0.1f, 0.4f}
        };
        List<Suspect> suspects = ConfidentLearning.suspects(three, new int[] {0, 1, 0, 0, 1, 1}, 3);
        assertThat(suspects).extracting(Suspect::id).containsExactly(5, 2);
        assertThat(suspects.get(0).margin()).isLessThan(suspects.get(1).margin());
    }

    @Test
    void aSampleThatCannotBeToldAndAClassWithoutSamplesDoNoHarm() {
        float[][] some = {{0.9f, 0.1f, 0}, null, {0.2f, 0.8f, 0}};
        assertThat(ConfidentLearning.suspects(some, new int[] {0, 0, 1}, 3)).isEmpty();
    }

    /** Labels that were changed by chance are found, and few others, when the probabilities know better. */
    @Test
    void findsPlantedLabels() {
        SplittableRandom random = new SplittableRandom(1);
        int n = 2_000;
        int classes = 5;
        float[][] probabilities = new float[n][classes];
        int[] labels = new int[n];
        boolean[] planted = new boolean[n];
        for (int id = 0; id < n; id++) {
            int truth = id % classes;
            planted[id] = random.nextInt(10) == 0;
            labels[id] = planted[id] ? (truth + 1 + random.nextInt(classes - 1)) % classes : truth;
            Arrays.fill(probabilities[id], 0.2f / classes);
            float sure = (float) (0.5 + 0.3 * random.nextDouble());
            probabilities[id][truth] += sure;
            probabilities[id][(truth + 1) % classes] += 0.8f - sure;
        }
        List<Suspect> suspects = ConfidentLearning.suspects(probabilities, labels, classes);
        long right = suspects.stream().filter(suspect -> planted[suspect.id()]).count();
        long all = Arrays.stream(labels).count();
        assertThat(all).isEqualTo(n);
        assertThat((double) right / suspects.size()).isGreaterThan(0.99);
        long count = 0;
        for (boolean each : planted) {
            count += each ? 1 : 0;
        }
        assertThat((double) right / count).isGreaterThan(0.8);
        assertThat(suspects).isSortedAccordingTo((a, b) -> Double.compare(a.own(), b.own()));
    }
}
