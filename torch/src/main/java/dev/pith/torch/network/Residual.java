package dev.pith.torch.network;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * A block of a residual network (He et al. 2016): two convolutions of 3 pixels, or three of 1, 3 and 1, beside a
 * shortcut. The convolution before the last halves the map where the block has to.
 */
final class Residual implements Layer {
    /**
     * A depth of the paper's table 1.
     *
     * @param layers what the depth is called by
     * @param bottleneck whether blocks have three convolutions, and end with four times their width
     * @param blocks of each of the four stages
     */
    record Depth(int layers, boolean bottleneck, List<Integer> blocks) {
        static final Depth RESNET50 = new Depth(50, true, List.of(3, 4, 6, 3));

        static final List<Depth> ALL = List.of(
                new Depth(18, false, List.of(2, 2, 2, 2)),
                new Depth(34, false, List.of(3, 4, 6, 3)),
                RESNET50,
                new Depth(101, true, List.of(3, 4, 23, 3)),
                new Depth(152, true, List.of(3, 8, 36, 3)));

        /** Returns {@code resnet18} and so on. */
        String networkName() {
            return "resnet" + layers;
        }

        /** Returns the channels that a block of a width ends with. */
        int channels(int width) {
            return bottleneck ? 4 * width : width;
        }
    }

    /**
     * What the families do differently.
     *
     * @param shortcut what checkpoints call a shortcut
     * @param pooled halves by average pooling in place of a stride of 2
     * @param he how convolutions start, see {@link Conv2d.Options#heNormal()}
     */
    record Form(Normalization normalization, String shortcut, boolean pooled, boolean he) {
        Conv2d.Options convolution() {
            Conv2d.Options options = Conv2d.Options.DEFAULT.withoutBias();
            return he ? options.heNormal() : options;
        }
    }

    private final Layer path;
    private final Layer shortcut;

    /**
     * How a block treats the map.
     *
     * @param stride 2 to halve it
     * @param dilation how far apart the places lie that its convolution of 3 pixels looks at
     */
    private record Step(int stride, int dilation) {}

    private Residual(Parameters parameters, String name, int in, int width, Step step, Depth depth, Form form) {
        int stride = step.stride;
        int out = depth.channels(width);
        int[] kernels = depth.bottleneck ? new int[] {1, 3, 1} : new int[] {3, 3};
        int last = kernels.length - 1;
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i <= last; i++) {
            int dilation = kernels[i] == 3 ? step.dilation : 1;
            Conv2d.Options options =
                    form.convolution().padding(dilation * (kernels[i] / 2)).dilation(dilation);
            boolean halves = i == last - 1 && stride == 2;
            layers.add(new Conv2d(
                    parameters,
                    name + ".conv" + (i + 1),
                    i == 0 ? in : width,
                    i == last ? out : width,
                    kernels[i],
                    halves && !form.pooled ? options.stride(2) : options));
            layers.add(form.normalization.layer(parameters, name + ".bn" + (i + 1), i == last ? out : width));
            if (i < last) {
                layers.add(Activation.RELU);
            }
            if (halves && form.pooled) {
                layers.add(Pooling.AVGPOOLING);
            }
        }
        path = Layer.chain(layers);
        shortcut = stride == 1 && in == out ? Layer.IDENTITY : shortcut(parameters, name, in, out, stride, form);
    }

    private static Layer shortcut(Parameters parameters, String name, int in, int out, int stride, Form form) {
        String prefix = name + "." + form.shortcut;
        Conv2d.Options options = form.convolution();
        return Layer.chain(
                new Conv2d(parameters, prefix + ".0", in, out, 1, form.pooled ? options : options.stride(stride)),
                form.pooled && stride == 2 ? Pooling.AVGPOOLING : Layer.IDENTITY,
                form.normalization.layer(parameters, prefix + (form.pooled ? ".2" : ".1"), out));
    }

    @Override
    public Tensor apply(Tensor x) { // (B, in, H, W)
        Tensor y = path.apply(x); // (B, out, H / stride, W / stride)
        Tensor z = shortcut.apply(x);
        y.add_(z);
        if (!z.equals(x)) {
            z.close();
        }
        return Activation.RELU.apply(y);
    }

    /** Returns {@code layer1} to {@code layer4}: (B, 64, H, W) -> (B, channels(512), H / 8, W / 8). */
    static Layer stages(Parameters parameters, Depth depth, Form form) {
        return stages(parameters, "", depth, form, false);
    }

    /**
     * Returns the stages likewise.
     *
     * @param prefix of their names
     * @param dilated whether the last two stages do not halve the map but look twice as far each (torchvision's
     *     replacement of strides); the first block of a stage looks as far as the stage before
     */
    static Layer stages(Parameters parameters, String prefix, Depth depth, Form form, boolean dilated) {
        List<Layer> blocks = new ArrayList<>();
        int channels = 64;
        int dilation = 1;
        for (int stage = 0; stage < 4; stage++) {
            int width = 64 << stage;
            for (int i = 0; i < depth.blocks.get(stage); i++) {
                String name = prefix + "layer" + (stage + 1) + "." + i;
                boolean holes = dilated && stage >= 2;
                Step step = new Step(i == 0 && stage > 0 && !holes ? 2 : 1, dilation);
                blocks.add(new Residual(parameters, name, channels, width, step, depth, form));
                channels = depth.channels(width);
                dilation = holes && i == 0 ? 2 * dilation : dilation;
            }
        }
        return Layer.chain(blocks);
    }
}
