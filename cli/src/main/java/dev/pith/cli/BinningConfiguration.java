package dev.pith.cli;

import dev.pith.feature.Features;
import dev.pith.feature.Similarity;
import dev.pith.parallel.Workers;
import dev.pith.quantize.Binning;
import dev.pith.quantize.Classes;
import dev.pith.quantize.ExchangeBinning;
import dev.pith.quantize.RandomBinning;
import dev.pith.quantize.RecursiveBinning;
import dev.pith.run.MemoryLimit;
import dev.pith.run.Progress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that decides the bins of given features.
 *
 * @param bins at least 1
 * @param objective by what and how the recursive method picks; its similarity also serves the exchange
 * @param stratify whether every class is binned for itself
 * @param seed used by methods that draw
 */
record BinningConfiguration(
        int bins, BinningMethod method, RankingConfiguration objective, boolean stratify, Compat compat, long seed) {
    BinningConfiguration {
        if (bins < 1) {
            throw new IllegalArgumentException("`bins` must be at least 1, got " + bins);
        }
        if (method == BinningMethod.EXCHANGE) {
            objective.similarity().linear("`method exchange`");
        }
    }

    /** Insists on a sample for every bin. */
    void requireFits(int n) {
        if (bins > n) {
            throw new IllegalArgumentException("`bins` must be in [1, " + n + "], the number of samples, got " + bins);
        }
    }

    /** Returns one line for the user when the picks may not be the largest gains. */
    Optional<String> warning() {
        return method == BinningMethod.RECURSIVE ? objective.warning() : Optional.empty();
    }

    /** Puts samples into bins; what cannot be used is in no class. */
    Binning bin(Features features, Classes classes, Workers workers, MemoryLimit memory, Progress progress) {
        int[][] sizes = compat.sizes(classes.sizes(), bins);
        if (method == BinningMethod.RANDOM) {
            return RandomBinning.of(classes, sizes, seed);
        }
        memory.require(
                "Binning",
                PickingMemory.of(features.size(), features.dimension()),
                "use features of fewer dimensions");
        if (method == BinningMethod.EXCHANGE) {
            Similarity distance = objective.similarity().linear("exchange");
            return ExchangeBinning.of(features, classes, sizes, distance, seed, progress);
        }
        if (objective.isLinear()) {
            Similarity inner = objective.similarity().linear("graphcut");
            return RecursiveBinning.graphCut(features, classes, sizes, inner, objective.lambda(), workers, progress);
        }
        return RecursiveBinning.of(
                classes,
                sizes,
                (ids, shared) -> new RankedRounds(objective, features, ids, memory, shared),
                workers,
                progress);
    }

    /** Returns what the manifest remembers: option name to value. */
    Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put("--bins", Integer.toString(bins));
        map.put("--method", method.toString());
        switch (method) {
            case RECURSIVE -> {
                map.put("--objective", objective.method().toString());
                map.putAll(objective.toMap());
            }
            case EXCHANGE -> {
                map.put("--similarity", objective.similarity().toString());
                map.put("--seed", Long.toString(seed));
            }
            case RANDOM -> map.put("--seed", Long.toString(seed));
        }
        map.put("--stratify", Boolean.toString(stratify));
        map.put("--compat", compat.toString());
        return map;
    }
}
