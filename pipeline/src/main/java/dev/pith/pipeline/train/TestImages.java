package dev.pith.pipeline.train;

import dev.pith.PithException;
import dev.pith.data.MaskSource;
import dev.pith.data.Source;
import dev.pith.pipeline.session.Images;
import dev.pith.pipeline.session.Masks;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.SourceReference;
import dev.pith.run.Manifest;
import dev.pith.torch.image.ImageOptions;
import dev.pith.torch.image.ImageSet;
import dev.pith.torch.image.MaskSet;
import dev.pith.torch.image.SegmentedSet;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The images that networks are tested on. They are prepared as the training images are, and show the same classes or
 * some of them.
 */
public final class TestImages {
    private static final int NAMED = 5;

    private TestImages() {}

    /**
     * Opens what the networks of a run are tested on; closed by the caller.
     *
     * @param given as a user names it, or null for the test part of the run's source
     * @throws PithException when there are no such images, or they are those that are trained on
     */
    public static Source require(Session session, @Nullable String given) {
        Manifest.Samples samples = session.samples();
        Source source = SourceReference.of(samples)
                .test(given)
                .map(test -> test.open(session.messages()))
                .orElseThrow(() -> new PithException(
                        samples.name() + ": has no test part; give images to judge by with `test SOURCE`"));
        if (given != null && source.fingerprint().equals(samples.fingerprint())) {
            source.close();
            throw new PithException(given + ": is what the networks are trained on; give other images with `test`");
        }
        return source;
    }

    /**
     * Opens the images, and notes which classes they do not show.
     *
     * @param training images that are trained on
     * @param skip whether images that cannot be read are left out
     * @throws PithException when they have no labels, or are of a class that is not trained on
     */
    public static ImageSet open(Session session, Source source, ImageSet training, boolean skip) {
        if (source.labels().isEmpty()) {
            throw new PithException(
                    source.name() + ": has no labels to judge by; give images that have them with `test`");
        }
        ImageSet test = Images.open(session, source, ImageOptions.like(training), skip);
        sayWhatIsMissing(session, test);
        return test.whitened(training.whitening());
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
                                .collect(Collectors.joining(",", "without [", "]"))
                        + (images.whitening() == null
                                ? ""
                                : " whitened " + images.whitening().identity()));
    }

    /**
     * Opens images with masks of the classes that are trained on.
     *
     * @param training images that are trained on
     * @param masks of those
     * @param skip whether those that cannot be read are left out
     * @throws PithException when there are no masks, or they show a class that is not trained on
     */
    public static SegmentedSet openMasked(
            Session session, Source source, ImageSet training, MaskSet masks, boolean skip) {
        if (!(source instanceof MaskSource masked)) {
            throw new PithException(
                    source.name() + ": has no masks to judge by; give images that have them with `test`");
        }
        ImageSet images = Images.open(session, source, ImageOptions.like(training), skip);
        MaskSet truth = Masks.open(session, masked, images.shape(), MaskSet.Known.of(masks), skip);
        SegmentedSet test = new SegmentedSet(images, truth);
        int unreadable = test.images().size() - test.readable().length;
        if (unreadable > 0) {
            session.warn(source.name() + ": " + unreadable + " images or masks cannot be read and are not tested on");
        }
        return test;
    }

    private static void sayWhatIsMissing(Session session, ImageSet test) {
        BitSet missing = new BitSet();
        missing.set(0, test.classes());
        for (int label : test.labels()) {
            missing.clear(label);
        }
        if (!missing.isEmpty()) {
            session.warn(test.name() + ": has no images of "
                    + missing.stream()
                            .limit(NAMED)
                            .mapToObj(test.classNames()::get)
                            .collect(Collectors.joining(", "))
                    + (missing.cardinality() > NAMED ? ", ..." : "") + " (" + missing.cardinality() + " of "
                    + test.classes() + " classes), so the test says nothing about "
                    + (missing.cardinality() == 1 ? "it" : "them"));
        }
    }
}
