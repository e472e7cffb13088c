package dev.pith.torch.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.torch.FillRule;
import dev.pith.torch.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayerTest {
    @Test
    void aChainFreesWhatLiesBetween() {
        List<Tensor> seen = new ArrayList<>();
        Layer record = x -> {
            seen.add(x);
            return x;
        };
        try (PointerScope scope = new PointerScope()) {
            Tensor x = Tensor.create(new float[] {-1, 2, 3, -4}, 1, 1, 2, 2);
            Layer negate = Tensor::neg;
            Tensor y = Layer.chain(record, negate, record, Activation.RELU, negate, record, Layer.FLATTEN)
                    .apply(x);
            assertThat(seen).hasSize(3);
            assertThat(x.isNull()).isFalse();
            assertThat(seen.get(1).isNull()).isTrue();
            assertThat(seen.get(2).isNull()).isTrue();
            assertThat(Tensors.floats(y)).containsExactly(-1, -0f, -0f, -4);
            assertThat(Tensors.floats(x)).containsExactly(-1, 2, 3, -4);
        }
    }

    private static void inBfloat16(Runnable work) {
        torch.set_autocast_dtype(torch.DeviceType.CPU, torch.ScalarType.BFloat16);
        torch.set_autocast_enabled(torch.DeviceType.CPU, true);
        try {
            work.run();
            assertThat(torch.is_autocast_enabled(torch.DeviceType.CPU)).isTrue();
        } finally {
            torch.set_autocast_enabled(torch.DeviceType.CPU, false);
            torch.clear_cache();
        }
    }

    /** Maps of which the rim of a kernel sees nothing are convolved in float32; the next larger in bfloat16. */
    @ParameterizedTest
    @CsvSource({"3, 1, true", "3, 2, false", "5, 2, true", "5, 3, false", "1, 1, false"})
    void mapsSmallerThanTheReachOfAKernelAreConvolvedInFloat32(int kernel, int side, boolean float32) {
        try (Parameters parameters = new Parameters(1);
                PointerScope scope = new PointerScope()) {
            Conv2d.Options padded = Conv2d.Options.DEFAULT.padding(kernel / 2);
            Conv2d layer = new Conv2d(parameters, "c", 3, 4, kernel, padded);
            long[] shape = {2, 3, side, side};
            Tensor x = Tensor.create(FillRule.values("input", 2, 0, shape), shape);
            float[] exact = Tensors.floats(layer.apply(x));
            inBfloat16(() -> {
                Tensor y = layer.apply(x.to(torch.ScalarType.BFloat16));
                assertThat(y.scalar_type().intern() == torch.ScalarType.Float).isEqualTo(float32);
                Tensor z = layer.apply(x);
                if (float32) {
                    assertThat(Tensors.floats(z)).isEqualTo(exact);
                    z.square().sum().backward();
                    assertThat(Tensors.floats(parameters.tensor("c.weight").grad()))
                            .doesNotContain(Float.NaN);
                } else {
                    assertThat(Tensors.floats(z)).isNotEqualTo(exact);
                }
            });
        }
    }

    /** What a gradient needs lives on in the graph, although a chain let go of it and layers overwrite their inputs. */
    @ParameterizedTest(name = "{0}, bfloat16 {1}")
    @CsvSource({
        "convnet-width32, false",
        "convnet-width32, true",
        "convnet-width32-none-leakyrelu-pool-maxpooling, false",
        "convnet-width32-none-depth1, false",
        "convnet-width32-layernorm-swish-pool-none, true",
        "mlp, false",
        "lenet, true",
        "alexnet, false",
        "vgg11, true",
        "resnet18-in, true",
        "resnet18-bn, false",
        "resnet50-ap-bn, false",
        "torchvision-resnet18, true",
        "wide-resnet-28-10, true",
        "vit-tiny-patch4, true",
        "timm-swin-tiny-patch4-window7-224, true",
        "timm-convnext-tiny, true",
        "timm-mobilenetv3-small-100, true",
        "timm-efficientnet-b0, false",
    })
    void gradientsFlowThroughAChain(String name, boolean bfloat16) {
        int side = name.startsWith("timm") ? 64 : name.startsWith("vgg") ? 32 : 16;
        try (Network network = Networks.create(name, new InputShape(3, side, side), 3, 1);
                PointerScope scope = new PointerScope()) {
            network.parameters().training(true);
            long[] shape = {2, 3, side, side};
            Tensor x = Tensor.create(FillRule.values("input", 2, 0, shape), shape);
            if (bfloat16) {
                inBfloat16(() -> network.forward(x).square().sum().backward());
            } else {
                network.forward(x).square().sum().backward();
            }
            for (String learned : network.parameters().learned()) {
                float[] gradient =
                        Tensors.floats(network.parameters().tensor(learned).grad());
                assertThat(gradient).as(learned).doesNotContain(Float.NaN);
                assertThat(gradient).as(learned).isNotEqualTo(new float[gradient.length]);
            }
        }
    }
}
