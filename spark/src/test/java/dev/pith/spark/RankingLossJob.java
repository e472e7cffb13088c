package dev.pith.spark;

import dev.pith.feature.DenseFeatures;
import dev.pith.feature.Features;
import dev.pith.feature.Similarity;
import dev.pith.npy.FloatMatrix;
import dev.pith.npy.Npy;
import dev.pith.parallel.Threads;
import dev.pith.run.MemoryLimit;
import dev.pith.run.Progress;
import dev.pith.sample.Coverage;
import dev.pith.selection.RankingMethod;
import dev.pith.selection.RankingSettings;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What it costs to rank by facility location in two rounds, of shards and of their picks, instead of all rows together:
 * the figures of docs/scale.md, see spark/bin/loss. Of each budget a line for core's greedy picks, one for random ones
 * and one for every number of shards: facility location's value of all rows, as a share of that of the greedy picks.
 */
@SuppressWarnings("SystemOut") // a program's result
public final class RankingLossJob {
    private RankingLossJob() {}

    /** Takes {@code FEATURES.npy BUDGETS SHARDS}, the latter two as {@code 50,300}. */
    public static void main(String[] arguments) {
        FloatMatrix matrix = Npy.mapFloats(Path.of(arguments[0]));
        int[] all = IntStream.range(0, (int) matrix.rows()).toArray();
        SparkSession spark = LocalSpark.session();
        try (Threads threads = new Threads(2);
                Features features = new DenseFeatures(matrix, threads)) {
            Dataset<Row> rows = rows(matrix).shuffled(spark, 0, 1, 4).cache();
            rows.count();
            for (String budget : arguments[1].split(",", -1)) {
                int count = Integer.parseInt(budget);
                long start = System.nanoTime();
                int[] greedy = rank(RankingMethod.FACILITY_LOCATION, features, all, count, threads);
                String took = seconds(start);
                double exact = value(features, all, greedy, threads);
                print(count, "greedy", took, 1, 1);
                int[] drawn = rank(RankingMethod.RANDOM, features, all, count, threads);
                double random = value(features, all, drawn, threads) / exact;
                print(count, "random", "", random, 0);
                for (String shards : arguments[2].split(",", -1)) {
                    long begin = System.nanoTime();
                    int[] picks = new DatasetRanker()
                                    .setIdCol("id")
                                    .setBudget(budget)
                                    .setShards(shards)
                                    .transform(rows)
                                    .filter("rank is not null")
                                    .select("id")
                                    .collectAsList()
                                    .stream()
                                    .mapToInt(row -> (int) row.getLong(0))
                                    .toArray();
                    String seconds = seconds(begin);
                    double share = value(features, all, picks, threads) / exact;
                    print(count, shards + " shards", seconds, share, (share - random) / (1 - random));
                }
            }
        } finally {
            spark.stop();
        }
    }

    private static LocalSpark.Data rows(FloatMatrix matrix) {
        int n = (int) matrix.rows();
        float[] values = new float[n * matrix.columns()];
        for (int i = 0; i < n; i++) {
            matrix.row(i, values, i * matrix.columns());
        }
        return new LocalSpark.Data(values, matrix.columns(), new long[n]);
    }

    private static int[] rank(RankingMethod method, Features features, int[] ids, int budget, Threads threads) {
        return RankingSettings.of(method, 0)
                .rank(features, ids, budget, threads, MemoryLimit.ofMachine(), Progress.NONE)
                .ids();
    }

    /** Returns facility location's value: of unit rows, a similarity is 1 - distance^2 / 4. */
    private static double value(Features features, int[] all, int[] picks, Threads threads) {
        return Arrays.stream(Coverage.of(features, Similarity.COSINE, all, picks, threads)
                        .distance())
                .map(distance -> 1 - distance * distance / 4)
                .sum();
    }

    private static String seconds(long start) {
        return String.format(Locale.ROOT, "%.1f", (System.nanoTime() - start) / 1e9);
    }

    private static void print(int budget, String what, String seconds, double share, double overRandom) {
        System.out.printf(
                Locale.ROOT, "%6d %-12s %6s s %8.4f %6.1f %%%n", budget, what, seconds, share, 100 * overRandom);
    }
}
