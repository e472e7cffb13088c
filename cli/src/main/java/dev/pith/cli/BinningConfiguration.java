package dev.pith.cli;

import java.util.LinkedHashMap;
import java.util.Map;

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
            throw new IllegalArgumentException("--bins must be at least 1, got " + bins);
        }
        if (method == BinningMethod.EXCHANGE) {
            objective.similarity().linear("--method exchange");
        }
    }

    /** Insists on a sample for every bin. */
    void requireFits(int n) {
        if (bins > n) {
            throw new IllegalArgumentException("--bins must be in [1, " + n + "], the number of samples, got " + bins);
        }
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
