package dev.pith.bench;

import dev.pith.Ranking;
import dev.pith.feature.DenseFeatures;
import dev.pith.feature.Features;
import dev.pith.feature.Similarity;
import dev.pith.maximizer.NaiveGreedy;
import dev.pith.npy.Npy;
import dev.pith.objective.FacilityLocation;
import dev.pith.objective.PairwiseSimilarity;
import dev.pith.parallel.Threads;
import dev.pith.run.MemoryLimit;
import dev.pith.run.Progress;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * What weights cost facility location: a tenth of one class ranked with equal and with unequal demands in turns, on one
 * thread; processor time, the least of several runs each.
 */
final class DemandSpeed {
    private static final int REPEATS = 5;

    private DemandSpeed() {}

    /**
     * Measures.
     *
     * @param args rows, dimension
     */
    @SuppressWarnings("SystemOut") // a program's result
    public static void main(String[] args) throws IOException {
        int n = Integer.parseInt(args[0]);
        int d = Integer.parseInt(args[1]);
        Path folder = Files.createTempDirectory("demand");
        new Rows(Rows.Kind.EMBEDDING, n, d, 1, 1).write(folder);
        double[] equal = new double[n];
        Arrays.fill(equal, 1);
        SplittableRandom random = new SplittableRandom(2);
        double[] hard = random.doubles(n)
                .map(u -> 0.001 + 0.2 * Math.pow(u, 4)) // most are easy, as by CAD
                .toArray();
        try (Threads threads = new Threads(1);
                Features rows = new DenseFeatures(Npy.mapFloats(folder.resolve("features.npy")), threads)) {
            double[] least = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
            for (int repeat = 0; repeat < REPEATS; repeat++) {
                for (int kind = 0; kind < 2; kind++) {
                    least[kind] = Math.min(least[kind], seconds(rows, kind == 0 ? equal : hard, threads));
                }
            }
            System.out.printf(
                    Locale.ROOT,
                    "%d of %d x %d: equal demands %.3f s, unequal %.3f s of processor time, %.3f times%n",
                    n / 10,
                    n,
                    d,
                    least[0],
                    least[1],
                    least[1] / least[0]);
        } finally {
            Folders.delete(folder);
        }
    }

    private static double seconds(Features rows, double[] demand, Threads threads) {
        int[] ids = IntStream.range(0, demand.length).toArray();
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        FacilityLocation objective = new FacilityLocation(
                PairwiseSimilarity.of(rows, Similarity.COSINE, ids), demand, MemoryLimit.parse("4g"), threads);
        Ranking ranking = new NaiveGreedy().maximize(objective, demand.length / 10, Progress.NONE);
        if (ranking.size() != demand.length / 10) {
            throw new AssertionError("ranked " + ranking.size());
        }
        return (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before) / 1e9;
    }
}
