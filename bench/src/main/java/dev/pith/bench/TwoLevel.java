package dev.pith.bench;

import dev.pith.feature.DenseFeatures;
import dev.pith.feature.Features;
import dev.pith.feature.Moments;
import dev.pith.feature.Similarity;
import dev.pith.npy.FloatMatrix;
import dev.pith.npy.Npy;
import dev.pith.parallel.Threads;
import dev.pith.quantize.BinSizes;
import dev.pith.quantize.Binning;
import dev.pith.quantize.Classes;
import dev.pith.quantize.RandomBinning;
import dev.pith.quantize.RecursiveBinning;
import dev.pith.random.Priority;
import dev.pith.run.Progress;
import dev.pith.sample.DrawOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What it costs in quality to bin random shards each for itself, instead of all rows together:
 * {@code TwoLevel DIRECTORY}, with {@code features.npy} and, for nearest neighbours, {@code labels.npy} in it. Ten
 * bins, cosine, a tenth kept.
 */
@SuppressWarnings("SystemOut") // a program's result
public final class TwoLevel {
    private static final int BINS = 10;
    private static final Similarity SIMILARITY = Similarity.COSINE;

    private final FloatMatrix matrix;
    private final Features features;
    private final long @Nullable [] labels;
    private final Threads threads;
    private final float[][] unit;

    private TwoLevel(FloatMatrix matrix, Features features, long @Nullable [] labels, Threads threads) {
        this.matrix = matrix;
        this.features = features;
        this.labels = labels;
        this.threads = threads;
        this.unit = new float[features.size()][matrix.columns()];
        for (int i = 0; i < unit.length; i++) {
            matrix.row(i, unit[i]);
            double norm = Math.sqrt(features.squaredNorm(i));
            for (int j = 0; j < unit[i].length; j++) {
                unit[i][j] /= (float) norm;
            }
        }
    }

    /** Prints a line per number of shards, and one of random bins. */
    public static void main(String[] arguments) {
        Path directory = Path.of(arguments[0]);
        Path labels = directory.resolve("labels.npy");
        try (Threads threads = new Threads(2);
                FloatMatrix matrix = Npy.mapFloats(directory.resolve("features.npy"));
                Features features = new DenseFeatures(Npy.mapFloats(directory.resolve("features.npy")), threads)) {
            new TwoLevel(matrix, features, Files.exists(labels) ? Npy.readLongs(labels) : null, threads).measure();
        }
    }

    private void measure() {
        int n = features.size();
        Classes all = Classes.all(n, new BitSet());
        Binning random = RandomBinning.of(all, BinSizes.balanced(all.sizes(), BINS), 0);
        double valueOfRandom = value(random.bins().get(0).ids());
        int[] exactBins = new int[0];
        double valueOfExact = 0;
        System.out.printf(
                "%d x %d%n%6s %8s %9s %9s %7s %9s %10s %9s %6s%n",
                n,
                matrix.columns(),
                "shards",
                "seconds",
                "same bin",
                "bin 1",
                "value",
                "gains off",
                "bound",
                "coverage",
                "1-NN");
        for (int shards = 1; shards <= 256 && n / shards >= 2 * BINS; shards *= 4) {
            int each = shards;
            long[] shardOf = IntStream.range(0, n)
                    .mapToLong(i -> Math.floorMod(Priority.of(i, 1), each))
                    .toArray();
            Classes classes = Classes.byLabel(shardOf, new BitSet());
            long start = System.nanoTime();
            Binning binning = RecursiveBinning.graphCut(
                    features, classes, BinSizes.balanced(classes.sizes(), BINS), SIMILARITY, 1, threads, Progress.NONE);
            double seconds = (System.nanoTime() - start) / 1e9;
            int[] bins = binning.binOf(n);
            int[] first = binning.bins().get(0).ids();
            if (shards == 1) {
                exactBins = bins;
                valueOfExact = value(first);
            }
            int[] exact = exactBins;
            long same = IntStream.range(0, n).filter(i -> bins[i] == exact[i]).count();
            long firsts = Arrays.stream(first).filter(i -> exact[i] == 0).count();
            double share = (value(first) - valueOfRandom) / (valueOfExact - valueOfRandom);
            double[] off = off(classes, bins);
            line(Integer.toString(shards), seconds, (double) same / n, (double) firsts / first.length, share, off);
            selection(binning, classes);
        }
        line("random", 0, 1.0 / BINS, 1.0 / BINS, 0, new double[2]);
        selection(random, all);
    }

