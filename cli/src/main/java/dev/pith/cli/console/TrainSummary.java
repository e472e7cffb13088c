package dev.pith.cli.console;

import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.train.Trained;
import dev.pith.run.Manifest;
import dev.pith.torch.train.EpochRecord;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What {@code pith train} prints. */
public final class TrainSummary {
    /** More epochs are shown in part. */
    private static final int ROWS = 12;

    private final Path run;
    private final Manifest.Samples source;
    private final Manifest manifest;
    private final Trained trained;

    /**
     * Sums a training up.
     *
     * @param run as the user wrote it
     */
    public TrainSummary(Path run, Session session, Trained trained) {
        this.run = run;
        this.source = session.samples();
        this.manifest = session.run().manifest();
        this.trained = trained;
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
        summary.put("network", trained.network());
        summary.put("samples", trained.samples());
        summary.put("samplesSeen", trained.samplesSeen());
        summary.put("spared", trained.spared());
        summary.put("steps", trained.steps());
        summary.put("seconds", trained.seconds());
        trained.test().ifPresent(test -> {
            summary.put("tested", test.samples());
            summary.put("accuracy", test.accuracy());
            summary.put("accuracyOfClass", test.ofClass());
        });
        trained.pixels().ifPresent(test -> {
            summary.put("tested", test.samples());
            summary.put("meanIou", test.meanIou());
            summary.put("pixelAccuracy", test.accuracy());
            summary.put("iouOfClass", test.iouOfClass());
        });
        trained.noise().ifPresent(test -> {
            summary.put("tested", test.samples());
            summary.put("noiseLoss", test.loss());
        });
        summary.put("epochs", trained.epochs());
        return summary;
    }

    private void printText(PrintWriter out) {
        out.println(String.format(
                Locale.ROOT,
                "%s, trained on %,d samples (%s has %,d), images of %s",
                trained.network(),
                trained.samples(),
                source.name(),
                source.n(),
                trained.images()));
        if (trained.skipped() > 0) {
            out.println(trained.skipped() + " cannot be read and are left out, see "
                    + run.resolve(RunFiles.TRAINING_SKIPPED));
        }
        out.println();
        printEpochs(out);
        out.println();
        out.println(String.format(
                Locale.ROOT,
                "%,d samples seen in %.1f s, %,.0f a second%s",
                trained.samplesSeen(),
                trained.seconds(),
                trained.samplesSeen() / trained.seconds(),
                trained.spared() > 0 ? String.format(Locale.ROOT, "; %.1f %% spared", 100 * trained.spared()) : ""));
        trained.test()
                .ifPresent(test -> out.println(String.format(
                        Locale.ROOT, "accuracy %.1f %% on %,d test samples", 100 * test.accuracy(), test.samples())));
        trained.pixels().ifPresent(test -> printPixels(test, out));
        trained.noise()
                .ifPresent(test -> out.println(String.format(
                        Locale.ROOT,
                        "noise told with a mean squared error of %.5f in %,d test images",
                        test.loss(),
                        test.samples())));
        out.println();
        RunContent.print(run, manifest, out);
    }

    private static void printPixels(Trained.Pixels test, PrintWriter out) {
        out.println(String.format(
                Locale.ROOT,
                "mean IoU %.1f %%, pixel accuracy %.1f %% on %,d test images",
                100 * test.meanIou(),
                100 * test.accuracy(),
                test.samples()));
        test.iouOfClass()
                .forEach((name, iou) -> out.println(String.format(
                        Locale.ROOT,
                        "  %-24s %s",
                        name,
                        iou == null ? "-" : String.format(Locale.ROOT, "%5.1f %%", 100 * iou))));
    }

    private void printEpochs(PrintWriter out) {
        out.println("epoch      loss    samples   pruned   learning rate   seconds");
        int every = Math.max(1, (trained.epochs().size() + ROWS - 1) / ROWS);
        for (EpochRecord epoch : trained.epochs()) {
            if (epoch.epoch() % every == 0
                    || epoch.epoch() == 1
                    || epoch.epoch() == trained.epochs().size()) {
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
