package dev.pith.pipeline.evaluate;

import dev.pith.PithException;
import dev.pith.feature.Features;
import dev.pith.pipeline.feature.FeatureKind;
import dev.pith.pipeline.feature.RunFeatures;
import dev.pith.pipeline.selection.RunEvidence;
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
import dev.pith.selection.Published;
import dev.pith.selection.RankingMethod;
import dev.pith.selection.RankingSettings;
import dev.pith.torch.evaluate.Candidate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Selections by several methods from the features of one run, made as {@code quantize} and {@code select} make them,
 * class by class.
 *
 * @param features what samples are compared by; null for what the run holds
 * @param methods random is in every comparison anyway; named, it stands for the sizes alone
 * @param bins numbers of bins; a single one is the ranking it holds, of GraphCut
 * @param keeps how many samples are kept
 * @param seed of what is drawn
 */
public record Sweep(
        @Nullable List<FeatureKind> features,
        List<EvaluatedMethod> methods,
        List<Integer> bins,
        List<Budget> keeps,
        long seed) {
    /** Numbers of bins unless told otherwise. */
    public static final String DEFAULT_BINS = BinningSettings.DEFAULT_BINS;

    /** How many samples are kept unless told otherwise. */
    public static final String DEFAULT_KEEP = "10%";

    /** Returns what is usual for some methods. */
    public static Sweep of(List<EvaluatedMethod> methods, long seed) {
        return new Sweep(
                null, methods, List.of(Integer.valueOf(DEFAULT_BINS)), List.of(Budget.parse(DEFAULT_KEEP)), seed);
    }

    /** Returns the features that a run of a source needs, of which the others can be taken. */
    public FeatureKind ofSource() {
        if (List.of(EvaluatedMethod.RANDOM).equals(methods)) {
            return FeatureKind.PIXELS; // nothing is compared, so the quickest will do
        }
        if (features == null || features.contains(FeatureKind.GRADIENT)) {
            return FeatureKind.GRADIENT; // of which embeddings are a factor
        }
        return features.get(0);
    }

    /**
     * Returns what samples are compared by in a run.
     *
     * @throws PithException when the run has no features
     * @throws IllegalArgumentException when nothing is said of features, and those of the run are its own
     */
    public List<FeatureKind> kinds(Session session) {
        if (features != null) {
            return features;
        }
        String held = session.run()
                .require(Step.FEATURES, "pith features")
                .configuration()
                .get("features");
        return List.of(Arrays.stream(FeatureKind.values())
                .filter(kind -> kind.toString().equals(held))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "the features of the run are of its source, which holds no images to train on")));
    }

    /** Returns the selections; two of one name and size are one. */
    public List<Candidate> candidates(Session session) {
        SamplesTable table = RunSamples.table(session);
        Classes classes = RunSamples.classes(session, table, true);
        double before = RunSelection.seconds(session.run().manifest(), EnumSet.of(Step.NETWORK, Step.FEATURES));
        Map<String, Candidate> candidates = new LinkedHashMap<>();
        for (FeatureKind choice : kinds(session)) {
            try (Features rows = RunFeatures.open(session, choice)) {
                for (EvaluatedMethod method : methods) {
                    for (int count : method.hasBins() ? bins : List.of(0)) {
                        for (Candidate made : candidates(session, table, rows, classes, method, count)) {
                            String name = method == EvaluatedMethod.RANDOM ? made.name() : made.name() + " " + choice;
                            candidates.putIfAbsent(
                                    name + made.size(),
                                    new Candidate(name, made.draws(), made.selectors(), before + made.seconds(), null));
                        }
                    }
                }
            }
        }
        return List.copyOf(candidates.values());
    }

    /** A single bin of the exchange holds everything, in no order: a draw from it is random. */
    private List<Candidate> candidates(
            Session session, SamplesTable table, Features rows, Classes classes, EvaluatedMethod method, int count) {
        if (!method.hasBins() || (method == EvaluatedMethod.DQ && count == 1)) {
            return ranked(session, table, rows, classes, method.ranking());
        }
        if (method == EvaluatedMethod.DQ) {
            return drawn(session, rows, classes, "dq-" + count, BinningMethod.RECURSIVE, count);
        }
        return count == 1
                ? List.of()
                : drawn(session, rows, classes, "exchange-" + count, BinningMethod.EXCHANGE, count);
    }

    /** Weights that a ranking may give are left aside: all selections are trained on alike. */
    private List<Candidate> ranked(
            Session session, SamplesTable table, Features rows, Classes classes, RankingMethod method) {
        RankingSettings configuration = configuration(method);
        ClassRanking ranking = new ClassRanking(configuration, session.threads(), session.memory());
        List<Candidate> candidates = new ArrayList<>();
        try (RunEvidence evidence = RunEvidence.open(session, table, configuration.needs(false), rows, null)) {
            for (Budget keep : keeps) {
                long started = System.nanoTime();
                try (TaskProgress progress = session.progress("ranking by " + method)) {
                    int[] ids = ranking.rank(evidence.evidence(), classes, keep.of(classes.total()), progress)
                            .ids();
                    candidates.add(new Candidate(method.toString(), ids, since(started)));
                }
            }
        }
        return candidates;
    }

    private List<Candidate> drawn(
            Session session, Features rows, Classes classes, String name, BinningMethod method, int count) {
        BinningSettings configuration =
                new BinningSettings(count, method, configuration(RankingMethod.GRAPHCUT), true, Published.NONE, seed);
        configuration.requireFits(classes.total());
        long started = System.nanoTime();
        int[] order;
        try (TaskProgress progress = session.progress("binning " + name)) {
            Binning binning = configuration.bin(rows, classes, session.threads(), session.memory(), progress);
            order = DrawOrder.of(binning, classes, rows.size(), seed);
        }
        double seconds = since(started);
        return keeps.stream()
                .map(keep -> new Candidate(name, Arrays.copyOf(order, keep.of(order.length)), seconds))
                .toList();
    }

    private RankingSettings configuration(RankingMethod method) {
        return RankingSettings.of(method, seed);
    }

    private static double since(long started) {
        return (System.nanoTime() - started) / 1e9;
    }
}