    private static void line(String what, double seconds, double same, double first, double share, double[] off) {
        System.out.printf(
                "%6s %8.2f %8.1f%% %8.1f%% %6.1f%% %8.3f%% %9.3f%%",
                what, seconds, 100 * same, 100 * first, 100 * share, 100 * off[0], 100 * off[1]);
    }

    private Moments moments(int[] ids) {
        Moments moments = new Moments(matrix.columns());
        for (int id : ids) {
            moments.add(features, SIMILARITY, id);
        }
        return moments;
    }

    /** Returns GraphCut's value of a first bin: its similarity to all rows less that to itself. */
    private double value(int[] bin) {
        Moments all = moments(IntStream.range(0, features.size()).toArray());
        Moments picked = moments(bin);
        return Arrays.stream(bin)
                .mapToDouble(
                        i -> all.similarityTo(features, SIMILARITY, i) - picked.similarityTo(features, SIMILARITY, i))
                .sum();
    }

    /**
     * Returns by how much a gain inside a shard, times the number of shards, differs at most from the gain among all
     * rows when the first bin is full, and the bound on it, both as shares of n.
     */
    private double[] off(Classes shards, int[] bins) {
        int n = features.size();
        Moments all = moments(IntStream.range(0, n).toArray());
        Moments picked = moments(IntStream.range(0, n).filter(i -> bins[i] == 0).toArray());
        double largest = 0;
        double bound = 0;
        for (int[] shard : shards.ids()) {
            double times = (double) n / shard.length;
            Moments own = moments(shard);
            int[] first = Arrays.stream(shard).filter(i -> bins[i] == 0).toArray();
            Moments ownPicked = moments(first);
            double timesPicked = picked.count() / first.length;
            bound = Math.max(
                    bound, SIMILARITY.scale() * (apart(own, times, all) + 2 * apart(ownPicked, timesPicked, picked)));
            for (int i : shard) {
                double inside = times * own.similarityTo(features, SIMILARITY, i)
                        - 2 * timesPicked * ownPicked.similarityTo(features, SIMILARITY, i);
                double among =
                        all.similarityTo(features, SIMILARITY, i) - 2 * picked.similarityTo(features, SIMILARITY, i);
                largest = Math.max(largest, Math.abs(inside - among));
            }
        }
        return new double[] {largest / n, bound / n};
    }

    private static double apart(Moments part, double times, Moments whole) {
        double squares = 0;
        for (int j = 0; j < whole.vector().length; j++) {
            double difference = times * part.vector()[j] - whole.vector()[j];
            squares += difference * difference;
        }
        return Math.sqrt(squares);
    }

    /**
     * Prints how near a tenth of the rows, drawn from all bins, comes to the others, and how many of
     * these it classifies.
     */
    private void selection(Binning binning, Classes classes) {
        int n = features.size();
        int[] order = DrawOrder.of(binning, classes, n, 0);
        int[] kept = Arrays.copyOf(order, n / 10);
        double[] nearest = new double[n];
        int[] neighbour = new int[n];
        threads.forEach(n - kept.length, k -> {
            int i = order[kept.length + k];
            nearest[i] = -2;
            for (int other : kept) {
                double cosine = 0;
                for (int j = 0; j < unit[i].length; j++) {
                    cosine += unit[i][j] * unit[other][j];
                }
                if (cosine > nearest[i]) {
                    nearest[i] = cosine;
                    neighbour[i] = other;
                }
            }
        });
        int[] rest = Arrays.copyOfRange(order, kept.length, n);
        double coverage =
                Arrays.stream(rest).mapToDouble(i -> nearest[i]).average().orElse(0);
        long[] known = labels;
        String right = known == null
                ? "-"
                : String.format(
                        "%.1f%%",
                        100.0
                                * Arrays.stream(rest)
                                        .filter(i -> known[i] == known[neighbour[i]])
                                        .count()
                                / rest.length);
        System.out.printf(" %9.4f %6s%n", coverage, right);
    }
}
