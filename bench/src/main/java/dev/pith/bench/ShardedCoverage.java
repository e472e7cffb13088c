package dev.pith.bench;

import dev.pith.feature.DenseFeatures;
import dev.pith.feature.Features;
import dev.pith.feature.Similarity;
import dev.pith.npy.Npy;
import dev.pith.parallel.Threads;
import dev.pith.quantize.Classes;
import dev.pith.quantize.Shards;
import dev.pith.run.MemoryLimit;
import dev.pith.run.Progress;
import dev.pith.sample.Coverage;
import dev.pith.selection.ClassRanking;
import dev.pith.selection.ClassShares;
import dev.pith.selection.RankingMethod;
import dev.pith.selection.RankingSettings;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What it costs in coverage to rank random shards each for itself, instead of all rows together:
 * {@code ShardedCoverage DIRECTORY}, with {@code features.npy} in it. By facility location on cosines a twentieth is
 * kept; of every number of shards a line with the seconds, and what the picks gain in facility location's value of all
 * rows over random ones, as a share of what ranking all rows together gains.
 */
@SuppressWarnings("SystemOut") // a program's result
public final class ShardedCoverage {
    private static final int KEPT = 20;

    private ShardedCoverage() {}

    /** Prints the lines. */
    public static void main(String[] arguments) {
        try (Threads threads = new Threads(2);
                Features features =
                        new DenseFeatures(Npy.mapFloats(Path.of(arguments[0]).resolve("features.npy")), threads)) {
            int n = features.size();
            double random = value(features, rank(features, RankingMethod.RANDOM, 1, threads), threads);
            double exact = Double.NaN;
            System.out.printf("%d x %d%n%6s %8s %10s%n", n, features.dimension(), "shards", "seconds", "value");
            for (int shards = 1; n / shards >= 4 * KEPT; shards *= 4) {
                long start = System.nanoTime();
                int[] picks = rank(features, RankingMethod.FACILITY_LOCATION, shards, threads);
                double seconds = (System.nanoTime() - start) / 1e9;
                double value = value(features, picks, threads);
                exact = shards == 1 ? value : exact;
                System.out.printf(
                        Locale.ROOT, "%6d %8.2f %9.1f%%%n", shards, seconds, 100 * (value - random) / (exact - random));
            }
        }
    }

    private static int[] rank(Features features, RankingMethod method, int shards, Threads threads) {
        int n = features.size();
        return new ClassRanking(
                        RankingSettings.of(method, 1),
                        threads,
                        MemoryLimit.ofMachine(),
                        ClassShares.SOURCE,
                        new int[0],
                        new Shards(shards))
                .rank(features, Classes.all(n, new BitSet()), n / KEPT, Progress.NONE)
                .ids();
    }

    /** Returns the mean similarity of a row with the pick that is most like it: of unit rows, 1 - distance^2 / 4. */
    private static double value(Features features, int[] picks, Threads threads) {
        int[] all = IntStream.range(0, features.size()).toArray();
        Coverage coverage = Coverage.of(features, Similarity.COSINE, all, picks, threads);
        return Arrays.stream(coverage.distance())
                .map(distance -> 1 - distance * distance / 4)
                .average()
                .orElseThrow();
    }
}
