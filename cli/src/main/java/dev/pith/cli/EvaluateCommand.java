package dev.pith.cli;

import dev.pith.PithException;
import dev.pith.cli.console.EvaluationTable;
import dev.pith.cli.option.CommonOptions;
import dev.pith.cli.option.ConditionOptions;
import dev.pith.cli.option.SeedOption;
import dev.pith.cli.option.SourceArguments;
import dev.pith.cli.option.SweepOptions;
import dev.pith.cli.option.TestOptions;
import dev.pith.cli.option.WorkOptions;
import dev.pith.data.Source;
import dev.pith.pipeline.evaluate.ComparisonImages;
import dev.pith.pipeline.evaluate.EvaluateStep;
import dev.pith.pipeline.evaluate.RunSelection;
import dev.pith.pipeline.evaluate.Sweep;
import dev.pith.pipeline.feature.FeatureKind;
import dev.pith.pipeline.feature.FeatureSettings;
import dev.pith.pipeline.feature.FeaturesStep;
import dev.pith.pipeline.pixels.RebuiltSelection;
import dev.pith.pipeline.session.OnError;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.SourceReference;
import dev.pith.run.Manifest;
import dev.pith.run.Step;
import dev.pith.torch.evaluate.Candidate;
import dev.pith.torch.evaluate.Conditions;
import dev.pith.torch.evaluate.EvaluationFile;
import dev.pith.torch.evaluate.Row;
import dev.pith.torch.feature.FeatureTraining;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pith evaluate}: what selections are worth. */
@Command(
        name = "evaluate",
        description = {
            "Compares selections by the accuracy of networks trained on them.",
            "Networks are trained on each selection, on random samples of the same size and class balance, and on"
                    + " everything, and tested on other images after the last epoch.",
            "SOURCE and each RUN are runs with a selection from the same source. With --methods, SOURCE is a source,"
                    + " or a run with features, and the selections are made from it.",
            "The run keeps the trainings that are done: a command that was stopped goes on, and one with more methods"
                    + " or networks repeats nothing."
        },
        footer = {
            "",
            "Example: two runs beside each other, and three methods at two sizes",
            "  pith evaluate runs/dq runs/herding --net convnet-width32,lenet --seeds 5",
            "  pith evaluate photos/train --methods dq,herding,facility-location --keep 5%%,10%% -o runs/methods"
        })
final class EvaluateCommand implements Callable<Integer> {
    @Mixin
    private SourceArguments sourceArguments;

