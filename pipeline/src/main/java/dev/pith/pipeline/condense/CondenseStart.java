package dev.pith.pipeline.condense;

import dev.pith.PithException;
import dev.pith.data.Source;
import dev.pith.pipeline.evaluate.RunSelection;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.RunSamples;
import dev.pith.random.Priority;
import dev.pith.run.Manifest;
import dev.pith.torch.condense.RealClasses;
import dev.pith.torch.image.ImageSet;
import dev.pith.torch.train.MultiFormation;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What condensed images are before the first network looks at them.
 *
 * @param text as the user wrote it
 * @param selection the run whose selection is taken, or null
 */
public record CondenseStart(String text, @Nullable Path selection) {
    /** The start unless told otherwise. */
    public static final String DEFAULT_TEXT = "real";

    /** Real images, drawn at random. */
    public static final CondenseStart DEFAULT = new CondenseStart(DEFAULT_TEXT, null);

    private static final String NOISE = "noise";
    private static final String REAL = "real";
    private static final String SELECTION = "selection:";

    /** Keeps what is drawn apart from what else the seed decides. */
    private static final long SALT = 0x7374617274L;

    /** Reads an option's value. */
    public static CondenseStart parse(String text) {
        if (text.startsWith(SELECTION) && text.length() > SELECTION.length()) {
            return new CondenseStart(text, Path.of(text.substring(SELECTION.length())));
        }
        if (!text.equals(NOISE) && !text.equals(REAL)) {
            throw new IllegalArgumentException("`init` is noise, real or selection:RUN, got " + text);
        }
        return new CondenseStart(text, null);
    }

    /**
     * Returns the ids that the selection holds, in its order; nothing without one.
     *
     * @throws PithException when the run holds no selection, or one from other samples
     */
    int[] selected(Source source) {
        if (selection == null) {
            return new int[0];
        }
        Manifest.Samples samples = RunSelection.read(selection).samples();
        if (!samples.fingerprint().equals(source.fingerprint())) {
            throw new PithException(selection + ": is a selection from other samples (" + samples.name() + ") than "
                    + source.name() + "; start from a selection of the same source");
        }
        return RunSamples.ids(selection.resolve(RunFiles.SELECTION));
    }

    /**
     * Returns the images, {@code float[classes.length * perClass * c * h * w]}, class by class.
     *
     * @param classes whose images are condensed
     * @param factor each image holds factor x factor small ones
     * @param selected what {@link #selected} returned
     * @throws PithException naming a class that has too few images
     */
    float[] images(
            ImageSet images, RealClasses real, int[] classes, int perClass, int factor, long seed, int... selected) {
        if (text.equals(NOISE)) {
            int numbers = Math.multiplyExact(perClass, images.shape().numbers());
            float[] start = new float[Math.multiplyExact(classes.length, numbers)];
            for (int c = 0; c < classes.length; c++) {
                SplittableRandom random = random(classes[c], seed);
                for (int i = 0; i < numbers; i++) {
                    start[c * numbers + i] = (float) random.nextGaussian();
                }
            }
            return start;
        }
        int count = perClass * factor * factor;
        int[] chosen = IntStream.of(classes)
                .flatMap(label -> IntStream.of(
                        selection == null ? drawn(real, label, count, seed) : ofClass(images, label, count, selected)))
                .toArray();
        if (chosen.length < classes.length * count) {
            throw new PithException(tooFew(images, real, classes, perClass, factor, selected));
        }
        float[] start =
                new float[Math.multiplyExact(chosen.length, images.shape().numbers())];
        if (selection == null) {
            real.images().read(chosen, start);
        } else {
            images.read(chosen, start);
        }
        return factor == 1 ? start : MultiFormation.encode(start, images.shape(), factor);
    }

    private static int[] drawn(RealClasses real, int label, int perClass, long seed) {
        return real.draw(label, perClass, random(label, seed));
    }

    /** A class starts alike in whichever group it is condensed, and no two start alike. */
    private static SplittableRandom random(int label, long seed) {
        return new SplittableRandom(Priority.of(label, seed ^ SALT));
    }

    private static int[] ofClass(ImageSet images, int label, int perClass, int... selected) {
        return IntStream.of(selected)
                .filter(id -> images.labels()[id] == label)
                .limit(perClass)
                .toArray();
    }

    private String tooFew(ImageSet images, RealClasses real, int[] classes, int perClass, int factor, int... selected) {
        int count = perClass * factor * factor;
        for (int label : classes) {
            int there = selection == null ? real.size(label) : ofClass(images, label, count, selected).length;
            if (there < count) {
                return (selection == null ? images.name() : selection) + ": has " + there + " images of class "
                        + images.classNames().get(label) + ", fewer than `ipc` " + perClass
                        + (factor == 1 ? "" : " with `factor` " + factor + " takes, " + count)
                        + ": lower `ipc`, or start from noise with `init noise`";
            }
        }
        throw new IllegalStateException("every class has enough images");
    }
}
