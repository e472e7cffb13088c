package dev.pith.feature;

import dev.pith.npy.FloatMatrix;
import dev.pith.parallel.Threads;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;

/**
 * The gradients of the last layer, kept as their two factors.
 *
 * <p>With {@code b = dL/dlogits} (c numbers) and the embedding {@code e} (m numbers) a row is the matrix
 * {@code b (1, e)^T}, of c (m + 1) numbers that are never formed: {@code <g, g'> = (b . b') (1 + e . e')}. A vector of
 * {@link #dimension()} numbers holds class k from {@code k (m + 1)} on, the bias first. A query or a sum costs c (m +
 * 1) operations a row.
 */
public final class GradientFactors implements Features {
    private static final int BLOCK = 512;

    private final DenseFeatures logitGradients;
    private final DenseFeatures embeddings;
    private final FloatMatrix gradientRows;
    private final FloatMatrix embeddingRows;
    private final Threads threads;
    private final int classes;
    private final int width;
    private final double underflow;
    private final ThreadLocal<Scratchpad> scratch;

    /**
     * Wraps both factors, which are closed with the features.
     *
     * @param logitGradients {@code float32[n, c]}, one row per sample
     * @param embeddings {@code float32[n, m]}, the input of the last layer
     * @throws IllegalArgumentException when the numbers of rows differ
     */
    public GradientFactors(FloatMatrix logitGradients, FloatMatrix embeddings, Threads threads) {
        this(
                new DenseFeatures(logitGradients, threads),
                new DenseFeatures(embeddings, threads),
                threads,
                ThreadLocal.withInitial(() -> new Scratchpad(logitGradients.columns(), embeddings.columns())));
    }

    private GradientFactors(
            DenseFeatures logitGradients, DenseFeatures embeddings, Threads threads, ThreadLocal<Scratchpad> scratch) {
        if (logitGradients.size() != embeddings.size()) {
            throw new IllegalArgumentException("logit gradients have " + logitGradients.size() + " rows, embeddings "
                    + embeddings.size() + ": both need one row per sample");
        }
        this.threads = threads;
        this.gradientRows = logitGradients.matrix();
        this.embeddingRows = embeddings.matrix();
        this.logitGradients = logitGradients;
        this.embeddings = embeddings;
        this.classes = logitGradients.dimension();
        this.width = embeddings.dimension();
        this.underflow = Float32.underflow((double) classes * (width + 1)) * (1 + largestSquaredNorm(embeddings));
        this.scratch = scratch;
    }

    /** Returns the largest squared norm of the rows that are numbers. */
    private static double largestSquaredNorm(Features rows) {
        double largest = 0;
        for (int i = 0; i < rows.size(); i++) {
            double squaredNorm = rows.squaredNorm(i);
            if (squaredNorm > largest && squaredNorm < Double.POSITIVE_INFINITY) {
                largest = squaredNorm;
            }
        }
        return largest;
    }

    /** Returns the first factor. */
    public Features logitGradients() {
        return logitGradients;
    }

    /** Returns the second factor. */
    public Features embeddings() {
        return embeddings;
    }

    @Override
    public int size() {
        return embeddings.size();
    }

    @Override
    public int dimension() {
        return Math.multiplyExact(classes, width + 1);
    }

    @Override
    public double squaredNorm(int i) {
        return logitGradients.squaredNorm(i) * (1 + embeddings.squaredNorm(i));
    }

    @Override
    public double dot(int i, int j) {
        return logitGradients.dot(i, j) * (1 + embeddings.dot(i, j));
    }

    @Override
    public double dot(int i, double[] query) {
        Scratchpad pad = scratch.get();
        gradientRows.row(i, pad.gradient);
        embeddingRows.row(i, pad.embedding);
        double sum = 0;
        for (int k = 0; k < classes; k++) {
            int bias = k * (width + 1);
            sum += pad.gradient[k] * (query[bias] + Kernels.dot(pad.embedding, 0, query, bias + 1, width));
        }
        return sum;
    }

