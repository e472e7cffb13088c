package dev.pith.torch.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pith.torch.network.InputShape;
import org.junit.jupiter.api.Test;

class ReplayedImagesTest {
    private static final InputShape SHAPE = new InputShape(1, 1, 2);

    private static SyntheticSet set(int classes, float[] pixels, long... labels) {
        return SyntheticSet.labelled(SHAPE, classes, pixels, labels, new float[] {0.5f}, new float[] {0.25f});
    }

    private static final SyntheticSet NOW = set(2, new float[] {1, 2, 3, 4}, 1, 1);
    private static final SyntheticSet PAST = set(2, new float[] {5, 6}, 0);

    @Test
    void pastComesAfterNow() {
        ReplayedImages both = new ReplayedImages(NOW, PAST);
        assertThat(both.size()).isEqualTo(3);
        assertThat(new int[] {both.label(0), both.label(1), both.label(2)}).containsExactly(1, 1, 0);
        float[] out = new float[6];
        both.read(new int[] {2, 1, 0}, out);
        assertThat(out).containsExactly(5, 6, 3, 4, 1, 2);
        assertThat(both.softLabels()).isEmpty();
        assertThat(both.black()).containsExactly(-2);
    }

    @Test
    void softLabelsOfThePastAreLearnedBesideLabels() {
        ReplayedImages both = new ReplayedImages(NOW, PAST.soft(new float[] {0.75f, 0.25f}));
        SoftLabels soft = both.softLabels().orElseThrow();
        double[] past = new double[2];
        soft.addProbabilities(2, 1, past);
        assertThat(past[0]).isCloseTo(0.75, within(1e-6));
        double[] now = new double[2];
        soft.addProbabilities(0, 1, now);
        assertThat(now[1]).isCloseTo(1, within(1e-12));
    }

    @Test
    void bothAreAlike() {
        SyntheticSet other = set(3, new float[] {5, 6}, 0);
        assertThatThrownBy(() -> new ReplayedImages(NOW, other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 classes, got");
    }
}
