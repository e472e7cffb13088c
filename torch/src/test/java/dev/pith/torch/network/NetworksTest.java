package dev.pith.torch.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import dev.pith.torch.FillRule;
import dev.pith.torch.Tensors;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworksTest {
    private static final InputShape GREY = new InputShape(1, 28, 28);
    private static final InputShape RGB = new InputShape(3, 32, 32);

    @ParameterizedTest(name = "{0}, {1} x {2} x {3}")
    @CsvSource({
        "mlp, 3, 64, 64, 128",
        "mlp, 4, 9, 5, 128",
        "lenet, 3, 28, 28, 84",
        "lenet, 1, 32, 32, 84",
        "lenet, 3, 64, 40, 84",
        "alexnet, 3, 28, 28, 1728", // 192 x 3 x 3
        "alexnet-bn, 3, 64, 64, 12288",
        "vgg11, 3, 64, 64, 2048",
        "vgg11-bn, 1, 32, 32, 512",
        "vgg13-bn, 1, 28, 28, 512",
        "resnet18-in, 3, 64, 64, 512",
        "resnet18-bn, 2, 20, 36, 512",
        "resnet18-ap-bn, 3, 28, 28, 4608",
        "resnet18-ap-bn, 3, 24, 16, 3072",
        "resnet50-ap-bn, 1, 28, 28, 18432",
        "torchvision-resnet18, 1, 64, 64, 512",
        "convnet, 3, 28, 28, 1152",
        "convnet-depth4, 1, 28, 28, 512",
        "convnet-width32-layernorm, 3, 64, 32, 1024",
    })
    void otherSizesChannelsAndClasses(String name, int channels, int height, int width, int embedded) {
        InputShape input = new InputShape(channels, height, width);
        try (Network network = Networks.create(name, input, 7, 1);
                PointerScope scope = new PointerScope();
                NoGradGuard noGradients = new NoGradGuard()) {
            Tensor x = batch(input);
            Tensor embedding = network.embed(x);
            Tensor logits = network.classify(embedding);
            assertThat(embedding.shape()).containsExactly(2, embedded);
            assertThat(logits.shape()).containsExactly(2, 7);
            float[] values = Tensors.floats(logits);
            assertThat(values)
                    .doesNotContain(Float.NaN)
                    .doesNotHaveDuplicates(); // two images, seven classes, all different
        }
    }

    private static Tensor batch(InputShape input) {
        long[] shape = {2, input.channels(), input.height(), input.width()};
        return Tensor.create(FillRule.values("input", 2, 0, shape), shape);
    }

    @ParameterizedTest(name = "{0}, {1} pixels")
    @CsvSource({
        "lenet, 15, 16",
        "alexnet, 7, 8",
        "vgg11, 31, 32",
        "vgg19-bn, 28, 32",
        "resnet18-in, 8, 9",
        "resnet18-ap-bn, 7, 8",
        "convnet, 7, 8",
        "convnet-depth4, 15, 16",
        "convnet-depth1-pool-none, 1, 2",
    })
    void imagesThatAreTooSmallAreRefused(String name, int side, int least) {
        InputShape tooSmall = new InputShape(3, 64, side);
        assertThatThrownBy(() -> Networks.create(name, tooSmall, 10, 1))
                .isInstanceOf(PithException.class)
                .hasMessageContaining("at least " + least + " x " + least)
                .hasMessageContaining("64 x " + side)
                .hasMessageNotContaining("\n");
        Networks.blank(name, new InputShape(3, 64, least), 10).close();
    }

    @Test
    void oneSeedGivesOneNetwork() {
        float[] first = weights("resnet18-bn", 5);
        assertThat(weights("resnet18-bn", 5)).isEqualTo(first);
        assertThat(weights("resnet18-bn", 6)).isNotEqualTo(first);
    }

    private static float[] weights(String name, long seed) {
        try (Network network = Networks.create(name, RGB, 10, seed)) {
            return Tensors.floats(network.parameters().tensor("conv1.weight"));
        }
    }

    /** Torchvision starts its convolutions with variance 2 / (out * kernel^2), normally distributed. */
    @Test
    void torchvisionsStart() {
        try (Network network = Networks.create("torchvision-resnet18", RGB, 10, 1)) {
            float[] weights = Tensors.floats(network.parameters().tensor("layer4.0.conv2.weight"));
            double sum = 0;
            double squares = 0;
            double outside = 0;
            double deviation = Math.sqrt(2.0 / (512 * 9));
            for (float weight : weights) {
                sum += weight;
                squares += (double) weight * weight;
                outside += Math.abs(weight) > 2 * deviation ? 1 : 0;
            }
            assertThat(sum / weights.length).isBetween(-deviation / 100, deviation / 100);
            assertThat(Math.sqrt(squares / weights.length)).isBetween(0.99 * deviation, 1.01 * deviation);
            assertThat(outside / weights.length).isBetween(0.044, 0.047); // normal: 0.0455
        }
    }

    @Test
    void plainNamesPickByTheSizeOfTheImages() {
        assertThat(Networks.resolve("resnet18", RGB)).isEqualTo("resnet18-bn");
        assertThat(Networks.resolve("resnet50", new InputShape(3, 64, 64))).isEqualTo("resnet50-bn");
        assertThat(Networks.resolve("resnet18", new InputShape(3, 64, 65))).isEqualTo("torchvision-resnet18");
        assertThat(Networks.resolve("resnet18-in", new InputShape(3, 224, 224))).isEqualTo("resnet18-in");
        assertThat(Networks.resolve("vit", GREY)).isEqualTo("vit-tiny-patch4");
        assertThat(Networks.resolve("vit", new InputShape(3, 224, 224))).isEqualTo("timm-vit-tiny-patch16-224");
        assertThat(Networks.resolve("vgg11", GREY)).isEqualTo("vgg11");
        assertThat(Networks.resolve("convnet-batchnorm-width32", GREY)).isEqualTo("convnet-batchnorm-width32");
    }

    @ParameterizedTest
    @CsvSource({
        "vit-tiny, timm-vit-tiny-patch16-224",
        "vit-small, timm-vit-small-patch16-224",
        "vit-base, timm-vit-base-patch16-224",
        "vit-large, timm-vit-large-patch16-224",
        "swin-tiny, timm-swin-tiny-patch4-window7-224",
        "convnext-tiny, timm-convnext-tiny",
        "mobilenetv3-small, timm-mobilenetv3-small-100",
        "mobilenetv3-large, timm-mobilenetv3-large-100",
        "efficientnet-b0, timm-efficientnet-b0",
    })
    void shortNamesOfTimms(String name, String full) {
        assertThat(Networks.resolve(name, RGB)).isEqualTo(full);
        assertThat(Networks.resolve(name, new InputShape(3, 224, 224))).isEqualTo(full);
    }

    @ParameterizedTest
    @CsvSource({
        "resnet-18, resnet18",
        "convent, convnet",
        "vgg11_bn, vgg11-bn",
        "wide-resnet-28, wide-resnet-28-10",
    })
    void anUnknownNameProposesTheNearest(String name, String nearest) {
        assertThatThrownBy(() -> Networks.create(name, RGB, 10, 1))
                .isInstanceOf(PithException.class)
                .hasMessageContaining("no network called '" + name + "'")
                .hasMessageContaining("did you mean '" + nearest + "'?");
    }

    @Test
    void namesOfConvnetsCombine() {
        ConvNet.Options expected = ConvNet.Options.DEFAULT
                .width(32)
                .depth(2)
                .activation(Activation.SWISH)
                .normalization(Normalization.BATCHNORM)
                .pooling(Pooling.NONE);
        assertThat(ConvNetName.parse("convnet-width32-batchnorm-depth2-pool-none-swish"))
                .isEqualTo(expected);
        assertThat(ConvNetName.parse("convnet-pool-none-swish-depth2-batchnorm-width32"))
                .isEqualTo(expected);
        assertThat(ConvNetName.parse("convnet-none"))
                .isEqualTo(ConvNet.Options.DEFAULT.normalization(Normalization.NONE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "convnet-widht32 | 'widht32' in convnet-widht32 is no kind of convnet; did you mean 'width32'?",
                "convnet-width31 | did you mean 'width32'?",
                "convnet-width257 | 'width257' in",
                "convnet-depth5 | width32 to width256",
                "convnet-pool-nine | did you mean 'pool-none'?",
                "convnet- | '' in convnet-",
                "convnet-width32- | '' in convnet-width32-",
                "convnet-width32-width64 | convnet-width32-width64 says its width twice",
                "convnet-none-batchnorm | says its normalization twice",
            })
    void aConvnetThatIsNone(String name, String message) {
        assertThatThrownBy(() -> Networks.resolve(name, RGB))
                .isInstanceOf(PithException.class)
                .hasMessageContaining(message);
    }
}
