package dev.pith.feature;

import dev.pith.npy.FloatMatrix;
import dev.pith.parallel.Threads;
import java.nio.FloatBuffer;
import java.util.function.IntConsumer;
import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;

/**
 * Features stored as they are: {@code float32[n, d]}, memory-mapped or in direct memory.
 *
 * <p>Besides the matrix it keeps n doubles (the squared norms) and, per thread that asks for approximate products, a
 * few megabytes of native scratch.
 */
public final class DenseFeatures implements Features {
    /** Rows per BLAS call: large enough for its efficiency, small enough that a block of rows stays in the cache. */
    private static final int BLOCK = 256;

    /** So many columns are written one after the other; fewer are faster as the last dimension. */
    private static final int MANY = 32;

    /** Products of fewer multiplications are over before another thread has begun. */
    private static final long SMALL = 1 << 20;

    private final FloatMatrix matrix;
    private final Threads threads;
    private final int rows;
    private final int columns;
    private final double[] squaredNorms;
    private final @Nullable FloatPointer[] chunks;
    private final ThreadLocal<Scratchpad> scratch;

    /**
     * Wraps a matrix, which is closed with the features, and computes the squared norm of every row.
     *
     * @param threads compute approximate products too; not owned
     *
     * @throws IllegalArgumentException when there are more than {@code Integer.MAX_VALUE} rows
     */
    public DenseFeatures(FloatMatrix matrix, Threads threads) {
        this(
                matrix,
                threads,
                new double[size(matrix)],
                ThreadLocal.withInitial(() -> new Scratchpad(matrix.columns())));
        threads.forEach((rows + BLOCK - 1) / BLOCK, block -> {
            float[] row = scratch.get().row;
            for (int i = block * BLOCK; i < Math.min(rows, (block + 1) * BLOCK); i++) {
                matrix.row(i, row);
                squaredNorms[i] = Kernels.dot(row, row, columns);
            }
        });
    }

    private DenseFeatures(FloatMatrix matrix, Threads threads, double[] squaredNorms, ThreadLocal<Scratchpad> scratch) {
        this.matrix = matrix;
        this.threads = threads;
        this.rows = squaredNorms.length;
        this.columns = matrix.columns();
        this.chunks = new FloatPointer[matrix.chunks()];
        for (int k = 0; k < chunks.length; k++) {
            FloatBuffer chunk = matrix.chunk(k);
            chunks[k] = chunk.isDirect() ? new FloatPointer(chunk) : null;
        }
        this.scratch = scratch;
        this.squaredNorms = squaredNorms;
    }

    private static int size(FloatMatrix matrix) {
        if (matrix.rows() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("at most 2^31 - 1 rows, got " + matrix.rows());
        }
        return (int) matrix.rows();
    }

    /** Copies {@code values} ({@code float[n * d]}, row-major) into features of {@code columns} = d numbers a row. */
    public static DenseFeatures of(float[] values, int columns) {
        try (Threads one = new Threads(1)) {
            return new DenseFeatures(FloatMatrix.of(values, values.length / columns, columns), one);
        }
    }

    FloatMatrix matrix() {
        return matrix;
    }

    @Override
    public int size() {
        return rows;
    }

    @Override
    public int dimension() {
        return columns;
    }

    @Override
    public double squaredNorm(int i) {
        return squaredNorms[i];
    }

    @Override
    public double dot(int i, int j) {
        Scratchpad pad = scratch.get();
        matrix.row(i, pad.row);
        matrix.row(j, pad.otherRow);
        return Kernels.dot(pad.row, pad.otherRow, columns);
    }

    @Override
    public double dot(int i, double[] query) {
        float[] row = scratch.get().row;
        matrix.row(i, row);
        return Kernels.dot(row, 0, query, 0, columns);
    }

    @Override
    public void add(int i, double weight, double[] sum) {
        float[] row = scratch.get().row;
        matrix.row(i, row);
        Kernels.add(row, columns, weight, sum, 0);
    }

    @Override
    public double approximationError() {
        return Float32.roundingFactor(columns);
    }

    @Override
    public double underflow() {
        return Float32.underflow(columns);
    }

    @Override
    public void approximateDots(int[] ids, double[] query, float[] out) {
        Scratchpad pad = scratch.get();
        pad.columns.reserve(columns);
        for (int j = 0; j < columns; j++) {
            pad.columns.buffer().put(j, (float) query[j]);
        }
        products(pad, ids, 1, new float[][] {out});
    }

