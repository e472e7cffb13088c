package dev.pith.pipeline.evaluate;

import dev.pith.PithException;
import dev.pith.Ranking;
import dev.pith.data.Source;
import dev.pith.feature.Features;
import dev.pith.pipeline.choice.HeldOut;
import dev.pith.pipeline.feature.FeatureKind;
import dev.pith.pipeline.feature.FeatureSettings;
import dev.pith.pipeline.feature.RecordScores;
import dev.pith.pipeline.feature.RunFeatures;
import dev.pith.pipeline.feature.ScoreSettings;
import dev.pith.pipeline.selection.RunEvidence;
import dev.pith.pipeline.session.OnError;
import dev.pith.pipeline.session.RunSamples;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.TaskProgress;
import dev.pith.quantize.Binning;
import dev.pith.quantize.Classes;
import dev.pith.run.SamplesTable;
import dev.pith.run.Step;
import dev.pith.sample.Budget;
import dev.pith.sample.DrawOrder;
import dev.pith.selection.BinningMethod;
import dev.pith.selection.BinningSettings;
import dev.pith.selection.ClassRanking;
import dev.pith.selection.Needs;
import dev.pith.selection.Published;
import dev.pith.selection.RankingMethod;
import dev.pith.selection.RankingSettings;
import dev.pith.torch.evaluate.Candidate;
import dev.pith.torch.feature.FeatureTraining;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes the selections of a {@link Sweep}: a draw for every seed where something is drawn, and one on the word of every
 * network where a network has a say. Draw d is by the seed d after the first, on the word of network
 * {@code d mod selectors}.
 */
public final class SweptSelections {
    private final Sweep sweep;
    private final Source source;
    private final int seeds;
    private final List<MadeChoice> choices = new ArrayList<>();
    private final Map<Integer, HeldOut> heldOut = new HashMap<>(); // by selector

    /**
     * Prepares.
     *
     * @param source of the runs
     * @param seeds how many draws there are of what is drawn
     */
    public SweptSelections(Sweep sweep, Source source, int seeds) {
        this.sweep = sweep;
        this.source = source;
        this.seeds = seeds;
    }

    /** A run by whose network is selected, with the features of one kind. */
    private record Look(Session session, SamplesTable table, Classes classes, Features rows) {
        static Look open(Session session, FeatureKind kind) {
            SamplesTable table = RunSamples.table(session);
            return new Look(session, table, RunSamples.classes(session, table, true), RunFeatures.open(session, kind));
        }
    }

    /**
     * Lets networks look at the source, but for those that have, and returns the selections.
     *
     * @param kind features of the runs that are made
     */
    public List<Candidate> ofSource(Session session, FeatureKind kind) {
        FeatureSettings network = FeatureSettings.trained(
                kind == FeatureKind.PIXELS ? FeatureKind.EMBEDDING : kind, FeatureTraining.EPOCHS, sweep.seed());
        Selectors.make(
                session,
                source,
                kind == FeatureKind.PIXELS ? FeatureSettings.pixels(OnError.FAIL) : network,
                network,
                sweep.needsScores() ? ScoreSettings.DEFAULT : null);
        return ofRun(session);
    }

    /**
     * Returns the selections; two of one name and size are one.
     *
     * @param session on a run with all that methods go by
     */
    public List<Candidate> ofRun(Session session) {
        try (Selectors selectors = Selectors.open(session, source, sweep)) {
            return make(selectors.sessions());
        } finally {
            heldOut.values().forEach(HeldOut::close);
            heldOut.clear();
        }
    }

    /**
     * Returns selections of records by the vectors of their texts.
     *
     * @param session on a run that has these
     * @param excluded ids that are not selected from, what cannot be used among them
     */
    public List<Candidate> ofRecords(Session session, BitSet excluded) {
        SamplesTable table = RunSamples.table(session);
        Map<String, Candidate> candidates = new LinkedHashMap<>();
        try (Features rows = RunFeatures.open(session)) {
            Look look = new Look(session, table, Classes.all(table.size(), excluded), rows);
            for (EvaluatedMethod method : sweep.methods()) {
                candidates(method, FeatureKind.EMBEDDING, List.of(look))
                        .forEach(made -> candidates.putIfAbsent(made.name() + made.size(), made));
            }
        }
        return List.copyOf(candidates.values());
    }

