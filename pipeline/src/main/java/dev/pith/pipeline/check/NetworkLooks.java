package dev.pith.pipeline.check;

import dev.pith.check.ConfidentLearning;
import dev.pith.check.ConfidentLearning.Suspect;
import dev.pith.check.Spread;
import dev.pith.data.ImageSource;
import dev.pith.npy.NpyWriter;
import dev.pith.pipeline.feature.FeatureImages;
import dev.pith.pipeline.feature.FeatureKind;
import dev.pith.pipeline.feature.FeatureSettings;
import dev.pith.pipeline.session.OnError;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.TaskProgress;
import dev.pith.torch.feature.FeatureTraining;
import dev.pith.torch.feature.OutOfSample;
import dev.pith.torch.image.ImageOptions;
import dev.pith.torch.image.ImageSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What networks say of images that they have not learned from.
 *
 * @param images with their labels
 */
record NetworkLooks(ImageSet images, OutOfSample seen) {
    private static final double OUTLIER = 4; // robust standard score of the logarithm of the distance
    /**
     * A label of at most this probability is surely wrong, where another class has at least {@link #OTHER}. Networks
     * that name one image in three wrongly suspect as many labels, most of them of images that are merely hard.
     * docs/check.md has what these bounds find.
     */
    private static final double OWN = 0.01;

    private static final double OTHER = 0.5;
    private static final String SCRATCH = ".check.npy";

    /** Trains networks and looks at a source whose labels are of two classes at least. */
    static NetworkLooks of(Session session, ImageSource source, CheckSettings settings) {
        FeatureSettings network = FeatureSettings.builder(FeatureKind.EMBEDDING)
                .network(settings.net())
                .seed(settings.seed())
                .onError(OnError.SKIP)
                .build();
        ImageSet images = new FeatureImages(session, source, network)
                .open(ImageOptions.DEFAULT.sides(FeatureTraining.LEAST_SIDE, network.mostSide()));
        String name = session.fullName(settings.net(), images.shape());
        Path scratch = session.file(SCRATCH);
        try (TaskProgress progress = session.progress("training " + settings.folds() + " times " + name)) {
            OutOfSample seen = OutOfSample.of(
                    name,
                    images,
                    settings.folds(),
                    settings.epochs(),
                    settings.seed(),
                    scratch,
                    session.threads(),
                    progress);
            return new NetworkLooks(images, seen);
        } finally {
            delete(scratch);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the probability of an image's label, or NaN where the image cannot be read. */
    double own(int id) {
        float[] probabilities = seen.probabilities()[id];
        return probabilities == null ? Double.NaN : probabilities[images.labels()[id]];
    }

    /** Returns the share of the images that can be read whose label is the likeliest class, from 0 to 1. */
    double namedRightly() {
        int right = 0;
        int readable = 0;
        for (int id = 0; id < images.size(); id++) {
            float[] p = seen.probabilities()[id];
            if (p != null) {
                readable++;
                right += ConfidentLearning.likeliest(p) == images.labels()[id] ? 1 : 0;
            }
        }
        return (double) right / readable;
    }

    /** Writes the probabilities, {@code float32[n, classes]}, with rows of NaN for images that cannot be read. */
    void write(Path file) throws IOException {
        float[] unknown = new float[images.classes()];
        Arrays.fill(unknown, Float.NaN);
        try (NpyWriter rows = new NpyWriter(file, images.size(), images.classes())) {
            for (float[] p : seen.probabilities()) {
                rows.append(p == null ? unknown : p);
            }
        }
    }

    /** Adds images that lie far from all others. */
    void findOutliers(List<Issue> issues) {
        double[] distances = Arrays.stream(seen.distances())
                .map(distance -> distance > 0 ? Math.log(distance) : Double.NaN)
                .toArray();
        Spread usual = Spread.of(distances);
        for (int id = 0; id < distances.length; id++) {
            double score = usual.score(distances[id]);
            if (score >= OUTLIER) {
                String note = String.format(Locale.ROOT, "distance %.3g", seen.distances()[id]);
                issues.add(new Issue(id, IssueKind.OUTLIER, score, null, note));
            }
        }
    }

    /** Adds images that rather belong to another class. */
    void findWrongLabels(List<Issue> issues) {
        for (Suspect suspect : ConfidentLearning.suspects(seen.probabilities(), images.labels(), images.classes())) {
            String note = String.format(
                    Locale.ROOT,
                    "%s (%.2f) rather than %s (%.2f)",
                    images.classNames().get(suspect.likelier()),
                    suspect.other(),
                    images.classNames().get(suspect.label()),
                    suspect.own());
            boolean sure = suspect.own() <= OWN && suspect.other() >= OTHER;
            issues.add(new Issue(suspect.id(), IssueKind.WRONG_LABEL, 1 - suspect.own(), null, note, sure));
        }
    }
}
