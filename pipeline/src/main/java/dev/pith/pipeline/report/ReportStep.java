package dev.pith.pipeline.report;

import dev.pith.PithException;
import dev.pith.data.FeatureSource;
import dev.pith.data.Source;
import dev.pith.feature.Features;
import dev.pith.pipeline.choice.ChoiceStep;
import dev.pith.pipeline.condense.SearchedArchitectures;
import dev.pith.pipeline.feature.RunFeatures;
import dev.pith.pipeline.pixels.RebuiltExamples;
import dev.pith.pipeline.session.PithVersion;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.RunSamples;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.SourceReference;
import dev.pith.report.Report;
import dev.pith.report.RunView;
import dev.pith.run.Manifest;
import dev.pith.run.SamplesTable;
import dev.pith.run.Step;
import dev.pith.torch.evaluate.EvaluationFile;
import dev.pith.torch.evaluate.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The step {@code report}: a page about all the run holds. */
public final class ReportStep {
    private static final Set<String> TABLES = Set.of(
            SamplesTable.FILE,
            RunFiles.CHOICE,
            EvaluationFile.NAME,
            RunFiles.SYNTHETIC,
            RunFiles.CURVE,
            RunFiles.IOU,
            RunFiles.ISSUES,
            RunFiles.EXCLUDE,
            RunFiles.SEARCH,
            RunFiles.PROXIES);

    private final Session session;
    private final List<String> notes = new ArrayList<>();

    public ReportStep(Session session) {
        this.session = session;
    }

    /** Writes the page, unless it is up to date. */
    public Reported perform() {
        Manifest manifest = session.run().manifest();
        boolean evaluated = manifest.step(Step.EVALUATE).isPresent();
        if (evaluated) {
            session.run().require(Step.EVALUATE, "pith evaluate");
        }
        boolean binned = manifest.step(Step.BINS).isPresent();
        boolean ranked = manifest.step(Step.SELECT).isPresent();
        boolean condensed = manifest.step(Step.CONDENSE).isPresent();
        boolean segmented = SegmentedExamples.areIn(session.run());
        boolean searched = manifest.step(Step.SEARCH).isPresent();
        boolean checked = FoundIssues.areIn(session);
        if ((evaluated || condensed || segmented || searched || checked || makesImages()) && !binned && !ranked) {
            try (Source source = checked ? source() : null) {
                return perform(source, null, new SamplesTable(List.of(), null));
            }
        }
        session.run().require(ranked && !binned ? Step.SELECT : Step.BINS, "pith bins");
        try (Source source = source();
                Features features = features(source)) {
            return perform(source, features, RunSamples.table(session));
        }
    }

    private Reported perform(@Nullable Source source, @Nullable Features features, SamplesTable table) {
        session.perform(Step.REPORT, configuration(source), staging -> {
            Manifest manifest = session.run().manifest();
            List<Row> evaluation = manifest.step(Step.EVALUATE).isPresent()
                    ? EvaluationFile.read(session.run().file(EvaluationFile.NAME))
                    : List.of();
            RunView run = new RunView(
                    manifest,
                    table,
                    features,
                    source,
                    ChoiceStep.madeIn(session).orElse(null),
                    evaluation,
                    film(manifest),
                    rebuilt(manifest),
                    SegmentedExamples.areIn(session.run()) ? SegmentedExamples.of(session.run()) : null,
                    manifest.step(Step.SEARCH).isPresent() ? search() : null,
                    FoundIssues.areIn(session) ? FoundIssues.of(session, source, notes) : null,
                    notes);
            Report.write(run, session.threads(), staging.file(Report.FILE));
        });
        return new Reported(session.run().file(Report.FILE), notes);
    }

    private RunView.Search search() {
        SearchedArchitectures found = SearchedArchitectures.read(session.run().directory());
        return new RunView.Search(
                found.networks(),
                found.all(),
                found.proxies().stream()
                        .map(proxy -> new RunView.Search.Proxy(
                                proxy.name(),
                                proxy.accuracies(),
                                found.correlation(proxy),
                                found.correlationOfBest(proxy),
                                proxy.seconds()))
                        .toList());
    }

    private List<RunView.Frame> rebuilt(Manifest manifest) {
        return manifest.step(Step.PIXELS).isPresent() ? RebuiltExamples.frames(session.run()) : List.of();
    }

    /** Returns whether the run trained a network that makes images. */
    private boolean makesImages() {
        return session.run()
                .manifest()
                .step(Step.TRAIN)
                .filter(done -> done.outputs().stream().anyMatch(output -> isOfEpoch(output.path())))
                .isPresent();
    }

    private List<RunView.Frame> film(Manifest manifest) {
        if (makesImages()) {
            return Filmstrip.ofEpochs(session.run());
        }
        return manifest.step(Step.CONDENSE).isPresent()
                ? Filmstrip.of(session.run(), manifest.step(Step.EVALUATE).isPresent())
                : List.of();
    }

    /** Returns whether a file shows what a network made after some epochs of its training. */
    private static boolean isOfEpoch(String path) {
        return path.startsWith(RunFiles.SNAPSHOTS + "/epoch-");
    }

    /** A page is out of date when a table is another, or the source can be looked at now. */
    private Map<String, String> configuration(@Nullable Source source) {
        Map<String, String> configuration = new LinkedHashMap<>();
        session.run().manifest().steps().stream()
                .flatMap(done -> done.outputs().stream())
                .filter(output -> TABLES.contains(output.path()) || isOfEpoch(output.path()))
                .forEach(output ->
                        configuration.put(output.path(), output.sha256())); // the last step's is what it holds
        configuration.put("source", source == null ? "missing" : "present");
        configuration.put("pith", PithVersion.number());
        return configuration;
    }

    /** Opens the source, unless it is gone or another by now: then the page does without. */
    private @Nullable Source source() {
        Manifest.Samples samples = session.samples();
        try {
            Source source = SourceReference.of(samples).reopen(session.messages());
            if (source.fingerprint().equals(samples.fingerprint())) {
                return source;
            }
            source.close();
            notes.add("The source has changed since this run began, so its samples are not shown.");
        } catch (PithException e) {
            notes.add("The source cannot be read any more, so its samples are not shown (" + e.getMessage() + ").");
        }
        return null;
    }

    private @Nullable Features features(@Nullable Source source) {
        if (RunFeatures.areInRun(session)) {
            return RunFeatures.open(session);
        }
        Optional<Features> features = Optional.ofNullable(source)
                .filter(FeatureSource.class::isInstance)
                .map(FeatureSource.class::cast)
                .map(own -> own.features(session.threads()));
        if (features.isEmpty()) {
            notes.add("The features cannot be read any more, so nothing is said about distances.");
        }
        return features.orElse(null);
    }
}
