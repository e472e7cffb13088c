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
        // Maps of 1 x 1 under 3 x 3 kernels are left out: the native bfloat16 kernel has been seen to make NaN of their
        // padding.
        int side = name.startsWith("timm") || name.startsWith("torchvision") ? 64 : name.startsWith("vgg") ? 32 : 16;
        try (Network network = Networks.create(name, new InputShape(3, side, side), 3, 1);
                PointerScope scope = new PointerScope()) {
            network.parameters().training(true);
            long[] shape = {2, 3, side, side};
            Tensor x = Tensor.create(FillRule.values("input", 2, 0, shape), shape);
            torch.set_autocast_dtype(torch.DeviceType.CPU, torch.ScalarType.BFloat16);
            torch.set_autocast_enabled(torch.DeviceType.CPU, bfloat16);
            try {
                network.forward(x).square().sum().backward();
            } finally {
                torch.set_autocast_enabled(torch.DeviceType.CPU, false);
                torch.clear_cache();
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
