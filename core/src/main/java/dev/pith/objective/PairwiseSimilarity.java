package dev.pith.objective;

import dev.pith.feature.Features;
import dev.pith.feature.Float32;
import dev.pith.feature.Similarity;
import dev.pith.parallel.Threads;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The similarities between the samples of a pool, exact one by one, approximate by the block.
 *
 * <p>Besides those of {@link Similarity} there are three. Rbf: {@code exp(-|x - y|^2 / m)}, m the median of the squared
 * distances between samples of the pool that differ. A pool of up to 512 samples gives all its pairs to the median, a
 * larger one 131,072 pairs drawn with a fixed seed; repeated rows have distance 0 and do not count, and where all rows
 * are alike m is 1. The exact one is taken by {@link StrictMath}, which has the same bits everywhere. Unit rbf:
 * {@code exp(-|x - y|^2)} of rows made one long. Closeness: {@code D - |x - y|}, D a little more than twice the largest
 * norm of the pool, so that it is never negative.
 *
 * <p>Squared distances are {@code |x|^2 + |y|^2 - 2 <x, y>}, at least 0.
 */
public final class PairwiseSimilarity {
    private static final int MEDIAN_PAIRS = 1 << 17;

    /** Columns of one matrix product. */
    private static final int COLUMNS = 128;

    /** What a similarity makes of an inner product or of the distance that follows from it. */
    private enum Shape {
        LINEAR,
        EXPONENTIAL,
        CLOSENESS
    }

    private final Features features;
    private final Similarity form;
    private final Shape shape;
    private final int[] ids;
    private final int[] all;
    private final double[] squaredNorms;
    private final double[] weights;

    /** The m of rbf, the D of closeness; 0 for the others. */
    private final double scale;

    private final double error;

    private PairwiseSimilarity(Features features, Similarity form, int[] ids, Shape shape) {
        this.features = features;
        this.form = form;
        this.shape = shape;
        this.ids = ids.clone();
        this.all = IntStream.range(0, ids.length).toArray();
        for (int k = 0; k < ids.length; k++) {
            if (ids[k] < 0 || ids[k] >= features.size() || (k > 0 && ids[k] <= ids[k - 1])) {
                throw new IllegalArgumentException(
                        "ids must ascend within [0, " + features.size() + "), got " + ids[k] + " at " + k);
            }
        }
        this.squaredNorms =
                Arrays.stream(ids).mapToDouble(features::squaredNorm).toArray();
        requireUsable();
        this.weights = Arrays.stream(squaredNorms).map(form::weight).toArray();
        this.scale = switch (shape) {
            case LINEAR -> 0;
            case EXPONENTIAL -> form == Similarity.COSINE ? 1 : medianSquaredDistance();
            case CLOSENESS -> 2.001
                    * Math.sqrt(Arrays.stream(squaredNorms).max().orElse(0));
        };
        if (shape == Shape.CLOSENESS && scale > Float.MAX_VALUE) {
            throw new IllegalArgumentException("the rows lie too far apart for float32: scale them down");
        }
        this.error = worstError();
    }

    /**
     * Returns one of the similarities that are an inner product.
     *
     * @param ids the pool, ascending, each once; copied
     * @throws IllegalArgumentException when a row of the pool is not finite or, for cosine, all zero
     */
    public static PairwiseSimilarity of(Features features, Similarity similarity, int[] ids) {
        return new PairwiseSimilarity(features, similarity, ids, Shape.LINEAR);
    }

    /**
     * Returns {@code exp(-|x - y|^2 / m)}.
     *
     * @param ids the pool, ascending, each once; copied
     * @throws IllegalArgumentException when a row of the pool is not finite
     */
    public static PairwiseSimilarity rbf(Features features, int[] ids) {
        return new PairwiseSimilarity(features, Similarity.SQEUCLID, ids, Shape.EXPONENTIAL);
    }

    /**
     * Returns {@code exp(-|x - y|^2)} of rows made one long, which is {@code exp(2 cos - 2)}.
     *
     * @param ids the pool, ascending, each once; copied
     * @throws IllegalArgumentException when a row of the pool is not finite or all zero
     */
    public static PairwiseSimilarity unitRbf(Features features, int[] ids) {
        return new PairwiseSimilarity(features, Similarity.COSINE, ids, Shape.EXPONENTIAL);
    }

