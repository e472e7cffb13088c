package dev.pith.pipeline.train;

import dev.pith.PithException;
import dev.pith.data.Source;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.TaskProgress;
import dev.pith.torch.image.ImageOptions;
import dev.pith.torch.image.ImageSet;
import java.util.BitSet;
import java.util.stream.Collectors;

/** Images that networks are judged by, prepared as those that they are trained on, and of the same classes or some of them. */
public final class TestImages {
    private static final int NAMED = 5;

    private TestImages() {}

    /**
     * Opens them, and says which classes they do not judge.
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
        try (TaskProgress progress = session.progress("reading images")) {
            ImageOptions options = ImageOptions.like(training)
                    .cacheBytes(ImageOptions.cacheWithin(session.memory()))
                    .skipUnreadable(skip);
            ImageSet test = ImageSet.open(source, options, session.workers(), progress, session::note);
            sayWhatIsMissing(session, test);
            return test;
        }
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
