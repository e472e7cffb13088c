package dev.pith.cli;

import dev.pith.feature.Similarity;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Everything that decides the bins of given features.
 *
 * @param bins at least 1
 * @param lambda weight of the pool against the picks, positive
 * @param stratify whether every class is binned for itself
 * @param seed used by methods that draw
 */
record BinningConfiguration(
        int bins,
        BinningMethod method,
        Similarity similarity,
        double lambda,
        boolean stratify,
        Compat compat,
        long seed) {
    BinningConfiguration {
        if (bins < 1) {
            throw new IllegalArgumentException("--bins must be at least 1, got " + bins);
        }
        if (!(lambda > 0 && lambda < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("--lambda must be a positive number, got " + lambda);
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
        if (method != BinningMethod.RANDOM) {
            map.put("--similarity", similarity.name().toLowerCase(Locale.ROOT));
        }
        if (method == BinningMethod.RECURSIVE) {
            map.put("--objective", "graphcut");
            map.put("--lambda", Double.toString(lambda));
        } else {
            map.put("--seed", Long.toString(seed));
        }
        map.put("--stratify", Boolean.toString(stratify));
        map.put("--compat", compat.toString());
        return map;
    }
}
