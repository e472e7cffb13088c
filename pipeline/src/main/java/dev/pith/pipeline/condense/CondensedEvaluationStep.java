package dev.pith.pipeline.condense;

import dev.pith.data.Fingerprint;
import dev.pith.data.Source;
import dev.pith.pipeline.evaluate.EvaluationImages;
import dev.pith.pipeline.session.OnError;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.SnapshotName;
import dev.pith.pipeline.session.TaskProgress;
import dev.pith.run.CsvText;
import dev.pith.run.Staging;
import dev.pith.run.Step;
import dev.pith.sample.MatchedDraw;
import dev.pith.selection.RankingMethod;
import dev.pith.torch.condense.Condensation;
import dev.pith.torch.condense.EvaluationProtocol;
import dev.pith.torch.condense.RecoveryScore;
import dev.pith.torch.condense.SyntheticComparison;
import dev.pith.torch.condense.SyntheticComparison.Entrant;
import dev.pith.torch.condense.SyntheticComparison.Images;
import dev.pith.torch.condense.SyntheticEvaluation;
import dev.pith.torch.condense.SyntheticLabels;
import dev.pith.torch.condense.SyntheticTrial;
import dev.pith.torch.evaluate.Comparison;
import dev.pith.torch.evaluate.EvaluationFile;
import dev.pith.torch.evaluate.Outcome;
import dev.pith.torch.evaluate.Row;
import dev.pith.torch.evaluate.TrialLog;
import dev.pith.torch.evaluate.Trials;
import dev.pith.torch.train.LabelledImages;
import dev.pith.torch.train.SyntheticSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The step {@code evaluate} of condensed images: trains networks on the images as they are saved, on as many real
 * images, and on everything. Trainings that are done are found again in {@value RunFiles#TRIALS}.
 */
public final class CondensedEvaluationStep {
    /** What the table adds to the names of real images that have the experts' labels. */
    private static final String TAUGHT = ", taught";

    /** What it adds to those of images whose soft labels are left out. */
    private static final String HARD = ", hard labels";

    /** What it adds to those of random images that are trained on at the rate that was learned with the others. */
    private static final String LEARNED_RATE = ", learned rate";

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
        ChosenImages.makeFeatures(session, source, seed, onError);
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
        map.put("condensed", ComparedImages.identity(read(session.run().file(RunFiles.SYNTHETIC))));
        map.putAll(settings.toMap(networks.keySet()));
        map.put("seed", Long.toString(seed));
        map.put("scores", "seed by seed"); // those of a run that trained on everything only once are made anew
        return map;
    }

    private SyntheticSet read(Path file) {
        return SyntheticSet.read(file, images.source().classes());
    }

    /** Real images that a rule chose. */
    private record Chosen(ChosenImages herding, ChosenImages facility) {}

    private void evaluate(TrialLog log, Staging staging) throws IOException {
        int perClass = condensation.imagesPerClass();
        Chosen chosen = new Chosen(
                ChosenImages.by(RankingMethod.HERDING, session, images, perClass, seed),
                ChosenImages.by(RankingMethod.FACILITY_LOCATION, session, images, perClass, seed));
        ComparedImages all = ComparedImages.ofEveryClass(images);
        SyntheticComparison comparison = comparison(networks, entrants(chosen, all, true));
        EvaluationFile.write(staging.file(EvaluationFile.NAME), rows(log, comparison, all));
        Files.writeString(staging.file(RunFiles.SCORES), scores(log, comparison));
        if (settings.curve()) {
            Files.writeString(staging.file(RunFiles.CURVE), curve(log));
        }
        if (condensed.groups() > 1) {
            Files.writeString(staging.file(RunFiles.CONTINUAL), continual(log, chosen));
        }
    }

    private SyntheticComparison comparison(Map<String, Boolean> compared, List<Entrant> entrants) {
        return new SyntheticComparison(protocol, compared, seed, settings.seeds(), images.pool().length, entrants);
    }

    /**
     * Returns what is compared.
     *
     * @param scored whether all images, and what scores take besides, are among them
     */
    private List<Entrant> entrants(Chosen chosen, ComparedImages some, boolean scored) {
        int[] herding = some.ofClasses(chosen.herding().ids());
        int[] facility = some.ofClasses(chosen.facility().ids());
        double herdingSeconds = chosen.herding().seconds();
        LongFunction<Images> random =
                each -> some.real(MatchedDraw.of(herding, images.source().labels(), images.pool(), each));
        Images condensedImages = some.synthetic("condensed", read(session.run().file(RunFiles.SYNTHETIC)));
        double rate = condensedImages.rate();
        boolean ownRate = scored && !Double.isNaN(rate);
        List<Entrant> entrants = new ArrayList<>(List.of(
                new Entrant(Comparison.RANDOM, 0, random),
                new Entrant("herding embedding", herdingSeconds, each -> some.real(herding)),
                new Entrant("facility-location embedding", chosen.facility().seconds(), each -> some.real(facility))));
        if (ownRate) {
            entrants.add(new Entrant(Comparison.RANDOM + LEARNED_RATE, 0, each -> random.apply(each)
                    .rate(rate)));
        }
        double seconds =
                session.run().manifest().step(Step.CONDENSE).orElseThrow().elapsedSeconds();
        if (condensation.labels() != SyntheticLabels.HARD) {
            TaughtImages taught = taught();
            entrants.add(new Entrant(Comparison.RANDOM + TAUGHT, 0, each -> taught.of(random.apply(each))));
            if (ownRate) {
                entrants.add(
                        new Entrant(Comparison.RANDOM + TAUGHT + LEARNED_RATE, 0, each -> taught.of(random.apply(each))
                                .rate(rate)));
            }
            entrants.add(
                    new Entrant("herding embedding" + TAUGHT, herdingSeconds, each -> taught.of(some.real(herding))));
            Images rded = some.synthetic("rded", taught.rded(condensation.imagesPerClass(), seed));
            entrants.add(new Entrant("rded", taught.rdedSeconds(), each -> rded));
            if (scored) {
                Images hard = some.synthetic(
                        "condensed",
                        read(session.run().file(RunFiles.SYNTHETIC)).hard());
                entrants.add(new Entrant(name() + HARD, seconds, each -> hard));
            }
        }
        entrants.add(new Entrant(name(), seconds, each -> condensedImages));
        if (scored && settings.allEpochs() > 0) {
            Images everything = some.all(session).epochs(settings.allEpochs());
            entrants.add(new Entrant(Comparison.ALL, 0, each -> everything));
        }
        return entrants;
    }

    private String name() {
        return "condensed by " + condensation.method();
    }

    private TaughtImages taught() {
        ExpertFiles files = ExpertFiles.of(
                experts == null ? session.run().directory() : experts,
                session.samples(),
                condensed,
                images.source().shape());
        return new TaughtImages(files.open(condensation, images.source()), images.source());
    }

    /** Does the trainings of a comparison, and tests their networks on the images of some classes. */
    private List<Row> rows(TrialLog log, SyntheticComparison comparison, ComparedImages some) {
        LabelledImages test = some.test();
        try (TaskProgress progress = session.progress("training")) {
            Trials.perform(comparison.trials(), log, new SyntheticEvaluation(test), session.threads(), progress);
        }
        return comparison.rows(trial -> outcome(log, trial));
    }

    private Outcome outcome(TrialLog log, SyntheticTrial trial) {
        return log.find(trial).orElseThrow().among(session.threads().count());
    }

    /** Returns the scores of each network by hard labels, and by soft ones where the images have them. */
    private String scores(TrialLog log, SyntheticComparison comparison) {
        StringBuilder csv = new StringBuilder(RunFiles.SCORES_HEADER).append('\n');
        boolean soft = condensation.labels() != SyntheticLabels.HARD;
        for (String network : networks.keySet()) {
            Function<String, List<Outcome>> named =
                    name -> comparison.outcomes(network, name, trial -> outcome(log, trial));
            List<Outcome> all = named.apply(Comparison.ALL);
            List<Outcome> hard = named.apply(soft ? name() + HARD : name());
            RecoveryScore score = RecoveryScore.of(all, hard, hard, random(named, Comparison.RANDOM));
            csv.append(line(network, SyntheticLabels.HARD, score));
            if (soft) {
                score = RecoveryScore.of(all, hard, named.apply(name()), random(named, Comparison.RANDOM + TAUGHT));
                csv.append(line(network, condensation.labels(), score));
            }
        }
        return csv.toString();
    }

    private static List<List<Outcome>> random(Function<String, List<Outcome>> named, String name) {
        return List.of(named.apply(name), named.apply(name + LEARNED_RATE));
    }

    private static String line(String network, SyntheticLabels labels, RecoveryScore score) {
        return String.join(
                        ",",
                        CsvText.quoted(network),
                        labels.toString(),
                        EvaluationFile.text(score.recovery().mean()),
                        EvaluationFile.text(score.recovery().interval()),
                        EvaluationFile.text(score.overRandom().mean()),
                        EvaluationFile.text(score.overRandom().interval()))
                + "\n";
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
        ComparedImages all = ComparedImages.ofEveryClass(images);
        List<Entrant> entrants = snapshots.stream()
                .map(name -> new Entrant(
                        Integer.toString(name.iteration()),
                        0,
                        each -> all.synthetic("condensed", read(folder.resolve(name.images())))))
                .toList();
        String network = networks.keySet().iterator().next();
        StringBuilder csv = new StringBuilder(RunFiles.CURVE_HEADER).append('\n');
        for (Row row : rows(log, comparison(Map.of(network, networks.get(network)), entrants), all)) {
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
        StringBuilder csv = new StringBuilder("step,classes,images,network,accuracy_mean,accuracy_std\n");
        BitSet seen = new BitSet();
        int step = 0;
        for (int[] group : condensed.classes(images.source().classes())) {
            step++;
            IntStream.of(group).forEach(seen::set);
            ComparedImages soFar = new ComparedImages(images, seen::get);
            for (Row row : rows(log, comparison(networks, entrants(chosen, soFar, false)), soFar)) {
                csv.append(String.format(Locale.ROOT, "%d,%d,%s,", step, seen.cardinality(), row.selection()))
                        .append(accuracy(row));
            }
        }
        return csv.toString();
    }
}