    private List<Candidate> make(List<Session> selectors) {
        Map<String, Candidate> candidates = new LinkedHashMap<>();
        Session first = selectors.get(0);
        Set<FeatureKind> kinds = new LinkedHashSet<>();
        sweep.methods().forEach(method -> kinds.addAll(sweep.kinds(first, method)));
        for (FeatureKind kind : kinds) {
            List<EvaluatedMethod> methods = sweep.methods().stream()
                    .filter(method -> sweep.kinds(first, method).contains(kind))
                    .toList();
            List<Look> looks = new ArrayList<>();
            try {
                selectors.forEach(session -> looks.add(Look.open(session, kind)));
                for (EvaluatedMethod method : methods) {
                    for (Candidate made : candidates(method, kind, looks)) {
                        String name = method.equals(EvaluatedMethod.RANDOM) ? made.name() : made.name() + " " + kind;
                        candidates.putIfAbsent(name + made.size(), made.named(name));
                    }
                }
            } finally {
                looks.forEach(look -> look.rows().close());
            }
        }
        return List.copyOf(candidates.values());
    }

    /** Returns what held-out samples chose, where they were asked. */
    public List<MadeChoice> choices() {
        return List.copyOf(choices);
    }

    /** A single bin of the exchange holds everything, in no order: a draw from it is random. */
    private List<Candidate> candidates(EvaluatedMethod method, FeatureKind kind, List<Look> all) {
        boolean network = method.needsNetwork(kind != FeatureKind.PIXELS);
        List<Look> looks = network ? all : all.subList(0, 1);
        double before = looks.stream()
                .mapToDouble(look -> seconds(look.session(), kind, method))
                .average()
                .orElse(0);
        List<Candidate> candidates = new ArrayList<>();
        for (int count : method.bins() == null ? List.of(1) : sweep.bins()) {
            if (count > 1) {
                candidates.addAll(drawn(looks, method, count, before));
            } else if (method.bins() != BinningMethod.EXCHANGE) {
                for (Budget keep : sweep.keeps()) {
                    candidates.add(ranked(looks, kind, method, keep, before));
                }
            }
        }
        return candidates;
    }

    /** Returns how long it took until there was all that a method goes by. */
    private static double seconds(Session session, FeatureKind kind, EvaluatedMethod method) {
        boolean scores = method.needsScores();
        boolean network = kind != FeatureKind.PIXELS || scores;
        Set<Step> steps = network ? EnumSet.of(Step.NETWORK, Step.FEATURES) : EnumSet.of(Step.FEATURES);
        if (RecordScores.DIFFICULTY.equals(method.score())) {
            steps.add(Step.SCORES);
        }
        return RunSelection.seconds(session.run().manifest(), steps, scores);
    }

    private Candidate ranked(List<Look> looks, FeatureKind kind, EvaluatedMethod method, Budget keep, double before) {
        List<RankingSettings> rankings = new ArrayList<>();
        double choosing = 0;
        for (int selector = 0; selector < looks.size(); selector++) {
            if (method.ranking() != null) {
                rankings.add(RankingSettings.of(method.ranking(), sweep.seed()));
            } else {
                MadeChoice choice = choose(looks.get(selector), kind, keep, selector);
                choosing += choice.seconds() / looks.size();
                rankings.add(Objects.requireNonNull(choice.ranking()));
            }
        }
        int count = rankings.stream().anyMatch(ranking -> ranking.method().draws()) ? seeds : looks.size();
        List<Ranking> draws = new ArrayList<>();
        long started = System.nanoTime();
        for (int d = 0; d < count; d++) {
            int selector = d % looks.size();
            RankingSettings ranking = rankings.get(selector);
            boolean again = d >= looks.size() && !ranking.method().draws();
            draws.add(again ? draws.get(selector) : rank(looks.get(selector), ranking, method.score(), keep, d));
        }
        RankingMethod named = method.ranking();
        double each = since(started) / count;
        return new Candidate(
                named == null || method.isOfRecords() ? method.toString() : named.toString(), // of a bin, its ranking
                draws.stream().map(Ranking::ids).toList(),
                weights(draws),
                looks.size(),
                before + choosing + each,
                null);
    }

