package dev.pith.torch.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pith.PithException;
import dev.pith.torch.FillRule;
import dev.pith.torch.Tensors;
import dev.pith.torch.train.Adam;
import dev.pith.torch.train.Optimizer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Transformers and mobile networks away from the images of 224 pixels that the golden values have. */
class TimmNetworksTest {
    /**
     * The first three of ten logits by timm 1.0.27 in evaluation mode, made with {@code img_size} and {@code in_chans} as here,
     * {@code vit-tiny-patch4} with {@code patch_size=4, embed_dim=192, depth=6, num_heads=3}; weights and one image by the rule of the
     * golden values.
     */
    @ParameterizedTest(name = "{0}, {1} x {2} x {3}")
    @CsvSource({
        "timm-vit-tiny-patch16-224, 1, 48, 32, -0.969773, -0.360763, 0.0184078",
        "vit-tiny-patch4, 1, 28, 28, 1.01521, -0.187356, 0.0336536",
    })
    void otherSizesAndGreyImagesAgreeWithTimm(
            String name, int channels, int height, int width, float logit0, float logit1, float logit2) {
        InputShape input = new InputShape(channels, height, width);
        try (Network network = Networks.create(name, input, 10, 1);
                PointerScope scope = new PointerScope();
                NoGradGuard noGradients = new NoGradGuard()) {
            network.parameters()
                    .tensors()
                    .forEach((key, tensor) -> Tensors.write(tensor, FillRule.values(key, tensor.shape())));
            float[] logits = Tensors.floats(network.forward(images(1, input)));
            assertThat(logits).hasSize(10);
            assertThat(logits[0]).isCloseTo(logit0, within(1e-4f));
            assertThat(logits[1]).isCloseTo(logit1, within(1e-4f));
            assertThat(logits[2]).isCloseTo(logit2, within(1e-4f));
        }
    }

    private static Tensor images(int count, InputShape input) {
        long[] shape = {count, input.channels(), input.height(), input.width()};
        return Tensor.create(FillRule.values("input", 2, 0, shape), shape);
    }

    @Test
    void patchesMustFillTheImage() {
        assertThatThrownBy(() -> Networks.create("timm-vit-tiny-patch16-224", new InputShape(1, 28, 28), 10, 1))
                .isInstanceOf(PithException.class)
                .hasMessage(
                        "a vision transformer with patches of 16 pixels takes images whose sides are multiples of it,"
                                + " got 28 x 28: resize them, or choose a network with other patches (vit-tiny-patch4)");
    }

    @ParameterizedTest(name = "{0}, {1} pixels")
    @CsvSource({"vit-tiny-patch4, 28, 0.0003"})
    void tenStepsOnOneBatchLowerTheLoss(String name, int side, double rate) {
        InputShape input = new InputShape(3, side, side);
        try (Network network = Networks.create(name, input, 4, 1);
                Optimizer adam = new Optimizer(
                        new Adam(0.9, 0.999, 1e-8, 0, true), network.parameters(), Optimizer.Regular.ALL)) {
            network.parameters().training(true);
            float first = step(network, input, adam, rate);
            float last = first;
            for (int i = 1; i < 10; i++) {
                last = step(network, input, adam, rate);
            }
            assertThat(first).isCloseTo((float) Math.log(4), within(0.5f)); // as good as guessing
            assertThat(last).isLessThan(0.5f * first);
        }
    }

    /** Returns the loss on eight fixed images of four classes before the step. */
    private static float step(Network network, InputShape input, Optimizer optimizer, double rate) {
        try (PointerScope scope = new PointerScope()) {
            Tensor labels = Tensor.create(0L, 1L, 2L, 3L, 0L, 1L, 2L, 3L);
            Tensor loss = torch.cross_entropy_loss(network.forward(images(8, input)), labels);
            loss.backward();
            optimizer.step(rate);
            network.parameters().zeroGradients();
            return loss.item_float();
        }
    }
}
