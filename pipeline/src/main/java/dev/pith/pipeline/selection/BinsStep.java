package dev.pith.pipeline.selection;

import dev.pith.Ranking;
import dev.pith.feature.Features;
import dev.pith.npy.Npy;
import dev.pith.pipeline.feature.RunFeatures;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.RunSamples;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.TaskProgress;
import dev.pith.quantize.Binning;
import dev.pith.quantize.Classes;
import dev.pith.run.SamplesTable;
import dev.pith.run.Staging;
import dev.pith.run.Step;
import dev.pith.selection.BinningSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** The step {@code bins}: puts the samples of a run into bins by their features. */
public final class BinsStep {
    private final Session session;
    private final BinningSettings configuration;

    public BinsStep(Session session, BinningSettings configuration) {
        this.session = session;
        this.configuration = configuration;
    }

    /**
     * Bins, unless it is done.
     *
     * @return the bins, ids in pick order with their gains
     * @throws IllegalArgumentException when the settings do not suit the samples
     * @throws dev.pith.PithException when the run has no features, or its source is another by now
     */
    public Binning perform() {
        RunFeatures.require(session);
        configuration.requireFits(session.samples().n());
        Stratify.require(configuration.stratify(), RunSamples.areLabelled(session));
        session.perform(Step.BINS, configuration.toMap(), staging -> {
            SamplesTable table = RunSamples.table(session);
            Binning binning = bin(staging, RunSamples.classes(session, table, configuration.stratify()));
            writeBins(staging.folder(RunFiles.BINS), binning.bins());
            fill(table, binning.bins());
            try (OutputStream out = Files.newOutputStream(staging.file(SamplesTable.FILE))) {
                table.write(out);
            }
            staging.note("bins", Integer.toString(binning.bins().size()));
            staging.note(
                    "binned",
                    Integer.toString(binning.bins().stream()
                            .mapToInt(bin -> bin.ids().length)
                            .sum()));
        });
        return RunSamples.binning(session, RunSamples.table(session), configuration.bins());
    }

    private Binning bin(Staging staging, Classes classes) {
        configuration.warning().ifPresent(session::warn);
        try (Features features = RunFeatures.open(session);
                TaskProgress progress = InShards.progress(session, configuration.shards(), "binning")) {
            Binning binning = configuration.bin(features, classes, session.threads(), session.memory(), progress);
            InShards.note(
                    session,
                    staging,
                    configuration.shards(),
                    classes,
                    "binned",
                    "binning",
                    () -> off(staging, configuration.offBy(features, classes, binning, session.threads())));
            return binning;
        }
    }

    private static String off(Staging staging, OptionalDouble gains) {
        if (gains.isEmpty()) {
            return "";
        }
        staging.note("gains off by", Double.toString(gains.getAsDouble()));
        return String.format(
                Locale.ROOT, ": gains are off by %.1f %% of their range at most", 100 * gains.getAsDouble());
    }

    private static void writeBins(Path folder, List<Ranking> bins) throws IOException {
        for (int k = 0; k < bins.size(); k++) {
            Npy.write(folder.resolve(RunFiles.bin(k)), bins.get(k).ids());
        }
    }

    private static void fill(SamplesTable table, List<Ranking> bins) {
        table.forgetRanks();
        for (int k = 0; k < bins.size(); k++) {
            Ranking bin = bins.get(k);
            for (int rank = 0; rank < bin.ids().length; rank++) {
                int id = bin.ids()[rank];
                table.bin[id] = k;
                table.rank[id] = rank;
                table.gain[id] = bin.gains()[rank];
            }
        }
    }
}