    @Override
    public void approximateDots(int[] ids, int[] columnIds, float[][] out) {
        Scratchpad pad = scratch.get();
        pad.columns.reserve((long) columnIds.length * columns);
        for (int c = 0; c < columnIds.length; c++) {
            matrix.row(columnIds[c], pad.row);
            pad.columns.buffer().put(c * columns, pad.row, 0, columns);
        }
        products(pad, ids, columnIds.length, out);
    }

    /** Multiplies the rows with the columns that lie in the scratch pad, block by block. */
    private void products(Scratchpad pad, int[] ids, int count, float[][] out) {
        FloatPointer y = pad.columns.pointer();
        int blocks = (ids.length + BLOCK - 1) / BLOCK;
        IntConsumer product = block -> {
            int from = block * BLOCK;
            products(scratch.get(), ids, from, Math.min(ids.length, from + BLOCK), y, count, out);
        };
        if ((long) ids.length * count * columns < SMALL) {
            for (int block = 0; block < blocks; block++) {
                product.accept(block);
            }
        } else {
            threads.forEach(blocks, product);
        }
    }

    private void products(Scratchpad pad, int[] ids, int from, int to, FloatPointer y, int count, float[][] out) {
        int first = ids[from];
        int span = ids[to - 1] - first + 1;
        // A single query is bound by memory: a gap read over costs less than copying rows together.
        FloatPointer direct = span <= (count == 1 ? 3 * (to - from) : to - from)
                        && matrix.chunkOf(first) == matrix.chunkOf(ids[to - 1])
                ? inPlace(first)
                : null;
        boolean inPlace = direct != null;
        int height = inPlace ? span : to - from;
        pad.products.reserve((long) height * count);
        FloatPointer x = direct != null ? direct : gather(pad, ids, from, to);
        if (count >= MANY) {
            Blas.products(y, count, x, height, columns, pad.products.pointer());
            for (int c = 0; c < count; c++) {
                pad.products.buffer().get(c * height, out[c], from, height);
            }
            return;
        }
        Blas.products(x, height, y, count, columns, pad.products.pointer());
        float[] products = pad.heap(height * count);
        pad.products.buffer().get(0, products, 0, height * count);
        for (int c = 0; c < count; c++) {
            float[] column = out[c];
            for (int k = from; k < to; k++) {
                column[k] = products[(inPlace ? ids[k] - first : k - from) * count + c];
            }
        }
    }

    /** Returns where a row lies in native memory; null when it lies on the heap. */
    private @Nullable FloatPointer inPlace(int row) {
        int chunk = matrix.chunkOf(row);
        FloatPointer start = chunks[chunk];
        return start == null ? null : start.getPointer((row - (long) chunk * matrix.rowsPerChunk()) * columns);
    }

    private FloatPointer gather(Scratchpad pad, int[] ids, int from, int to) {
        pad.gathered.reserve((long) BLOCK * columns);
        for (int k = from; k < to; k++) {
            matrix.row(ids[k], pad.row);
            pad.gathered.buffer().put((k - from) * columns, pad.row, 0, columns);
        }
        return pad.gathered.pointer();
    }

    @Override
    public DenseFeatures sideBySide(int[] ids) {
        FloatMatrix copy = FloatMatrix.lent(ids.length, columns);
        double[] norms = new double[ids.length];
        threads.forEach((ids.length + BLOCK - 1) / BLOCK, block -> {
            float[] row = scratch.get().row;
            for (int k = block * BLOCK; k < Math.min(ids.length, (block + 1) * BLOCK); k++) {
                matrix.row(ids[k], row);
                copy.setRow(k, row);
                norms[k] = squaredNorms[ids[k]];
            }
        });
        return new DenseFeatures(copy, threads, norms, scratch);
    }

    @Override
    public void close() {
        matrix.close();
    }

    /** What one thread needs for its products. */
    private static final class Scratchpad {
        final float[] row;
        final float[] otherRow;
        final Blas.Scratch gathered = new Blas.Scratch();
        final Blas.Scratch columns = new Blas.Scratch();
        final Blas.Scratch products = new Blas.Scratch();
        private float[] heap = new float[0];

        Scratchpad(int length) {
            row = new float[length];
            otherRow = new float[length];
        }

        float[] heap(int length) {
            if (heap.length < length) {
                heap = new float[length];
            }
            return heap;
        }
    }
}
