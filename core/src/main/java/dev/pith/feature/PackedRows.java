package dev.pith.feature;

import dev.pith.npy.FloatMatrix;
import dev.pith.parallel.Threads;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Some rows and their ids, to be kept in arrays and sent between machines: as they are, or as the two
 * factors of gradients.
 *
 * <p>Immutable, except that the arrays given are not copied.
 */
public final class PackedRows implements Serializable {
    private static final long serialVersionUID = 1;

    private final int[] ids;
    private final float[] values;
    private final int columns;
    private final float @Nullable [] embeddings;
    private final int embeddingColumns;

    private PackedRows(int[] ids, float[] values, int columns, float @Nullable [] embeddings, int embeddingColumns) {
        this.ids = ids;
        this.values = values;
        this.columns = columns;
        this.embeddings = embeddings;
        this.embeddingColumns = embeddingColumns;
    }

    /**
     * Packs rows as they are.
     *
     * @param ids one per row; not copied
     * @param values {@code float[n * columns]}, row-major; not copied
     * @throws IllegalArgumentException when the lengths do not fit
     */
    public static PackedRows dense(int[] ids, float[] values, int columns) {
        check(ids, values, columns);
        return new PackedRows(ids, values, columns, null, 0);
    }

    /**
     * Packs gradients of a last layer as their factors; see {@link GradientFactors}.
     *
     * @param ids one per row; not copied
     * @param logitGradients {@code float[n * classes]}; not copied
     * @param embeddings {@code float[n * width]}; not copied
     * @throws IllegalArgumentException when the lengths do not fit
     */
    public static PackedRows factors(int[] ids, float[] logitGradients, int classes, float[] embeddings, int width) {
        check(ids, logitGradients, classes);
        check(ids, embeddings, width);
        return new PackedRows(ids, logitGradients, classes, embeddings, width);
    }

    private static void check(int[] ids, float[] values, int columns) {
        if (columns < 1 || values.length != (long) ids.length * columns) {
            throw new IllegalArgumentException(
                    "values must hold " + ids.length + " x " + columns + " numbers, got " + values.length);
        }
    }

    /** Returns the number of rows. */
    public int size() {
        return ids.length;
    }

    /** Returns the id of each row; not copied. */
    public int[] ids() {
        return ids;
    }

    /**
     * Returns the same rows under other ids.
     *
     * @param others one per row; not copied
     */
    public PackedRows withIds(int[] others) {
        if (others.length != ids.length) {
            throw new IllegalArgumentException("ids must be " + ids.length + ", got " + others.length);
        }
        return new PackedRows(others, values, columns, embeddings, embeddingColumns);
    }

    /** Returns the rows as features, row number k being the row with id {@code ids()[k]}; nothing is copied. */
    public Features features(Threads threads) {
        FloatMatrix matrix = FloatMatrix.wrap(values, columns);
        return embeddings == null
                ? new DenseFeatures(matrix, threads)
                : new GradientFactors(matrix, FloatMatrix.wrap(embeddings, embeddingColumns), threads);
    }

    /** Returns the rows at these positions, in that order. */
    public PackedRows at(int[] positions) {
        int[] chosen = Arrays.stream(positions).map(position -> ids[position]).toArray();
        float[] other = embeddings == null ? null : rows(embeddings, embeddingColumns, positions);
        return new PackedRows(chosen, rows(values, columns, positions), columns, other, embeddingColumns);
    }

    private static float[] rows(float[] values, int columns, int[] positions) {
        float[] rows = new float[Math.multiplyExact(positions.length, columns)];
        for (int k = 0; k < positions.length; k++) {
            System.arraycopy(values, positions[k] * columns, rows, k * columns, columns);
        }
        return rows;
    }

    /**
     * Returns all rows of several packs, in the order of their ids.
     *
     * @param packs at least one, of one shape
     */
    public static PackedRows joined(List<PackedRows> packs) {
        PackedRows first = packs.get(0);
        int[] ids = packs.stream().flatMapToInt(pack -> Arrays.stream(pack.ids)).toArray();
        float[] values = new float[Math.multiplyExact(ids.length, first.columns)];
        float[] embeddings =
                first.embeddings == null ? null : new float[Math.multiplyExact(ids.length, first.embeddingColumns)];
        int at = 0;
        for (PackedRows pack : packs) {
            System.arraycopy(pack.values, 0, values, at * first.columns, pack.values.length);
            if (embeddings != null && pack.embeddings != null) {
                System.arraycopy(pack.embeddings, 0, embeddings, at * first.embeddingColumns, pack.embeddings.length);
            }
            at += pack.size();
        }
        int[] order = IntStream.range(0, ids.length)
                .mapToLong(k -> ((long) ids[k] << 32) | k)
                .sorted()
                .mapToInt(key -> (int) key)
                .toArray();
        return new PackedRows(ids, values, first.columns, embeddings, first.embeddingColumns).at(order);
    }
}
