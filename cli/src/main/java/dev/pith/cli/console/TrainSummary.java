package dev.pith.cli.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pith.PithException;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.Session;
import dev.pith.run.CsvText;
import dev.pith.run.Manifest;
import dev.pith.run.Step;
import dev.pith.torch.train.EpochRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code pith train} prints. */
public final class TrainSummary {
    /** More epochs are shown in part. */
    private static final int ROWS = 12;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path run;
    private final Manifest.Samples source;
    private final Manifest manifest;
    private final Map<String, String> facts;
    private final List<EpochRecord> epochs = new ArrayList<>();
    /** Null for a class that the test has no images of. */
    private final Map<String, @Nullable Double> accuracyOfClass = new LinkedHashMap<>();

    /**
     * Reads what a training wrote.
     *
     * @param run as the user wrote it
     */
    public TrainSummary(Path run, Session session) {
        this.run = run;
        this.source = session.samples();
        this.manifest = session.run().manifest();
        this.facts = manifest.step(Step.TRAIN).orElseThrow().facts();
        try {
            for (String line : Files.readAllLines(session.run().file(RunFiles.TRAINING_LOG))) {
                epochs.add(JSON.readValue(line, EpochRecord.class));
            }
            if (facts.containsKey("accuracy")) {
                readAccuracy(session.run().file(RunFiles.ACCURACY));
            }
        } catch (IOException e) {
            throw new PithException(run + ": cannot be read (" + e.getMessage() + ")", e);
        }
    }

    private void readAccuracy(Path file) throws IOException {
        for (List<String> row : CsvText.read(file, RunFiles.ACCURACY_HEADER)) {
            int total = Integer.parseInt(row.get(2));
            accuracyOfClass.put(row.get(0), total == 0 ? null : (double) Integer.parseInt(row.get(1)) / total);
        }
    }

    public void print(Console console) {
        if (console.json()) {
            console.printJson(json());
        } else {
            printText(console.out());
        }
    }

    private Map<String, Object> json() {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("run", run.toString());
        summary.put("source", source.name());
        summary.put("n", source.n());
        summary.put("network", facts.get("network"));
        summary.put("samples", Integer.parseInt(facts.get("samples")));
        summary.put("samplesSeen", samplesSeen());
        summary.put("steps", epochs.stream().mapToLong(EpochRecord::steps).sum());
        summary.put("seconds", seconds());
        if (facts.containsKey("accuracy")) {
            summary.put("tested", Integer.parseInt(facts.get("tested")));
            summary.put("accuracy", Double.parseDouble(facts.get("accuracy")));
            summary.put("accuracyOfClass", accuracyOfClass);
        }
        summary.put("epochs", epochs);
        return summary;
    }

    private long samplesSeen() {
        return epochs.stream().mapToLong(EpochRecord::samples).sum();
    }

    private double seconds() {
        return epochs.stream().mapToDouble(EpochRecord::seconds).sum();
    }

    private void printText(PrintWriter out) {
        int samples = Integer.parseInt(facts.get("samples"));
        out.println(String.format(
                Locale.ROOT,
                "%s, trained on %,d samples (%s has %,d), images of %s",
                facts.get("network"),
                samples,
                source.name(),
                source.n(),
                facts.get("images")));
        if (!facts.get("skipped").equals("0")) {
            out.println(facts.get("skipped") + " cannot be read and are left out, see "
                    + run.resolve(RunFiles.TRAINING_SKIPPED));
        }
        out.println();
        printEpochs(out);
        out.println();
        out.println(String.format(
                Locale.ROOT,
                "%,d samples seen in %.1f s, %,.0f a second",
                samplesSeen(),
                seconds(),
                samplesSeen() / seconds()));
        if (facts.containsKey("accuracy")) {
            out.println(String.format(
                    Locale.ROOT,
                    "accuracy %.1f %% on %,d test samples",
                    100 * Double.parseDouble(facts.get("accuracy")),
                    Integer.parseInt(facts.get("tested"))));
        }
        out.println();
        RunContent.print(run, manifest, out);
    }

    private void printEpochs(PrintWriter out) {
        out.println("epoch      loss    samples   pruned   learning rate   seconds");
        int every = Math.max(1, (epochs.size() + ROWS - 1) / ROWS);
        for (EpochRecord epoch : epochs) {
            if (epoch.epoch() % every == 0 || epoch.epoch() == 1 || epoch.epoch() == epochs.size()) {
                out.println(String.format(
                        Locale.ROOT,
                        "%5d  %8.4f  %,9d  %5.1f %%  %14.2e  %8.2f",
                        epoch.epoch(),
                        epoch.loss(),
                        epoch.samples(),
                        100 * epoch.sharePruned(),
                        epoch.learningRate(),
                        epoch.seconds()));
            }
        }
    }
}
