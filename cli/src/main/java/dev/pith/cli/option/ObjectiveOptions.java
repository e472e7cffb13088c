package dev.pith.cli.option;

import dev.pith.selection.BinningSettings;
import dev.pith.selection.RankingMethod;
import dev.pith.selection.RankingSettings;
import dev.pith.selection.SimilarityKind;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** By which gain, and how, a bin's samples are picked. */
final class ObjectiveOptions {
    @Option(
            names = "--objective",
            paramLabel = "NAME",
            defaultValue = "graphcut",
            description = "What recursive bins maximize: graphcut, facility-location or log-determinant"
                    + " (default: ${DEFAULT-VALUE}).")
    private RankingMethod objective;

    @Mixin
    private GainOptions gain;

    RankingSettings configuration(boolean texts, long seed) {
        if (!objective.makesBins()) {
            throw new IllegalArgumentException(
                    "--objective must be graphcut, facility-location or log-determinant, got " + objective);
        }
        SimilarityKind usual = BinningSettings.objective(objective, texts, seed).similarity();
        return gain.configuration(objective, usual, 0, seed);
    }
}
