package dev.pith.pipeline.train;

import static dev.pith.run.Entries.number;
import static dev.pith.run.Entries.text;
import static dev.pith.run.Entries.whole;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pith.PithException;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.run.CsvText;
import dev.pith.run.Run;
import dev.pith.run.Step;
import dev.pith.torch.train.EpochRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A network that was trained, and what happened.
 *
 * @param model the file of its weights, or their folder
 * @param network its full name
 * @param images the shape that it looks at, as a phrase
 * @param samples how many it was trained on
 * @param skipped how many could not be read
 * @param epochs what happened, epoch by epoch
 * @param test what it names rightly, if it was tested on images
 * @param pixels what it says of pixels, if it was tested on masks
 * @param noise how well it tells noise, if it was tested on that
 */
public record Trained(
        Path model,
        String network,
        String images,
        int samples,
        int skipped,
        List<EpochRecord> epochs,
        Optional<Test> test,
        Optional<Pixels> pixels,
        Optional<Noise> noise) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * A test.
     *
     * @param samples tested on
     * @param accuracy share of them that is named rightly, from 0 to 1
     * @param ofClass likewise by class; null for one that the test has no images of
     */
    public record Test(int samples, double accuracy, Map<String, @Nullable Double> ofClass) {}

    /**
     * A test on masks.
     *
     * @param samples tested on
     * @param meanIou mean over the classes of intersection over union, from 0 to 1
     * @param accuracy share of the counted pixels that is named rightly, from 0 to 1
     * @param iouOfClass intersection over union by class; null for one that is neither shown nor said to be
     */
    public record Pixels(int samples, double meanIou, double accuracy, Map<String, @Nullable Double> iouOfClass) {}

    /**
     * A test on noise.
     *
     * @param samples tested on
     * @param loss the mean squared error of the noise that the network tells, over images and times
     */
    public record Noise(int samples, double loss) {}

    /** Copies the list. */
    public Trained {
        epochs = List.copyOf(epochs);
    }

    /** Returns how many samples went through the network in all. */
    public long samplesSeen() {
        return epochs.stream().mapToLong(EpochRecord::samples).sum();
    }

    /** Returns the share of the samples that epochs left out by plan, the mean over the epochs, from 0 to 1. */
    public double spared() {
        return epochs.stream().mapToDouble(EpochRecord::sharePruned).average().orElse(0);
    }

    /** Returns how often the weights changed. */
    public long steps() {
        return epochs.stream().mapToLong(EpochRecord::steps).sum();
    }

    /** Returns how long the training took. */
    public double seconds() {
        return epochs.stream().mapToDouble(EpochRecord::seconds).sum();
    }

    /** Reads what the step left in a run. */
    public static Trained of(Run run) {
        Map<String, String> facts =
                run.manifest().step(Step.TRAIN).orElseThrow().facts();
        try {
            List<EpochRecord> epochs = new ArrayList<>();
            for (String line : Files.readAllLines(run.file(RunFiles.TRAINING_LOG))) {
                epochs.add(JSON.readValue(line, EpochRecord.class));
            }
            Optional<Test> test = facts.containsKey("accuracy")
                    ? Optional.of(new Test(
                            whole(facts, "tested"),
                            number(facts, "accuracy"),
                            ofClass(run.file(RunFiles.ACCURACY), RunFiles.ACCURACY_HEADER)))
                    : Optional.empty();
            Optional<Pixels> pixels = facts.containsKey("mean iou")
                    ? Optional.of(new Pixels(
                            whole(facts, "tested"),
                            number(facts, "mean iou"),
                            number(facts, "pixel accuracy"),
                            ofClass(run.file(RunFiles.IOU), RunFiles.IOU_HEADER)))
                    : Optional.empty();
            Optional<Noise> noise = facts.containsKey("noise loss")
                    ? Optional.of(new Noise(whole(facts, "tested"), number(facts, "noise loss")))
                    : Optional.empty();
            boolean folder = Files.isDirectory(run.file(RunFiles.DIFFUSION));
            return new Trained(
                    run.file(folder ? RunFiles.DIFFUSION : RunFiles.MODEL),
                    text(facts, "network"),
                    text(facts, "images"),
                    whole(facts, "samples"),
                    whole(facts, "skipped"),
                    epochs,
                    test,
                    pixels,
                    noise);
        } catch (IOException e) {
            throw new PithException(run.directory() + ": cannot be read (" + e.getMessage() + ")", e);
        }
    }

    /** Reads a share of every class: a count, and of how many. */
    private static Map<String, @Nullable Double> ofClass(Path file, String header) throws IOException {
        Map<String, @Nullable Double> accuracy = new LinkedHashMap<>();
        for (List<String> row : CsvText.read(file, header)) {
            long total = Long.parseLong(row.get(2));
            accuracy.put(row.get(0), total == 0 ? null : (double) Long.parseLong(row.get(1)) / total);
        }
        return Collections.unmodifiableMap(accuracy);
    }
}
