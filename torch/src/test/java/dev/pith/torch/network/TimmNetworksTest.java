package dev.pith.torch.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pith.PithException;
import dev.pith.torch.Doubles;
import dev.pith.torch.FillRule;
import dev.pith.torch.Tensors;
import dev.pith.torch.optimize.Adam;
import dev.pith.torch.optimize.Optimizer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Transformers and mobile networks away from the images of 224 pixels that the golden values have. */
class TimmNetworksTest {
    /**
     * The first three of ten logits by timm 1.0.27 in evaluation mode, made with {@code img_size} and {@code in_chans}
     * as here, {@code vit-tiny-patch4} with {@code patch_size=4, embed_dim=192, depth=6, num_heads=3}; weights and one
     * image by the rule of the golden values.
     */
    @ParameterizedTest(name = "{0}, {1} x {2} x {3}")
    @CsvSource({
        "timm-vit-tiny-patch16-224, 1, 48, 32, -0.969773, -0.360763, 0.0184078",
        "vit-tiny-patch4, 1, 28, 28, 1.01521, -0.187356, 0.0336536",
        "timm-swin-tiny-patch4-window7-224, 1, 64, 96, 0.505165, 1.51954, 0.532898",
        "timm-swin-tiny-patch4-window7-224, 3, 32, 32, -0.0857379, -0.0139136, -0.961155",
        "timm-swin-tiny-patch4-window7-224, 3, 256, 256, 0.353851, 0.828823, 0.134659",
        "timm-convnext-tiny, 1, 40, 58, 0.797478, 0.355668, -0.480519",
        "timm-mobilenetv3-small-100, 1, 28, 28, -0.185438, -0.00907248, -0.10422",
        "timm-efficientnet-b0, 3, 45, 32, -0.110994, 0.07037, -0.0560178",
    })
    void otherSizesAndGreyImagesAgreeWithTimm(
            String name, int channels, int height, int width, double logit0, double logit1, double logit2) {
        InputShape input = new InputShape(channels, height, width);
        try (Network network = Networks.blank(name, input, 10);
                PointerScope scope = new PointerScope();
                NoGradGuard noGradients = new NoGradGuard()) {
            Doubles.fill(network);
            double[] logits = Doubles.values(network.forward(images(1, input).to(ScalarType.Double)));
            assertThat(logits).hasSize(10);
            assertThat(logits[0]).isCloseTo(logit0, within(Doubles.GOLDEN_FLOAT));
            assertThat(logits[1]).isCloseTo(logit1, within(Doubles.GOLDEN_FLOAT));
            assertThat(logits[2]).isCloseTo(logit2, within(Doubles.GOLDEN_FLOAT));
        }
    }

    private static Tensor images(int count, InputShape input) {
        long[] shape = {count, input.channels(), input.height(), input.width()};
        return Tensor.create(FillRule.values("input", 2, 0, shape), shape);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "timm-vit-tiny-patch16-224 | a vision transformer with patches of 16 pixels takes images whose sides are multiples"
                        + " of 16 pixels, these have 28 x 48: resize the images, or choose another network",
                "timm-swin-tiny-patch4-window7-224 | a Swin transformer takes images whose sides are multiples of 32 pixels,"
                        + " these have 28 x 48: resize the images, or choose another network",
                "timm-convnext-tiny | a ConvNeXt takes images of at least 32 x 32 pixels, these have 28 x 48: enlarge them, or"
                        + " choose another network",
            })
    void sizesThatDoNotFitAreRefused(String name, String message) {
        assertThatThrownBy(() -> Networks.create(name, new InputShape(1, 28, 48), 10, 1))
                .isInstanceOf(PithException.class)
                .hasMessage(message);
    }

    /**
     * Transformers start with a deviation of 0.02, mobile networks with sqrt(2 / fan out), their last layer uniform.
     */
    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource({
        "vit-tiny-patch4, pos_embed, 0.02",
        "vit-tiny-patch4, blocks.5.attn.qkv.weight, 0.02",
        "vit-tiny-patch4, blocks.0.mlp.fc1.bias, 0",
        "timm-swin-tiny-patch4-window7-224, layers.1.downsample.reduction.weight, 0.02",
        "timm-swin-tiny-patch4-window7-224, layers.0.blocks.0.attn.relative_position_bias_table, 0.02",
        "timm-convnext-tiny, stages.2.blocks.8.conv_dw.weight, 0.02",
        "timm-convnext-tiny, stem.0.bias, 0",
        "timm-mobilenetv3-small-100, blocks.4.1.conv_dw.weight, 0.2828", // sqrt(2 / (5 x 5))
        "timm-mobilenetv3-small-100, conv_head.weight, 0.04419", // sqrt(2 / 1024)
        "timm-mobilenetv3-small-100, conv_head.bias, 0",
        "timm-mobilenetv3-small-100, classifier.weight, 0.1826", // 1 / sqrt(10), over sqrt(3)
        "timm-efficientnet-b0, blocks.1.0.se.conv_expand.weight, 0.1443", // sqrt(2 / 96)
    })
    void startsAsInTimm(String name, String tensor, double deviation) {
        try (Network network = Networks.create(name, new InputShape(3, 64, 64), 10, 1)) {
            float[] values = Tensors.floats(network.parameters().tensor(tensor));
            double squares = 0;
            for (float value : values) {
                squares += (double) value * value;
            }
            double tolerance = 4 * deviation / Math.sqrt(2.0 * values.length); // four standard errors
            assertThat(Math.sqrt(squares / values.length)).isCloseTo(deviation, within(tolerance));
        }
    }

    @ParameterizedTest(name = "{0}, {1} pixels")
    @CsvSource({"vit-tiny-patch4, 28, 0.0003", "timm-mobilenetv3-small-100, 64, 0.001"})
    void tenStepsOnOneBatchLowerTheLoss(String name, int side, double rate) {
        InputShape input = new InputShape(3, side, side);
        try (Network network = Networks.create(name, input, 4, 1);
                Optimizer adam = new Optimizer(
                        new Adam(0.9, 0.999, 1e-8, 0, true), network.parameters(), Optimizer.Regular.ALL)) {
            network.parameters().training(true);
            float first = step(network, input, adam, rate);
            long objects = Pointer.totalCount();
            float last = first;
            for (int i = 1; i < 10; i++) {
                last = step(network, input, adam, rate);
            }
            assertThat(first).isCloseTo((float) Math.log(4), within(0.5f)); // as good as guessing
            assertThat(last).isLessThan(0.5f * first);
            // Not "equal": the collector frees what earlier tests left whenever it likes.
            assertThat(Pointer.totalCount()).as("native objects").isLessThanOrEqualTo(objects);
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
