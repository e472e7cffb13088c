package dev.pith.pipeline.condense;

import dev.pith.data.Fingerprint;
import dev.pith.data.Source;
import dev.pith.feature.Features;
import dev.pith.pipeline.evaluate.EvaluationImages;
import dev.pith.pipeline.evaluate.RunSelection;
import dev.pith.pipeline.feature.FeatureKind;
import dev.pith.pipeline.feature.FeatureSettings;
import dev.pith.pipeline.feature.FeaturesStep;
import dev.pith.pipeline.feature.RunFeatures;
import dev.pith.pipeline.session.OnError;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.SnapshotName;
import dev.pith.pipeline.session.TaskProgress;
import dev.pith.run.CsvText;
import dev.pith.run.Manifest;
import dev.pith.run.Staging;
import dev.pith.run.Step;
import dev.pith.sample.MatchedDraw;
import dev.pith.selection.RankingMethod;
import dev.pith.selection.RankingSettings;
import dev.pith.torch.condense.Condensation;
import dev.pith.torch.condense.EvaluationProtocol;
import dev.pith.torch.condense.SyntheticComparison;
import dev.pith.torch.condense.SyntheticComparison.Entrant;
import dev.pith.torch.condense.SyntheticComparison.Images;
import dev.pith.torch.condense.SyntheticEvaluation;
import dev.pith.torch.condense.SyntheticLabels;
import dev.pith.torch.condense.SyntheticTrial;
import dev.pith.torch.evaluate.Comparison;
import dev.pith.torch.evaluate.Conditions;
import dev.pith.torch.evaluate.EvaluationFile;
import dev.pith.torch.evaluate.NetworkTraining;
import dev.pith.torch.evaluate.Outcome;
import dev.pith.torch.evaluate.Row;
import dev.pith.torch.evaluate.SelectionTrial;
import dev.pith.torch.evaluate.Trial;
import dev.pith.torch.evaluate.TrialLog;
import dev.pith.torch.evaluate.Trials;
import dev.pith.torch.evaluate.View;
import dev.pith.torch.feature.FeatureTraining;
import dev.pith.torch.feature.LogitGradient;
import dev.pith.torch.train.LabelledImages;
import dev.pith.torch.train.SyntheticSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The step {@code evaluate} of condensed images: trains networks on the images as they are saved, on as many real
 * images, and on everything. Trainings that are done are found again in {@value RunFiles#TRIALS}.
 */
public final class CondensedEvaluationStep {
    private static final double ALL_RATE = 0.05;

    /** What the table adds to the names of real images that have the experts' labels. */
    private static final String TAUGHT = ", taught";

    private final Session session;
    private final Source source;
    private final EvaluationImages images;
    private final Condensation condensation;
    private final CondensedEvaluationSettings settings;
    private final CondenseSettings condensed;
    private final @Nullable Path experts;
    private final long seed;
    private final OnError onError;
    private final Map<String, Boolean> networks = new LinkedHashMap<>();
    private final EvaluationProtocol protocol;

    /**
     * Prepares the step.
     *
     * @param experts the run of those that teach; null for this run
     */
    public CondensedEvaluationStep(
            Session session,
            Source source,
            EvaluationImages images,
            CondenseSettings condensed,
            @Nullable Path experts,
            CondensedEvaluationSettings settings,
            OnError onError) {
        this.session = session;
        this.source = source;
        this.images = images;
        this.condensed = condensed;
        this.experts = experts;
        this.condensation = condensed.condensation();
        this.settings = settings;
        this.seed = condensation.seed();
        this.onError = onError;
        for (String name : settings.networks(condensation.network())) {
            String network = session.fullName(name, images.source().shape());
            networks.put(
                    network,
                    EvaluationProtocol.normalizesByBatches(
                            network, images.source().shape(), images.source().classes()));
        }
        protocol = settings.protocol(
                condensation.augmentation(), session.samples().name().equals("mnist"), condensation.networkRate());
    }

    /** Evaluates, unless it is done. */
    public CondensedEvaluation perform() {
        new FeaturesStep(
                        session,
                        source,
                        new FeatureSettings(
                                FeatureKind.EMBEDDING,
                                FeatureTraining.NETWORK,
                                null,
                                FeatureTraining.EPOCHS,
                                LogitGradient.CROSS_ENTROPY,
                                null,
                                seed,
                                onError,
                                null))
                .perform();
        session.perform(Step.EVALUATE, configuration(), staging -> {
            try (TrialLog log = TrialLog.open(session.run().file(RunFiles.TRIALS), images.identity())) {
                staging.goesOn(); // from the trainings in the log
                evaluate(log, staging);
            }
            staging.note("test images", Integer.toString(images.test().size()));
        });
        return CondensedEvaluation.of(session.run(), images.test().size());
    }

    private Map<String, String> configuration() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put("test", images.test().name());
        map.put("images", Fingerprint.ofText(images.identity()));
        map.put("condensed", identity(session.run().file(RunFiles.SYNTHETIC)));
        map.putAll(settings.toMap(networks.keySet()));
        map.put("seed", Long.toString(seed));
        return map;
    }

    private String identity(Path file) {
        SyntheticSet set = SyntheticSet.read(file, images.source().classes());
        return identity(set);
    }

    private static String identity(SyntheticSet set) {
        String soft = set.soft().length == 0 ? "" : " " + Arrays.hashCode(set.soft());
        return Fingerprint.ofText(Arrays.hashCode(set.pixels()) + " " + Arrays.hashCode(set.labels()) + soft);
    }

    private void evaluate(TrialLog log, Staging staging) throws IOException {
        Chosen chosen = chosen();
        List<Row> rows =
                new ArrayList<>(rows(log, comparison(networks, entrants(chosen, label -> true)), label -> true));
        rows.addAll(all(log));
        EvaluationFile.write(staging.file(EvaluationFile.NAME), rows);
        Files.writeString(staging.file(RunFiles.SCORES), scores(rows));
        if (settings.curve()) {
            Files.writeString(staging.file(RunFiles.CURVE), curve(log));
        }
        if (condensed.groups() > 1) {
            Files.writeString(staging.file(RunFiles.CONTINUAL), continual(log, chosen));
        }
    }

    private Manifest.Done done(Step step) {
        return session.run().manifest().step(step).orElseThrow();
    }

    /** Real images as many of each class as are condensed, fewer where there are fewer. */
    private record Chosen(int[] herding, double herdingSeconds, int[] facility, double facilitySeconds) {}

    private Chosen chosen() {
        double before = RunSelection.seconds(session.run().manifest(), EnumSet.of(Step.NETWORK, Step.FEATURES), false);
        try (Features rows = RunFeatures.open(session, FeatureKind.EMBEDDING)) {
            long started = System.nanoTime();
            int[] herding = ranked(rows, RankingMethod.HERDING);
            long between = System.nanoTime();
            int[] facility = ranked(rows, RankingMethod.FACILITY_LOCATION);
            return new Chosen(
                    herding,
                    before + (between - started) / 1e9,
                    facility,
                    before + (System.nanoTime() - between) / 1e9);
        }
    }

    private int[] ranked(Features rows, RankingMethod method) {
        RankingSettings configuration = RankingSettings.of(method, seed);
        int[] labels = images.source().labels();
        int classes = images.source().classes();
        List<int[]> ids = new ArrayList<>();
        try (TaskProgress progress = session.progress("ranking by " + method)) {
            for (int label = 0; label < classes; label++) {
                int c = label;
                int[] pool = IntStream.of(images.pool())
                        .filter(id -> labels[id] == c)
                        .toArray();
                int count = Math.min(condensation.imagesPerClass(), pool.length);
                ids.add(configuration
                        .rank(
                                rows,
                                pool,
                                count,
                                session.threads(),
                                session.memory(),
                                (now, all) -> progress.onStep(c, classes))
                        .ids());
            }
        }
        return ids.stream().flatMapToInt(IntStream::of).toArray();
    }

    private SyntheticComparison comparison(Map<String, Boolean> compared, List<Entrant> entrants) {
        return new SyntheticComparison(protocol, compared, seed, settings.seeds(), images.pool().length, entrants);
    }

    private List<Entrant> entrants(Chosen chosen, IntPredicate seen) {
        int[] labels = images.source().labels();
        int[] herding = IntStream.of(chosen.herding())
                .filter(id -> seen.test(labels[id]))
                .toArray();
        int[] facility = IntStream.of(chosen.facility())
                .filter(id -> seen.test(labels[id]))
                .toArray();
        String tested = tested(seen);
        List<Entrant> entrants = new ArrayList<>(List.of(
                new Entrant(
                        Comparison.RANDOM,
                        0,
                        each -> real(tested, MatchedDraw.of(herding, labels, images.pool(), each))),
                new Entrant("herding embedding", chosen.herdingSeconds(), each -> real(tested, herding)),
                new Entrant("facility-location embedding", chosen.facilitySeconds(), each -> real(tested, facility))));
        if (condensation.labels() != SyntheticLabels.HARD) {
            TaughtImages taught = taught();
            entrants.add(new Entrant(
                    Comparison.RANDOM + TAUGHT,
                    0,
                    each -> taught.of(real(tested, MatchedDraw.of(herding, labels, images.pool(), each)))));
            entrants.add(new Entrant(
                    "herding embedding" + TAUGHT, chosen.herdingSeconds(), each -> taught.of(real(tested, herding))));
            Images rded = synthetic("rded", taught.rded(condensation.imagesPerClass(), seed), seen);
            entrants.add(new Entrant("rded", taught.rdedSeconds(), each -> rded));
        }
        entrants.add(new Entrant(
                "condensed by " + condensation.method(),
                done(Step.CONDENSE).elapsedSeconds(),
                each -> condensed(session.run().file(RunFiles.SYNTHETIC), seen)));
        return entrants;
    }

    private TaughtImages taught() {
        ExpertFiles files = ExpertFiles.of(
                experts == null ? session.run().directory() : experts,
                session.samples(),
                condensation,
                images.source().shape());
        return new TaughtImages(files.open(condensation, images.source()), images.source());
    }

    /** Returns which classes are tested: the same images may be tested on some classes and on all. */
    private String tested(IntPredicate seen) {
        return IntStream.range(0, images.source().classes())
                .filter(seen)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(",", "tested on ", ""));
    }

    private Images real(String tested, int... ids) {
        return new Images(
                LabelledImages.of(images.source(), ids),
                "ids " + Fingerprint.ofText(Arrays.toString(ids)) + " " + tested);
    }

    private Images condensed(Path file, IntPredicate seen) {
        SyntheticSet set = SyntheticSet.read(file, images.source().classes());
        return synthetic("condensed", set, seen);
    }

    private Images synthetic(String made, SyntheticSet set, IntPredicate seen) {
        SyntheticSet part = set.part(IntStream.range(0, set.size())
                        .filter(i -> seen.test(set.label(i)))
                        .toArray())
                .decoded();
        return new Images(part, made + " " + identity(part) + " " + tested(seen), set.rate());
    }

    /** Does the trainings of a comparison, and tests their networks on the images of some classes. */
    private List<Row> rows(TrialLog log, SyntheticComparison comparison, IntPredicate seen) {
        int[] labels = images.test().labels();
        int[] ids = IntStream.range(0, labels.length)
                .filter(id -> seen.test(labels[id]))
                .toArray();
        LabelledImages test = LabelledImages.of(images.test(), ids);
        try (TaskProgress progress = session.progress("training")) {
            Trials.perform(comparison.trials(), log, new SyntheticEvaluation(test), session.threads(), progress);
        }
        return comparison.rows((SyntheticTrial trial) -> outcome(log, trial));
    }

    private Outcome outcome(TrialLog log, Trial trial) {
        return log.find(trial).orElseThrow().among(session.threads().count());
    }

    /** Trains once on everything. */
    private List<Row> all(TrialLog log) {
        if (settings.allEpochs() == 0) {
            return List.of();
        }
        List<String> names = List.copyOf(networks.keySet());
        Conditions conditions = Conditions.builder()
                .networks(names)
                .firstSeed(seed)
                .seeds(1)
                .views(Set.of(View.EPOCHS))
                .epochs(settings.allEpochs())
                .learningRate(ALL_RATE)
                .build();
        Comparison comparison = new Comparison(conditions, images.source().labels(), images.pool(), List.of());
        List<SelectionTrial> trials = comparison.trials();
        try (TaskProgress progress = session.progress("training on everything")) {
            Trials.perform(
                    trials, log, new NetworkTraining(images.source(), images.test()), session.threads(), progress);
        }
        return comparison.rows(trial -> outcome(log, trial));
    }

    /**
     * The scores of DD-Ranking (Li et al. 2024) with hard labels: how much accuracy is lost, and won over random
     * images.
     */
    private String scores(List<Row> rows) {
        StringBuilder csv = new StringBuilder(RunFiles.SCORES_HEADER).append('\n');
        for (String network : networks.keySet()) {
            Row condensed =
                    row(rows, network, "condensed by " + condensation.method()).orElseThrow();
            String recovery = row(rows, network, Comparison.ALL)
                    .map(all -> Double.toString(all.accuracy() - condensed.accuracy()))
                    .orElse("");
            csv.append(CsvText.quoted(network))
                    .append(',')
                    .append(recovery)
                    .append(',')
                    .append(condensed.overRandom())
                    .append('\n');
        }
        return csv.toString();
    }

    private static Optional<Row> row(List<Row> rows, String network, String name) {
        return rows.stream()
                .filter(row -> row.network().equals(network) && row.selection().equals(name))
                .findFirst();
    }

    /** What the images were worth on the way, for the first network. */
    private String curve(TrialLog log) throws IOException {
        Path folder = session.run().file(RunFiles.SNAPSHOTS);
        List<SnapshotName> snapshots;
        try (var entries = Files.list(folder)) {
            snapshots = entries.map(SnapshotName::ofImages)
                    .flatMap(Optional::stream)
                    .filter(name -> name.group() == 1)
                    .sorted(Comparator.comparingInt(SnapshotName::iteration))
                    .toList();
        }
        List<Entrant> entrants = snapshots.stream()
                .map(name -> new Entrant(
                        Integer.toString(name.iteration()),
                        0,
                        each -> condensed(folder.resolve(name.images()), label -> true)))
                .toList();
        String network = networks.keySet().iterator().next();
        StringBuilder csv = new StringBuilder(RunFiles.CURVE_HEADER).append('\n');
        for (Row row : rows(log, comparison(Map.of(network, networks.get(network)), entrants), label -> true)) {
            csv.append(row.selection()).append(',').append(accuracy(row));
        }
        return csv.toString();
    }

    private static String accuracy(Row row) {
        return CsvText.quoted(row.network()) + "," + row.accuracy() + ","
                + (Double.isNaN(row.deviation()) ? "" : Double.toString(row.deviation())) + "\n";
    }

    /**
     * After every group of classes: networks are trained on what is kept of the classes so far, and tested on these.
     */
    private String continual(TrialLog log, Chosen chosen) {
        List<int[]> classes = condensed.classes(images.source().classes());
        StringBuilder csv = new StringBuilder("step,classes,images,network,accuracy_mean,accuracy_std\n");
        for (int step = 1; step <= classes.size(); step++) {
            int[] last = classes.get(step - 1);
            int seen = last[last.length - 1] + 1;
            IntPredicate soFar = label -> label < seen;
            for (Row row : rows(log, comparison(networks, entrants(chosen, soFar)), soFar)) {
                csv.append(String.format(Locale.ROOT, "%d,%d,%s,", step, seen, row.selection()))
                        .append(accuracy(row));
            }
        }
        return csv.toString();
    }
}
