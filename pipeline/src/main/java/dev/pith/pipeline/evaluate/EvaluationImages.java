package dev.pith.pipeline.evaluate;

import dev.pith.data.Source;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.TaskProgress;
import dev.pith.pipeline.train.TestImages;
import dev.pith.torch.image.ImageOptions;
import dev.pith.torch.image.ImageSet;
import dev.pith.torch.network.InputShape;
import dev.pith.torch.network.Networks;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The images of a comparison.
 *
 * @param source what selections are made from
 * @param test what networks are tested on, prepared as the source is
 * @param identity says which images these are, and how they are prepared
 */
public record EvaluationImages(ImageSet source, ImageSet test, String identity) {
    private static final int SMALL_SIDE = 64;
    private static final int LARGE_SIDE = 224;

    /**
     * Opens the images, of the source's commonest size up to 64 pixels, or up to 224 where a network of torchvision or
     * timm looks at them.
     *
     * @param source with labels
     * @param skip whether images that cannot be read are left out
     * @throws dev.pith.PithException when the test has a class that the source has not
     */
    public static EvaluationImages open(
            Session session, Source source, Source test, List<String> networks, boolean skip) {
        ImageSet images = openSource(session, source, networks, skip);
        ImageSet others = TestImages.open(session, test, images, false);
        return new EvaluationImages(images, others, identity(source, test, images));
    }

    /**
     * Opens the images of a source alone, prepared likewise.
     *
     * @param source with labels
     */
    public static ImageSet openSource(Session session, Source source, List<String> networks, boolean skip) {
        InputShape small = new InputShape(3, SMALL_SIDE, SMALL_SIDE);
        boolean large = networks.stream()
                .map(network -> Networks.resolve(network, small))
                .anyMatch(network -> network.startsWith("torchvision-") || network.startsWith("timm-"));
        ImageOptions options = ImageOptions.DEFAULT.sides(1, large ? LARGE_SIDE : SMALL_SIDE);
        ImageSet images = open(session, source, options, skip);
        images.requireEveryClass();
        return images;
    }

    /** Returns what tells these images from others: what they are, how they are prepared, and which are left out. */
    public static String identity(Source source, Source test, ImageSet images) {
        return String.join(
                " ",
                source.fingerprint(),
                test.fingerprint(),
                images.shape().toString(),
                Arrays.toString(images.mean()),
                Arrays.toString(images.std()),
                images.unreadable().stream()
                        .map(image -> Integer.toString(image.id()))
                        .collect(Collectors.joining(",", "without [", "]")));
    }

    private static ImageSet open(Session session, Source source, ImageOptions options, boolean skip) {
        try (TaskProgress progress = session.progress("reading images")) {
            return ImageSet.open(
                    source,
                    options.cacheBytes(ImageOptions.cacheWithin(session.memory()))
                            .skipUnreadable(skip),
                    session.threads(),
                    progress,
                    session::note);
        }
    }

    /** Returns the ids that can be trained on, ascending. */
    public int[] pool() {
        BitSet excluded = new BitSet();
        source.unreadable().forEach(image -> excluded.set(image.id()));
        return IntStream.range(0, source.size()).filter(id -> !excluded.get(id)).toArray();
    }
}
