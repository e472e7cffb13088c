package dev.pith.pipeline.selection;

import dev.pith.Ranking;
import dev.pith.feature.Features;
import dev.pith.npy.Npy;
import dev.pith.pipeline.feature.RunFeatures;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.RunSamples;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.TaskProgress;
import dev.pith.quantize.Classes;
import dev.pith.run.SamplesTable;
import dev.pith.run.Staging;
import dev.pith.run.Step;
import dev.pith.sample.Budget;
import dev.pith.selection.ClassRanking;
import dev.pith.selection.RankingSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The step {@code select}: one ranking of the samples. In a run without bins the ranking is also the selection; in one with bins the
 * selection stays the draw from them.
 */
public final class SelectStep {
    private final Session session;
    private final RankingSettings configuration;
    private final Budget budget;
    private final @Nullable TextBudget text;
    private final boolean stratify;

    public SelectStep(
            Session session,
            RankingSettings configuration,
            Budget budget,
            @Nullable TextBudget text,
            boolean stratify) {
        this.session = session;
        this.configuration = configuration;
        this.budget = budget;
        this.text = text;
        this.stratify = stratify;
    }

    public void perform() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put("method", configuration.method().toString());
        map.put("budget", budget.text());
        if (text != null) {
            map.putAll(text.toMap());
        }
        map.putAll(configuration.toMap());
        map.put("stratify", Boolean.toString(stratify));
        session.perform(Step.SELECT, map, staging -> {
            configuration.warning().ifPresent(session::warn);
            SamplesTable table = RunSamples.table(session);
            Ranking ranking = within(rank(RunSamples.classes(session, table, stratify)));
            Npy.write(staging.file(RunFiles.RANKING), ranking.ids());
            Npy.write(staging.file(RunFiles.GAINS), ranking.gains());
            if (session.run().manifest().step(Step.BINS).isEmpty()) {
                writeSelection(staging, table, ranking);
            }
            staging.note("selected", Integer.toString(ranking.size()));
        });
    }

    private Ranking rank(Classes classes) {
        try (Features features = RunFeatures.open(session);
                TaskProgress progress = session.progress("ranking")) {
            return new ClassRanking(configuration, session.workers(), session.memory())
                    .rank(features, classes, budget.of(classes.total()), progress);
        }
    }

    private Ranking within(Ranking ranking) {
        int size = text == null ? ranking.size() : SampleStep.within(session, text, budget, ranking.ids());
        return new Ranking(Arrays.copyOf(ranking.ids(), size), Arrays.copyOf(ranking.gains(), size));
    }

    private void writeSelection(Staging staging, SamplesTable table, Ranking ranking) throws IOException {
        table.forgetRanks();
        boolean[] selected = new boolean[table.size()];
        for (int rank = 0; rank < ranking.size(); rank++) {
            int id = ranking.ids()[rank];
            selected[id] = true;
            table.rank[id] = rank;
            table.gain[id] = ranking.gains()[rank];
        }
        table.selected = selected;
        Npy.write(staging.file(RunFiles.SELECTION), ranking.ids());
        SelectedRecords.write(session, staging, ranking.ids());
        try (OutputStream out = Files.newOutputStream(staging.file(SamplesTable.FILE))) {
            table.write(out);
        }
    }
}