    /**
     * Returns {@code D - |x - y|}.
     *
     * @param ids the pool, ascending, each once; copied
     * @throws IllegalArgumentException when a row of the pool is not finite
     */
    public static PairwiseSimilarity closeness(Features features, int[] ids) {
        return new PairwiseSimilarity(features, Similarity.SQEUCLID, ids, Shape.CLOSENESS);
    }

    private void requireUsable() {
        for (int x = 0; x < ids.length; x++) {
            boolean finite = squaredNorms[x] < Double.POSITIVE_INFINITY;
            if (!finite || (form == Similarity.COSINE && squaredNorms[x] == 0)) {
                throw new IllegalArgumentException("the row of id " + ids[x]
                        + (finite ? " is all zero and has no direction" : " is not finite") + ": leave it out");
            }
        }
    }

    private double medianSquaredDistance() {
        long all = (long) ids.length * (ids.length - 1) / 2;
        double[] distances = new double[(int) Math.min(all, MEDIAN_PAIRS)];
        int count = 0;
        if (all <= MEDIAN_PAIRS) {
            for (int x = 0; x < ids.length; x++) {
                for (int y = x + 1; y < ids.length; y++) {
                    distances[count++] = squaredDistance(x, y);
                }
            }
        } else {
            SplittableRandom random = new SplittableRandom(0);
            while (count < distances.length) {
                int x = random.nextInt(ids.length);
                int y = random.nextInt(ids.length);
                if (x != y) {
                    distances[count++] = squaredDistance(x, y);
                }
            }
        }
        double[] positive = Arrays.stream(distances).filter(d -> d > 0).sorted().toArray();
        int half = positive.length / 2;
        if (positive.length == 0) {
            return 1;
        }
        return positive.length % 2 == 1 ? positive[half] : (positive[half - 1] + positive[half]) / 2;
    }

    private double squaredDistance(int x, int y) {
        return squaredDistance(form.of(features.dot(ids[x], ids[y]), squaredNorms[x], squaredNorms[y]));
    }

    /** Cosine is {@code 0.5 + 0.5 cos}, and squared distances of unit rows are {@code 2 - 2 cos}. */
    private double squaredDistance(double similarity) {
        return Math.max(0, form == Similarity.COSINE ? 4 * (1 - similarity) : -similarity);
    }

    /** Returns the number of samples in the pool. */
    public int size() {
        return ids.length;
    }

    /** Returns the id at a position. */
    public int id(int position) {
        return ids[position];
    }

    /** Returns m of rbf, D of closeness; 0 for the others. */
    public double scale() {
        return scale;
    }

    /** Returns whether no similarity is negative: all but dot and sqeuclid. */
    public boolean isNonNegative() {
        return shape != Shape.LINEAR || form == Similarity.COSINE;
    }

    /** Returns what no similarity exceeds by more than {@link #error}, where none is negative. */
    double largest() {
        return shape == Shape.CLOSENESS ? scale : 1;
    }

    /**
     * Returns whether the similarities are a kernel, an inner product of some features: all but sqeuclid and closeness.
     */
    public boolean isKernel() {
        return shape == Shape.EXPONENTIAL || form != Similarity.SQEUCLID;
    }

    /** Returns the exact similarity of the samples at two positions; the same for (y, x). */
    public double of(int x, int y) {
        return switch (shape) {
            case LINEAR -> form.of(features.dot(ids[x], ids[y]), squaredNorms[x], squaredNorms[y]);
            case EXPONENTIAL -> StrictMath.exp(-squaredDistance(x, y) / scale);
            case CLOSENESS -> scale - Math.sqrt(squaredDistance(x, y));
        };
    }

    /**
     * Returns the exact Euclidean distance of the rows at two positions, of rows made one long for the similarities
     * that are of such; the same for (y, x).
     */
    double distance(int x, int y) {
        return Math.sqrt(squaredDistance(x, y));
    }

    /** Refuses dot products, which know no distance. */
    void requireDistance(String by) {
        if (form == Similarity.DOT) {
            throw new IllegalArgumentException(by + " needs a distance: cosine or sqeuclid, got dot");
        }
    }

    /** Returns how far an approximate similarity may lie from the exact one; infinite where some do not fit a float. */
    public double error() {
        return error;
    }