    private MadeChoice choose(Look look, FeatureKind kind, Budget keep, int selector) {
        int samples = keep.of(look.classes().total());
        for (MadeChoice made : choices) { // by features of another kind
            if (made.samples() == samples && made.selector() == selector + 1) {
                return made;
            }
        }
        long seed = sweep.seed() + selector;
        HeldOut by = heldOut.computeIfAbsent(selector, number -> new HeldOut(look.session(), source, kind, seed));
        MadeChoice choice = MadeChoice.of(look.session(), source, by, keep, samples, selector + 1, seed);
        choices.add(choice);
        return choice;
    }

    private Ranking rank(Look look, RankingSettings ranking, @Nullable String score, Budget keep, int draw) {
        Session session = look.session();
        RankingSettings settings = ranking.toBuilder().seed(sweep.seed() + draw).build();
        Needs needs = settings.needs(score != null);
        try (RunEvidence evidence = RunEvidence.open(session, look.table(), needs, look.rows(), score);
                TaskProgress progress = session.progress("ranking by " + settings.method())) {
            int budget = keep.of(look.classes().total());
            Classes classes = without(look.classes(), score, evidence.evidence().own());
            if (budget > classes.total()) {
                throw new PithException("only " + classes.total() + " records can be selected by their " + score
                        + ", fewer than " + budget + ": keep fewer");
            }
            return new ClassRanking(settings, session.threads(), session.memory())
                    .rank(evidence.evidence(), classes, budget, progress);
        }
    }

    /** Returns the classes without what a score of records speaks against. */
    private static Classes without(Classes classes, @Nullable String score, double @Nullable [] own) {
        if (score == null || own == null) {
            return classes;
        }
        BitSet unfit = RecordScores.unfit(score, own);
        int[][] ids = Arrays.stream(classes.ids())
                .map(some -> Arrays.stream(some).filter(id -> !unfit.get(id)).toArray())
                .toArray(int[][]::new);
        return new Classes(classes.labels(), ids);
    }

    /** Returns the weights of draws; where only some have any, others count 1. */
    private static @Nullable List<float[]> weights(List<Ranking> draws) {
        if (draws.stream().allMatch(draw -> draw.weights() == null)) {
            return null;
        }
        List<float[]> all = new ArrayList<>();
        for (Ranking draw : draws) {
            double[] some = draw.weights();
            float[] weights = new float[draw.size()];
            for (int i = 0; i < weights.length; i++) {
                weights[i] = some == null ? 1 : (float) some[i];
            }
            all.add(weights);
        }
        return all;
    }

    /** Bins of Dataset Quantization are the same for every seed; those of the exchange begin at random. */
    private List<Candidate> drawn(List<Look> looks, EvaluatedMethod method, int count, double before) {
        int binnings = method.bins() == BinningMethod.EXCHANGE ? seeds : Math.min(seeds, looks.size());
        List<int[]> orders = new ArrayList<>();
        List<Binning> made = new ArrayList<>();
        long started = System.nanoTime();
        for (int d = 0; d < seeds; d++) {
            Look look = looks.get(d % looks.size());
            if (d < binnings) {
                made.add(bin(look, method, count, d));
            }
            orders.add(DrawOrder.of(
                    made.get(d % binnings), look.classes(), look.rows().size(), sweep.seed() + d));
        }
        double seconds = before + since(started) / binnings;
        return sweep.keeps().stream()
                .map(keep -> new Candidate(
                        method + "-" + count,
                        orders.stream()
                                .map(order -> Arrays.copyOf(order, keep.of(order.length)))
                                .toList(),
                        looks.size(),
                        seconds,
                        null))
                .toList();
    }

    private Binning bin(Look look, EvaluatedMethod method, int count, int draw) {
        Session session = look.session();
        BinningSettings settings = new BinningSettings(
                count,
                method.bins() == null ? BinningMethod.RECURSIVE : method.bins(),
                BinningSettings.objective(RankingMethod.GRAPHCUT, RunSamples.areTexts(session), sweep.seed()),
                true,
                Published.NONE,
                sweep.seed() + draw);
        settings.requireFits(look.classes().total());
        try (TaskProgress progress = session.progress("binning " + method + "-" + count)) {
            return settings.bin(look.rows(), look.classes(), session.threads(), session.memory(), progress);
        }
    }

    private static double since(long started) {
        return (System.nanoTime() - started) / 1e9;
    }
}
