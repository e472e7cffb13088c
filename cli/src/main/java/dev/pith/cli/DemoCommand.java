package dev.pith.cli;

import dev.pith.cli.console.EvaluationTable;
import dev.pith.cli.option.CommonOptions;
import dev.pith.cli.option.WorkOptions;
import dev.pith.data.Source;
import dev.pith.data.SourceOptions;
import dev.pith.data.Split;
import dev.pith.data.open.Sources;
import dev.pith.pipeline.evaluate.EvaluateStep;
import dev.pith.pipeline.evaluate.EvaluatedMethod;
import dev.pith.pipeline.evaluate.EvaluationImages;
import dev.pith.pipeline.evaluate.Sweep;
import dev.pith.pipeline.evaluate.SweptSelections;
import dev.pith.pipeline.feature.FeatureKind;
import dev.pith.pipeline.feature.FeatureSettings;
import dev.pith.pipeline.feature.FeaturesStep;
import dev.pith.pipeline.report.ReportStep;
import dev.pith.pipeline.selection.BinsStep;
import dev.pith.pipeline.selection.SampleSettings;
import dev.pith.pipeline.selection.SampleStep;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.SourceReference;
import dev.pith.prune.PruningKind;
import dev.pith.report.Report;
import dev.pith.sample.Budget;
import dev.pith.selection.BinningMethod;
import dev.pith.selection.BinningSettings;
import dev.pith.selection.Published;
import dev.pith.selection.RankingMethod;
import dev.pith.selection.RankingSettings;
import dev.pith.torch.evaluate.Candidate;
import dev.pith.torch.evaluate.Conditions;
import dev.pith.torch.evaluate.EvaluationFile;
import dev.pith.torch.evaluate.View;
import dev.pith.torch.feature.FeatureTraining;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pith demo}: the whole story on bundled images. */
@Command(
        name = "demo",
        description = {
            "Shows what Pith is for, on 6,000 bundled images in a few minutes.",
            "Trains a small network, selects by what it sees, trains on the selections, on random samples and on"
                    + " everything, with and without InfoBatch, and writes a page about it.",
            "Stopped, it goes on where it was; done, it shows its table again."
        },
        footer = {"", "Example:", "  pith demo"})
final class DemoCommand implements Callable<Integer> {
    private static final String SOURCE = "fashion-mnist-mini";
    private static final long SEED = 0;
    private static final int BINS = 10;
    private static final List<Budget> KEEPS = List.of(Budget.parse("10%"), Budget.parse("30%"));

    /** How much is trained: three minutes' work of two cores. */
    private static final Size FULL = new Size(FeatureTraining.EPOCHS, 3, 200, 8);

    private static final int BATCH = 64;
    private static final double LEARNING_RATE = 0.05;

    /**
     * How much is trained.
     *
     * @param featureEpochs of the network behind the features
     * @param seeds how often each selection is trained on
     * @param steps of each of these trainings
     * @param epochs of those with and without InfoBatch
     */
    record Size(int featureEpochs, int seeds, int steps, int epochs) {}

    private final Size size;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "RUN",
            defaultValue = "pith-demo",
            description = "Directory of the run (default: ${DEFAULT-VALUE}).")
    private Path directory;

    @Mixin
    private WorkOptions work;

    @Mixin
    private CommonOptions common;

    DemoCommand() {
        this(FULL);
    }

    DemoCommand(Size size) {
        this.size = size;
    }

    @Override
    public Integer call() {
        try (Source source = open(Split.TRAIN);
                Source test = open(Split.TEST);
                Session session = common.open(directory, work, SEED)) {
            session.about(source, SourceReference.of(SOURCE));
            say("1 of 5: a small network learns the images, so that they can be compared by its gradients");
            new FeaturesStep(session, source, FeatureSettings.trained(FeatureKind.GRADIENT, size.featureEpochs(), SEED))
                    .perform();
            say("2 of 5: Dataset Quantization puts them into " + BINS + " bins and draws from every bin");
            new BinsStep(session, binning()).perform();
            new SampleStep(session, SampleSettings.keeping(KEEPS.get(0), SEED)).perform();
            say("3 of 5: facility location ranks them");
            List<Candidate> candidates = new ArrayList<>();
            candidates.addAll(candidates(session, source, FeatureKind.GRADIENT, EvaluatedMethod.DQ));
            candidates.addAll(candidates(
                    session, source, FeatureKind.EMBEDDING, EvaluatedMethod.of(RankingMethod.FACILITY_LOCATION)));
            say("4 of 5: networks are trained on each selection, on random samples and on everything, " + size.seeds()
                    + " times");
            EvaluationImages images =
                    EvaluationImages.open(session, source, test, List.of(FeatureTraining.NETWORK), false, false);
            new EvaluateStep(
                            session,
                            images,
                            List.of(
                                    new EvaluateStep.Part(candidates, conditions(View.STEPS, size.steps(), false)),
                                    new EvaluateStep.Part(List.of(), conditions(View.EPOCHS, size.epochs(), true))))
                    .perform();
            say("5 of 5: the page");
            new ReportStep(session).perform();
            print(session);
        }
        return 0;
    }

    private static Source open(Split split) {
        return Sources.open(SOURCE, SourceOptions.builder().split(split).build());
    }

    private void say(String line) {
        common.console().err().println(line);
    }

    private static RankingSettings ranking(RankingMethod method) {
        return RankingSettings.of(method, SEED);
    }

    private static BinningSettings binning() {
        return new BinningSettings(
                BINS, BinningMethod.RECURSIVE, ranking(RankingMethod.GRAPHCUT), true, Published.NONE, SEED);
    }

    /** Returns one selection of each size: the page is about that of the run. */
    private static List<Candidate> candidates(
            Session session, Source source, FeatureKind features, EvaluatedMethod method) {
        Sweep sweep = new Sweep(List.of(features), List.of(method), List.of(BINS), KEEPS, 1, SEED);
        return new SweptSelections(sweep, source, 1).ofRun(session);
    }

    private Conditions conditions(View view, int length, boolean infoBatch) {
        return new Conditions(
                List.of(FeatureTraining.NETWORK),
                SEED,
                size.seeds(),
                Map.of(view, length),
                BATCH,
                LEARNING_RATE,
                infoBatch ? List.of(PruningKind.INFOBATCH) : List.of(),
                0);
    }

    private void print(Session session) {
        EvaluationTable table =
                new EvaluationTable(EvaluationFile.read(session.run().file(EvaluationFile.NAME)));
        if (common.console().json()) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("run", directory.toString());
            result.put("rows", table.json());
            common.console().printJson(result);
        } else {
            table.print(common.console().out());
            common.console().out().println();
            common.console().out().println(directory.resolve(Report.FILE) + " shows it, in any browser");
        }
    }
}