    /**
     * To what {@link Float32#pairError} says of the inner product's part are added a rounding to float32 of a value up
     * to {@code size}, 2^-24 of it, and double roundings on either side: a sum of d products is off by (d / 4 + 4)
     * 2^-53 of its size, and the few operations around it by less than 12 * 2^-53, which together is below (d + 16)
     * 2^-53, twice. The exponential of a number that is not positive has a slope of at most 1; two of them, each right
     * but for its last bit, and the quotient by the median are 2^-50 apart at most.
     * Two roots differ by at most the root of the difference.
     */
    private double worstError() {
        double largest = Arrays.stream(squaredNorms).max().orElse(0);
        double norm = Math.sqrt(largest);
        double weighted = form == Similarity.COSINE ? 1 : largest;
        double product = Float32.pairError(features, form, norm);
        double size = form.scale() * weighted + form.offset() + (form.subtractsNorms() ? 2 * weighted : 0);
        double linear = product + (features.dimension() + 16) * 0x1p-52 * size;
        double squared = form == Similarity.COSINE ? 4 * linear : linear;
        return switch (shape) {
            case LINEAR -> size > Float.MAX_VALUE
                    ? Double.POSITIVE_INFINITY
                    : Float32.SLACK * (linear + size * 0x1p-24);
            case EXPONENTIAL -> Float32.SLACK * (squared / scale + 0x1p-24 + 0x1p-50);
            case CLOSENESS -> Float32.SLACK * (Math.sqrt(squared) + scale * 0x1p-23);
        };
    }

    /**
     * Writes approximate similarities between some samples of the pool and others.
     *
     * @param rows positions
     * @param columns positions
     * @param out {@code out[c][r]} becomes the similarity of the samples at {@code rows[r]} and {@code columns[c]}
     */
    void approximate(int[] rows, int[] columns, float[][] out) {
        features.approximateDots(rows == all ? ids : idsAt(rows), idsAt(columns), out);
        for (int c = 0; c < columns.length; c++) {
            fromDots(rows, columns[c], out[c]);
        }
    }

    private int[] idsAt(int[] positions) {
        return Arrays.stream(positions).map(x -> ids[x]).toArray();
    }

    /** Returns the positions of all samples; not copied. */
    int[] all() {
        return all;
    }

    /**
     * Writes the approximate similarities of all samples and one: {@code out[x]} becomes that of the samples at
     * x and y.
     */
    public void approximate(int y, float[] out) {
        approximate(all, new int[] {y}, new float[][] {out});
    }

    /** Returns the bytes of Java heap that {@link #forEachColumn} takes on each thread, if its sink keeps nothing. */
    static long columnBytes(long n) {
        return Float.BYTES * COLUMNS * n;
    }

    /** Makes the approximate similarities of all samples to each, in no certain order; the sink may keep the arrays. */
    void forEachColumn(Threads threads, ColumnSink sink) {
        forEachColumn(all, all, threads, sink);
    }

    /**
     * Makes the approximate similarities of some samples to some, in no certain order; the sink may keep the arrays.
     *
     * @param columns positions
     * @param rows positions of what each is compared with
     */
    void forEachColumn(int[] columns, int[] rows, Threads threads, ColumnSink sink) {
        threads.forEach((columns.length + COLUMNS - 1) / COLUMNS, task -> {
            int[] block = Arrays.copyOfRange(columns, task * COLUMNS, Math.min(columns.length, (task + 1) * COLUMNS));
            float[][] out = new float[block.length][rows.length];
            approximate(rows, block, out);
            for (int c = 0; c < block.length; c++) {
                sink.accept(block[c], out[c]);
            }
        });
    }

    /** Takes the approximate similarities of samples to one. Called from several threads. */
    @FunctionalInterface
    interface ColumnSink {
        void accept(int y, float[] similarities);
    }

    /** Turns inner products with y into similarities. */
    private void fromDots(int[] rows, int y, float[] values) {
        double normY = squaredNorms[y];
        double factor = form.scale() * weights[y];
        double heaviest = Float32.heaviest(features, form, weights[y]);
        boolean linear = shape == Shape.LINEAR;
        boolean exponential = shape == Shape.EXPONENTIAL;
        for (int r = 0; r < values.length; r++) {
            int x = rows[r];
            double dot = values[r];
            if (!(Math.abs(dot) <= Float.MAX_VALUE) || weights[x] > heaviest) {
                dot = features.dot(ids[x], ids[y]); // beyond the range of float32
            }
            double value = factor * weights[x] * dot + form.offset();
            if (form.subtractsNorms()) {
                value -= squaredNorms[x] + normY;
            }
            values[r] = linear
                    ? (float) Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, value))
                    : (float)
                            (exponential
                                    ? Math.exp(-squaredDistance(value) / scale)
                                    : scale - Math.sqrt(squaredDistance(value)));
        }
    }
}