    @Override
    public void add(int i, double weight, double[] sum) {
        Scratchpad pad = scratch.get();
        gradientRows.row(i, pad.gradient);
        embeddingRows.row(i, pad.embedding);
        for (int k = 0; k < classes; k++) {
            int bias = k * (width + 1);
            double factor = weight * pad.gradient[k];
            sum[bias] += factor;
            Kernels.add(pad.embedding, width, factor, sum, bias + 1);
        }
    }

    /** Both factors' errors and the roundings of their product: {@code c + m} terms and a few operations more. */
    @Override
    public double approximationError() {
        return Float32.roundingFactor(classes + width + 8);
    }

    /**
     * What {@code b . b'} loses is multiplied by {@code 1 + e . e'}: samples that a network is sure of have
     * gradients of 1e-20.
     */
    @Override
    public double underflow() {
        return underflow;
    }

    @Override
    public void approximateDots(int[] ids, double[] query, float[] out) {
        Scratchpad pad = scratch.get();
        pad.query.reserve((long) classes * width);
        for (int k = 0; k < classes; k++) {
            for (int j = 0; j < width; j++) {
                pad.query.buffer().put(k * width + j, (float) query[k * (width + 1) + 1 + j]);
            }
        }
        FloatPointer y = pad.query.pointer();
        threads.forEach((ids.length + BLOCK - 1) / BLOCK, block -> {
            int from = block * BLOCK;
            dots(scratch.get(), ids, from, Math.min(ids.length, from + BLOCK), y, query, out);
        });
    }

    private void dots(Scratchpad pad, int[] ids, int from, int to, FloatPointer y, double[] query, float[] out) {
        int height = to - from;
        pad.rows.reserve((long) BLOCK * width);
        pad.products.reserve((long) BLOCK * classes);
        for (int k = 0; k < height; k++) {
            embeddingRows.row(ids[from + k], pad.embedding);
            pad.rows.buffer().put(k * width, pad.embedding, 0, width);
        }
        Blas.products(pad.rows.pointer(), height, y, classes, width, pad.products.pointer());
        FloatBuffer products = pad.products.buffer();
        for (int k = 0; k < height; k++) {
            gradientRows.row(ids[from + k], pad.gradient);
            double sum = 0;
            for (int c = 0; c < classes; c++) {
                sum += pad.gradient[c] * (query[c * (width + 1)] + products.get(k * classes + c));
            }
            // An embedding may be too long for float32 where its gradient is so small that their product is not.
            out[from + k] = (float) (Math.abs(sum) <= Float.MAX_VALUE ? sum : dot(ids[from + k], query));
        }
    }

    @Override
    public void approximateDots(int[] ids, int[] columnIds, float[][] out) {
        logitGradients.approximateDots(ids, columnIds, out);
        float[][] similarity = new float[columnIds.length][ids.length];
        embeddings.approximateDots(ids, columnIds, similarity);
        for (int c = 0; c < columnIds.length; c++) {
            float[] product = out[c];
            float[] embedded = similarity[c];
            for (int k = 0; k < ids.length; k++) {
                product[k] = Math.abs(embedded[k]) <= Float.MAX_VALUE
                        ? product[k] * (1 + embedded[k])
                        : (float) dot(ids[k], columnIds[c]);
            }
        }
    }

    @Override
    public GradientFactors sideBySide(int[] rows) {
        return new GradientFactors(logitGradients.sideBySide(rows), embeddings.sideBySide(rows), threads, scratch);
    }

    @Override
    public void close() {
        logitGradients.close();
        embeddings.close();
    }

    private static final class Scratchpad {
        final float[] gradient;
        final float[] embedding;
        final Blas.Scratch query = new Blas.Scratch();
        final Blas.Scratch rows = new Blas.Scratch();
        final Blas.Scratch products = new Blas.Scratch();

        Scratchpad(int classes, int width) {
            gradient = new float[classes];
            embedding = new float[width];
        }
    }
}
