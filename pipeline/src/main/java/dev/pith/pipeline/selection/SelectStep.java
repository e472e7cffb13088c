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
import dev.pith.selection.ClassRanking;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.Arrays;

/**
 * The step {@code select}: one ranking of the samples. In a run without bins the ranking is also the selection; in one with bins the
 * selection stays the draw from them.
 */
public final class SelectStep {
    private final Session session;
    private final SelectSettings settings;

    public SelectStep(Session session, SelectSettings settings) {
        this.session = session;
        this.settings = settings;
    }

    /**
     * Ranks, unless it is done.
     *
     * @return the ranked ids with their gains
     * @throws IllegalArgumentException when the settings do not suit the samples
     * @throws dev.pith.PithException when the run has no features, or its source is another by now
     */
    public Ranking perform() {
        RunFeatures.require(session);
        settings.requireFits(session.samples().n());
        Stratify.require(settings.stratify(), RunSamples.areLabelled(session));
        session.perform(Step.SELECT, settings.toMap(), staging -> {
            settings.ranking().warning().ifPresent(session::warn);
            SamplesTable table = RunSamples.table(session);
            Ranking ranking = within(rank(RunSamples.classes(session, table, settings.stratify())));
            Npy.write(staging.file(RunFiles.RANKING), ranking.ids());
            Npy.write(staging.file(RunFiles.GAINS), ranking.gains());
            if (session.run().manifest().step(Step.BINS).isEmpty()) {
                writeSelection(staging, table, ranking);
            }
            staging.note("selected", Integer.toString(ranking.size()));
        });
        return new Ranking(
                RunSamples.ids(session.run().file(RunFiles.RANKING)),
                Npy.readDoubles(session.run().file(RunFiles.GAINS)));
    }

    private Ranking rank(Classes classes) {
        try (Features features = RunFeatures.open(session);
                TaskProgress progress = session.progress("ranking")) {
            return new ClassRanking(settings.ranking(), session.workers(), session.memory())
                    .rank(features, classes, settings.budget().of(classes.total()), progress);
        }
    }

    private Ranking within(Ranking ranking) {
        int size = settings.text() == null
                ? ranking.size()
                : SampleStep.within(session, settings.text(), settings.budget(), ranking.ids());
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
