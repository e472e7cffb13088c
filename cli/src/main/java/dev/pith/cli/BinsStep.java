package dev.pith.cli;

import dev.pith.Ranking;
import dev.pith.feature.Features;
import dev.pith.npy.Npy;
import dev.pith.quantize.Binning;
import dev.pith.quantize.Classes;
import dev.pith.quantize.ExchangeBinning;
import dev.pith.quantize.RandomBinning;
import dev.pith.quantize.RecursiveBinning;
import dev.pith.run.Progress;
import dev.pith.run.SamplesTable;
import dev.pith.run.Step;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The step {@code bins}: puts the samples of a run into bins by their features. */
final class BinsStep {
    static final String FOLDER = "bins";

    private final Session session;
    private final BinningConfiguration configuration;

    BinsStep(Session session, BinningConfiguration configuration) {
        this.session = session;
        this.configuration = configuration;
    }

    void perform() {
        session.perform(Step.BINS, configuration.toMap(), staging -> {
            SamplesTable table = RunSamples.table(session);
            Binning binning = bin(RunSamples.classes(session, table, configuration.stratify()));
            writeBins(staging.folder(FOLDER), binning.bins());
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
    }

    private Binning bin(Classes classes) {
        int[][] sizes = configuration.compat().sizes(classes.sizes(), configuration.bins());
        if (configuration.method() == BinningMethod.RANDOM) {
            return RandomBinning.of(classes, sizes, configuration.seed());
        }
        try (Features features = FeaturesStep.open(session);
                ProgressLine progress = session.progress("binning")) {
            session.memory()
                    .require(
                            "Binning",
                            MemoryEstimate.bins(features.size(), features.dimension()),
                            "use features of fewer dimensions");
            return bin(features, classes, sizes, progress);
        }
    }

    private Binning bin(Features features, Classes classes, int[][] sizes, Progress progress) {
        return switch (configuration.method()) {
            case RECURSIVE -> recursive(features, classes, sizes, progress);
            case EXCHANGE -> ExchangeBinning.of(
                    features,
                    classes,
                    sizes,
                    configuration.objective().similarity().linear("exchange"),
                    configuration.seed(),
                    progress);
            case RANDOM -> throw new IllegalStateException("needs no features");
        };
    }

    private Binning recursive(Features features, Classes classes, int[][] sizes, Progress progress) {
        RankingConfiguration objective = configuration.objective();
        if (objective.isLinear()) {
            return RecursiveBinning.graphCut(
                    features,
                    classes,
                    sizes,
                    objective.similarity().linear("graphcut"),
                    objective.lambda(),
                    session.workers(),
                    progress);
        }
        objective.warning().ifPresent(session::warn);
        return RecursiveBinning.of(
                classes,
                sizes,
                (ids, workers) -> new RankedRounds(objective, features, ids, session.memory(), workers),
                session.workers(),
                progress);
    }

    private static void writeBins(Path folder, List<Ranking> bins) throws IOException {
        for (int k = 0; k < bins.size(); k++) {
            Npy.write(
                    folder.resolve(String.format(Locale.ROOT, "bin-%03d.npy", k)),
                    bins.get(k).ids());
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
