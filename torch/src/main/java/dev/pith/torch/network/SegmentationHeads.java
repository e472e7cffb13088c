package dev.pith.torch.network;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** The heads of torchvision's segmentation networks, with its parameter names and without its dropout. */
final class SegmentationHeads {
    private static final int[] RATES = {12, 24, 36};
    private static final int WIDTH = 256;
    private static final Conv2d.Options PLAIN = Conv2d.Options.DEFAULT.withoutBias();

    private SegmentationHeads() {}

    /** Returns the head of a fully convolutional network (Long, Shelhamer and Darrell, CVPR 2015). */
    static Layer fcn(Parameters parameters, int in, int classes) {
        int width = in / 4;
        return Layer.chain(
                new Conv2d(parameters, "classifier.0", in, width, 3, PLAIN.padding(1)),
                Normalization.BATCHNORM.layer(parameters, "classifier.1", width),
                Activation.RELU,
                new Conv2d(parameters, "classifier.4", width, classes, 1, Conv2d.Options.DEFAULT));
    }

    /** Returns the head of DeepLabv3 (Chen et al. 2017, arXiv 1706.05587). */
    static Layer deepLab(Parameters parameters, int in, int classes) {
        return Layer.chain(
                pyramid(parameters, "classifier.0", in), // (B, 256, H, W)
                new Conv2d(parameters, "classifier.1", WIDTH, WIDTH, 3, PLAIN.padding(1)),
                Normalization.BATCHNORM.layer(parameters, "classifier.2", WIDTH),
                Activation.RELU,
                new Conv2d(parameters, "classifier.4", WIDTH, classes, 1, Conv2d.Options.DEFAULT));
    }

    /** Looks at the map through holes of several widths, and at its mean, side by side (section 3.3). */
    private static Layer pyramid(Parameters parameters, String name, int in) {
        List<Layer> branches = new ArrayList<>();
        branches.add(unit(parameters, name + ".convs.0", 0, in, 1, PLAIN));
        for (int i = 0; i < RATES.length; i++) {
            Conv2d.Options options = PLAIN.padding(RATES[i]).dilation(RATES[i]);
            branches.add(unit(parameters, name + ".convs." + (i + 1), 0, in, 3, options));
        }
        Layer mean = Layer.chain(
                x -> torch.adaptive_avg_pool2d(x, 1, 1),
                unit(parameters, name + ".convs." + (RATES.length + 1), 1, in, 1, PLAIN));
        branches.add(x -> mean.apply(x).expand(x.size(0), WIDTH, x.size(2), x.size(3))); // the same at all places
        Layer project = unit(parameters, name + ".project", 0, branches.size() * WIDTH, 1, PLAIN);
        return x -> {
            TensorVector side = new TensorVector();
            branches.forEach(branch -> side.push_back(branch.apply(x)));
            return project.apply(torch.cat(side, 1));
        };
    }

    /** Returns a convolution, normalized and cut at 0, to 256 channels. */
    private static Layer unit(
            Parameters parameters, String name, int first, int in, int kernel, Conv2d.Options options) {
        return Layer.chain(
                new Conv2d(parameters, name + "." + first, in, WIDTH, kernel, options),
                Normalization.BATCHNORM.layer(parameters, name + "." + (first + 1), WIDTH),
                Activation.RELU);
    }
}
