package dev.pith.pipeline.evaluate;

import dev.pith.data.MaskSource;
import dev.pith.data.Source;
import dev.pith.pipeline.session.Images;
import dev.pith.pipeline.session.Masks;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.train.TestImages;
import dev.pith.torch.evaluate.NetworkTraining;
import dev.pith.torch.evaluate.Teacher;
import dev.pith.torch.image.ImageOptions;
import dev.pith.torch.image.ImageSet;
import dev.pith.torch.image.MaskSet;
import dev.pith.torch.image.SegmentationImages;
import dev.pith.torch.image.SegmentedSet;
import dev.pith.torch.image.Whitening;
import dev.pith.torch.network.InputShape;
import dev.pith.torch.network.Networks;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The images of a comparison.
 *
 * @param source what selections are made from
 * @param test what networks are tested on, prepared as the source is
 * @param masks of both, or null where the images have labels
 * @param identity says which images these are, and how they are prepared
 */
public record EvaluationImages(ImageSet source, ImageSet test, @Nullable Masked masks, String identity) {
    /** Masks of the images; null where images have labels. */
    public record Masked(MaskSet source, MaskSet test) {}

    private static final int SMALL_SIDE = 64;
    private static final int LARGE_SIDE = 224;

    /**
     * Opens the images, of the source's commonest size up to 64 pixels, or up to 224 where a network of torchvision or
     * timm looks at them.
     *
     * @param source with labels
     * @param whiten whether images are whitened, those of the test as those of the source
     * @param skip whether images that cannot be read are left out
     * @throws dev.pith.PithException when the test has a class that the source has not
     */
    public static EvaluationImages open(
            Session session, Source source, Source test, List<String> networks, boolean whiten, boolean skip) {
        ImageSet images = openSource(session, source, networks, whiten, skip);
        ImageSet others = TestImages.open(session, test, images, false);
        return new EvaluationImages(images, others, null, TestImages.identity(source, test, images));
    }

    /**
     * Opens the images of a source alone, prepared likewise.
     *
     * @param source with labels
     */
    public static ImageSet openSource(
            Session session, Source source, List<String> networks, boolean whiten, boolean skip) {
        InputShape small = new InputShape(3, SMALL_SIDE, SMALL_SIDE);
        boolean large = networks.stream()
                .map(network -> Networks.resolve(network, small))
                .anyMatch(network -> network.startsWith("torchvision-") || network.startsWith("timm-"));
        ImageOptions options = ImageOptions.DEFAULT.sides(1, large ? LARGE_SIDE : SMALL_SIDE);
        ImageSet images = Images.open(session, source, options, skip);
        images.requireEveryClass();
        if (!whiten) {
            return images;
        }
        int numbers = images.shape().numbers();
        session.memory().require("Whitening", Whitening.bytes(numbers), "leave out `zca`, or use smaller images");
        session.memory()
                .requireOnHeap("Whitened images", (long) images.size() * numbers * Float.BYTES, "leave out `zca`");
        return images.whitened(Whitening.of(images));
    }

    /**
     * Opens images with masks, likewise.
     *
     * @throws dev.pith.PithException when the test has no masks, or shows a class that the source has not
     */
    public static EvaluationImages openMasked(Session session, MaskSource source, Source test, boolean skip) {
        ImageSet images = Images.open(session, source, SegmentationImages.options(source, session.threads()), skip);
        MaskSet masks = Masks.open(session, source, images.shape(), MaskSet.Known.of(source), skip);
        SegmentedSet tested = TestImages.openMasked(session, test, images, masks, false);
        String unreadable = masks.unreadable().stream()
                .map(mask -> Integer.toString(mask.id()))
                .collect(Collectors.joining(",", " masks without [", "]"));
        return new EvaluationImages(
                images,
                tested.images(),
                new Masked(masks, tested.masks()),
                TestImages.identity(source, test, images) + unreadable + " of " + masks.classes());
    }

    /** Returns the label of each id; all are alike where they have none. Not copied. */
    public int[] labels() {
        return masks == null ? source.labels() : new int[source.size()];
    }

    /**
     * Returns what trains on the source and tests.
     *
     * @param rebuilt as {@link NetworkTraining} takes them
     * @param teacher likewise
     */
    NetworkTraining training(Map<String, ImageSet> rebuilt, @Nullable Teacher teacher) {
        return masks == null
                ? new NetworkTraining(source, test, rebuilt, teacher)
                : NetworkTraining.ofPixels(new SegmentedSet(source, masks.source), new SegmentedSet(test, masks.test));
    }

    /** Returns the ids that can be trained on, ascending. */
    public int[] pool() {
        BitSet excluded = new BitSet();
        source.unreadable().forEach(image -> excluded.set(image.id()));
        if (masks != null) {
            masks.source.unreadable().forEach(mask -> excluded.set(mask.id()));
        }
        return IntStream.range(0, source.size()).filter(id -> !excluded.get(id)).toArray();
    }
}
