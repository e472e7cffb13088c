package dev.pith.torch.train;

import dev.pith.data.MaskSource;
import dev.pith.torch.network.Network;
import dev.pith.torch.network.Parameters;
import dev.pith.torch.network.SegmentationNetwork;
import java.util.Set;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Telling for every pixel what it shows: the loss of an image is the mean cross-entropy of its counted pixels, 0 where
 * none is counted.
 *
 * @param smoothing the share of the target that is spread over all classes
 */
public record Segmentation(SegmentationNetwork network, double smoothing, Precision precision) implements Task {
    private static final long NO_REDUCTION = 0;
    private static final Set<Augmentation> OF_WHOLE_IMAGES = Set.of(Augmentation.MIXUP, Augmentation.CUTMIX);

    /**
     * Returns what a recipe wants of a network.
     *
     * @throws dev.pith.PithException when the network names images and not pixels
     * @throws IllegalArgumentException when the recipe mixes the labels of images
     */
    public static Segmentation of(Recipe recipe, Network network) {
        if (recipe.augmentations().stream().anyMatch(OF_WHOLE_IMAGES::contains)) {
            throw new IllegalArgumentException(
                    "`augment` mixup and cutmix mix the labels of whole images, and masks label pixels; leave them out");
        }
        return new Segmentation(SegmentationNetwork.require(network), recipe.labelSmoothing(), recipe.precision());
    }

    @Override
    public Parameters parameters() {
        return network.parameters();
    }

    @Override
    public Losses losses(Batch batch, int epoch) {
        return of(batch.tensor(), batch.maskTensor());
    }

    /**
     * Returns the losses of images.
     *
     * @param x {@code (B, C, H, W)}
     * @param truth {@code (B, H, W)} of bytes: classes, or {@link MaskSource#IGNORED}
     */
    Losses of(Tensor x, Tensor truth) {
        return (from, count) -> {
            Tensor part = x.narrow(0, from, count);
            Tensor input = precision.channelsLast() ? part.contiguous(MemoryFormat.ChannelsLast) : part;
            Tensor scores = precision.compute(() -> network.segment(input)); // (B, classes, H, W)
            Tensor labels = truth.narrow(0, from, count).to(ScalarType.Long);
            Tensor losses = torch.cross_entropy_loss(
                    scores, labels, new TensorOptional(), NO_REDUCTION, MaskSource.IGNORED, smoothing);
            Tensor counted = labels.ne(new Scalar(MaskSource.IGNORED)).sum(1, 2).clamp_min(new Scalar(1));
            return losses.sum(1, 2).div(counted);
        };
    }
}