    @Parameters(index = "1..*", paramLabel = "RUN", description = "More runs with a selection from the same source.")
    private List<Path> moreRuns = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "RUN",
            description = "Directory of the run that gets the table (default: the first run given).")
    private @Nullable Path output;

    @Mixin
    private SweepOptions sweepOptions;

    @Mixin
    private ConditionOptions conditionOptions;

    @Mixin
    private TestOptions testOptions;

    @Mixin
    private SeedOption seed;

    @Mixin
    private WorkOptions work;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        conditionOptions.check();
        if (sweepOptions.isAsked()) {
            sweep();
        } else {
            compareRuns();
        }
        return 0;
    }

    private void compareRuns() {
        List<Path> runs = new ArrayList<>(List.of(Path.of(sourceArguments.name())));
        runs.addAll(moreRuns);
        List<RunSelection> selections = runs.stream().map(RunSelection::read).toList();
        List<Candidate> candidates = candidates(runs, selections);
        Manifest.Samples samples = selections.get(0).samples();
        boolean skip = selections.stream().anyMatch(RunSelection::skips);
        Path run = output == null ? runs.get(0) : output;
        try (Session session = common.open(run, work, seed.value());
                Source source = SourceReference.of(samples).reopen(session.messages())) {
            session.about(source, SourceReference.of(samples));
            List<RebuiltSelection> rebuilt = selections.stream()
                    .flatMap(selection -> selection.rebuilt().stream())
                    .toList();
            evaluate(session, run, source, skip, rebuilt, () -> candidates);
        }
    }

    /** Runs that were made alike are told apart by their directories. */
    private static List<Candidate> candidates(List<Path> runs, List<RunSelection> selections) {
        Manifest.Samples samples = selections.get(0).samples();
        Set<String> names = new HashSet<>();
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            Manifest.Samples others = selections.get(i).samples();
            if (!others.fingerprint().equals(samples.fingerprint())) {
                throw new PithException(
                        runs.get(i) + ": is a selection from other samples (" + others.name() + ") than " + runs.get(0)
                                + " (" + samples.name() + "); compare selections from one source in one state");
            }
            Candidate candidate = selections.get(i).candidate();
            boolean first = names.add(candidate.name());
            Candidate named = first ? candidate : candidate.named(candidate.name() + " " + runs.get(i));
            candidates.add(named);
            selections.get(i).rebuilt().ifPresent(rebuilt -> candidates.add(rebuilt.of(named)));
        }
        return candidates;
    }

    private void sweep() {
        if (!moreRuns.isEmpty()) {
            throw new IllegalArgumentException(
                    "--methods makes selections from one source or run; leave out " + moreRuns.get(0));
        }
        Path run = Path.of(sourceArguments.name());
        if (Files.exists(run.resolve(Manifest.FILE))) {
            sweepRun(run);
        } else {
            sweepSource();
        }
    }

    private void sweepRun(Path run) {
        if (output != null) {
            throw new IllegalArgumentException("-o is for a source; " + run + " is a run and gets the table itself");
        }
        try (Session session = common.open(run, work, seed.value())) {
            Manifest.Done features = session.run().require(Step.FEATURES, "pith features SOURCE -o " + run);
            try (Source source = session.reopenSource()) {
                Sweep sweep = sweepOptions.sweep(features.configuration().get("features"), seed.value());
                boolean skip =
                        OnError.SKIP.toString().equals(features.configuration().get("on-error"));
                evaluate(session, run, source, skip, List.of(), () -> sweep.candidates(session));
            }
        }
    }

    private void sweepSource() {
        Path directory = output;
        if (directory == null) {
            throw new IllegalArgumentException(
                    "-o RUN is missing: where shall the run of " + sourceArguments.name() + " be?");
        }
        try (Source source = sourceArguments.open(common);
                Session session = common.open(directory, work, seed.value())) {
            session.about(source, sourceArguments.reference());
            FeatureKind choice = sweepOptions.ofSource();
            evaluate(session, directory, source, false, List.of(), () -> {
                FeatureSettings features = choice == FeatureKind.PIXELS
                        ? FeatureSettings.pixels(OnError.FAIL)
                        : FeatureSettings.trained(choice, FeatureTraining.EPOCHS, seed.value());
                new FeaturesStep(session, source, features).perform();
                return sweepOptions.sweep(choice.toString(), seed.value()).candidates(session);
            });
        }
    }

    /** Says what cannot be before selections are made. */
    private void evaluate(
            Session session,
            Path run,
            Source source,
            boolean skip,
            List<RebuiltSelection> rebuilt,
            Supplier<List<Candidate>> candidates) {
        if (source.labels().isEmpty()) {
            throw new PithException(
                    source.name() + ": has no labels, and without them nothing can be learned or judged;"
                            + " give a file of them with --labels");
        }
        try (Source test = testOptions.open(session.samples(), session.messages())) {
            ComparisonImages images = ComparisonImages.open(session, source, test, conditionOptions.networks(), skip);
            Conditions conditions = conditionOptions.conditions(
                    name -> session.fullName(name, images.source().shape()), seed.value());
            EvaluateStep.Part part = new EvaluateStep.Part(candidates.get(), conditions);
            new EvaluateStep(session, images, List.of(part), rebuilt).perform();
            print(session, run, images);
        }
    }

    private void print(Session session, Path run, ComparisonImages images) {
        List<Row> rows = EvaluationFile.read(session.run().file(EvaluationFile.NAME));
        EvaluationTable table = new EvaluationTable(rows);
        Manifest.Samples samples = session.samples();
        if (common.console().json()) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("run", run.toString());
            result.put("source", samples.name());
            result.put("n", samples.n());
            result.put("test", images.test().size());
            result.put("rows", table.json());
            common.console().printJson(result);
            return;
        }
        PrintWriter out = common.console().out();
        out.printf(
                "%s: %,d samples, tested on %,d others%n%n",
                samples.name(), samples.n(), images.test().size());
        table.print(out);
        out.println();
        out.println(run.resolve(EvaluationFile.NAME) + " holds the table, and pith report " + run + " draws it");
    }
}
