package dev.pith.cli;

import dev.pith.Ranking;
import dev.pith.feature.Features;
import dev.pith.npy.Npy;
import dev.pith.quantize.Classes;
import dev.pith.run.Progress;
import dev.pith.run.SamplesTable;
import dev.pith.run.Staging;
import dev.pith.run.Step;
import dev.pith.sample.Budget;
import dev.pith.sample.FairSchedule;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The step {@code select}: one ranking of the samples.
 *
 * <p>With several classes each is ranked for itself, and they take turns in the ranking by their shares. In a run without bins
 * the ranking is also the selection; in one with bins the selection stays the draw from them.
 */
final class SelectStep {
    static final String RANKING = "ranking.npy";
    static final String GAINS = "gains.npy";

    private final Session session;
    private final RankingConfiguration configuration;
    private final Budget budget;
    private final boolean stratify;

    SelectStep(Session session, RankingConfiguration configuration, Budget budget, boolean stratify) {
        this.session = session;
        this.configuration = configuration;
        this.budget = budget;
        this.stratify = stratify;
    }

    void perform() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put("--method", configuration.method().toString());
        map.put("--budget", budget.text());
        map.putAll(configuration.toMap());
        map.put("--stratify", Boolean.toString(stratify));
        session.perform(Step.SELECT, map, staging -> {
            configuration.warning().ifPresent(session::warn);
            SamplesTable table = RunSamples.table(session);
            Ranking ranking = rank(RunSamples.classes(session, table, stratify));
            Npy.write(staging.file(RANKING), ranking.ids());
            Npy.write(staging.file(GAINS), ranking.gains());
            if (session.run().manifest().step(Step.BINS).isEmpty()) {
                writeSelection(staging, table, ranking);
            }
            staging.note("selected", Integer.toString(ranking.size()));
        });
    }

    private Ranking rank(Classes classes) {
        int[] turns = Arrays.copyOf(FairSchedule.of(classes.sizes(), 0), budget.of(classes.total()));
        int[] counts = new int[classes.count()];
        for (int c : turns) {
            counts[c]++;
        }
        Ranking[] ofClass = new Ranking[counts.length];
        try (Features features = FeaturesStep.open(session);
                ProgressLine progress = session.progress("ranking")) {
            session.memory()
                    .require(
                            "Ranking",
                            MemoryEstimate.bins(features.size(), features.dimension()),
                            "use features of fewer dimensions");
            int before = 0;
            for (int c = 0; c < counts.length; c++) {
                int done = before;
                Progress ofAll = (picked, ofThis) -> progress.onStep(done + picked, turns.length);
                ofClass[c] = configuration.rank(
                        features, classes.ids()[c], counts[c], session.workers(), session.memory(), ofAll);
                before += counts[c];
            }
        }
        return merged(ofClass, turns);
    }

    private static Ranking merged(Ranking[] ofClass, int[] turns) {
        int[] ids = new int[turns.length];
        double[] gains = new double[turns.length];
        int[] next = new int[ofClass.length];
        for (int t = 0; t < turns.length; t++) {
            Ranking ranking = ofClass[turns[t]];
            int position = next[turns[t]]++;
            ids[t] = ranking.ids()[position];
            gains[t] = ranking.gains()[position];
        }
        return new Ranking(ids, gains);
    }

    private static void writeSelection(Staging staging, SamplesTable table, Ranking ranking) throws IOException {
        table.forgetRanks();
        boolean[] selected = new boolean[table.size()];
        for (int rank = 0; rank < ranking.size(); rank++) {
            int id = ranking.ids()[rank];
            selected[id] = true;
            table.rank[id] = rank;
            table.gain[id] = ranking.gains()[rank];
        }
        table.selected = selected;
        Npy.write(staging.file(SampleStep.SELECTION), ranking.ids());
        try (OutputStream out = Files.newOutputStream(staging.file(SamplesTable.FILE))) {
            table.write(out);
        }
    }
}
