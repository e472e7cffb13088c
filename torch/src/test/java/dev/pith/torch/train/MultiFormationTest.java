package dev.pith.torch.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.torch.Tensors;
import dev.pith.torch.network.InputShape;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/** Cells lie where they should, and are scaled up. */
class MultiFormationTest {
    private static final InputShape SHAPE = new InputShape(2, 4, 6);

    /** Images of one color each come back as they were. */
    @Test
    void whatIsEncodedIsDecoded() {
        float[] images = new float[8 * SHAPE.numbers()];
        for (int i = 0; i < images.length; i++) {
            images[i] = 1 + i / 24; // another for each channel
        }
        float[] encoded = MultiFormation.encode(images, SHAPE, 2);
        assertThat(encoded).hasSize(2 * SHAPE.numbers());
        assertThat(encoded).startsWith(1, 1, 1, 3, 3, 3, 1, 1, 1, 3, 3, 3, 5, 5, 5, 7, 7, 7);
        try (PointerScope scope = new PointerScope()) {
            Tensor decoded = MultiFormation.decode(Tensors.of(encoded, 0, 2, 2, 4, 6), 2);
            assertThat(decoded.shape()).containsExactly(8, 2, 4, 6);
            assertThat(Tensors.floats(decoded)).isEqualTo(images);
        }
    }

    @Test
    void aCellIsScaledUpBilinearly() {
        try (PointerScope scope = new PointerScope()) {
            Tensor x = Tensors.of(new float[] {0, 4, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 8}, 0, 1, 1, 4, 4);
            float[] seen = Tensors.floats(MultiFormation.decode(x, 2));
            assertThat(seen).startsWith(0, 1, 3, 4, 0, 1, 3, 4).endsWith(8);
        }
    }

    @Test
    void cellsAreWholePixels() {
        MultiFormation.requireFits(SHAPE, 2);
        assertThatThrownBy(() -> MultiFormation.requireFits(SHAPE, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("`factor` must divide both sides of the images, 6 and 4, got 3");
    }
}
