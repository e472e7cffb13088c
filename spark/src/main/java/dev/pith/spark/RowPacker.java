package dev.pith.spark;

import dev.pith.feature.PackedRows;
import java.util.Arrays;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.jspecify.annotations.Nullable;

/** Packs rows as they come from Spark, and finds the first that is not as it must be. */
final class RowPacker {
    private static final int FIRST_ROWS = 1024;

    private final RowShape shape;
    private int[] positions;
    private float[] values;
    private float[] embeddings;
    private int count;
    private @Nullable Fault fault;

    /** @param rows how many to make room for; more may come */
    RowPacker(RowShape shape, int rows) {
        this.shape = shape;
        this.positions = new int[rows];
        this.values = new float[Math.multiplyExact(rows, shape.columns())];
        this.embeddings = new float[Math.multiplyExact(rows, shape.embeddingColumns())];
    }

    RowPacker(RowShape shape) {
        this(shape, FIRST_ROWS);
    }

    /**
     * Adds a row.
     *
     * @param at the ordinal of the features in the row; embeddings follow
     */
    void add(int position, InternalRow row, int at) {
        if (count == positions.length) {
            int more = (int) Math.min(Integer.MAX_VALUE / Math.max(1, shape.columns()), 2L * count);
            positions = Arrays.copyOf(positions, more);
            values = Arrays.copyOf(values, Math.multiplyExact(more, shape.columns()));
            embeddings = Arrays.copyOf(embeddings, Math.multiplyExact(more, shape.embeddingColumns()));
        }
        positions[count] = position;
        String wrong = shape.equals(RowShape.NONE)
                ? null
                : copy(row, at, shape.featuresName(), shape.columns(), values, shape.needsDirection());
        if (wrong == null && shape.embeddingsName() != null) {
            wrong = copy(row, at + 1, shape.embeddingsName(), shape.embeddingColumns(), embeddings, false);
        }
        if (wrong != null && (fault == null || position < fault.position())) {
            fault = new Fault(position, wrong);
        }
        count++;
    }

    private @Nullable String copy(
            InternalRow row, int at, String name, int columns, float[] into, boolean needsDirection) {
        if (row.isNullAt(at)) {
            return name + " is null; filter such rows or fill them";
        }
        ArrayData array = row.getArray(at);
        if (array.numElements() == 0) {
            return name + " is empty; filter such rows or fill them";
        }
        if (array.numElements() != columns) {
            return name + " holds " + array.numElements() + " numbers where others hold " + columns
                    + "; all rows need as many";
        }
        boolean zeros = true;
        for (int j = 0; j < columns; j++) {
            if (array.isNullAt(j)) {
                return name + " holds null at position " + j + "; filter such rows or fill them";
            }
            float value = array.getFloat(j);
            if (!Float.isFinite(value)) {
                return name + " holds " + value + " at position " + j + "; filter such rows or repair them";
            }
            zeros &= value == 0;
            into[count * columns + j] = value;
        }
        return zeros && needsDirection
                ? name + " holds zeros only, which have no cosine; filter such rows or set another similarity"
                : null;
    }

    int count() {
        return count;
    }

    /** Returns the fault with the lowest position, or null. */
    @Nullable
    Fault fault() {
        return fault;
    }

    int[] positions() {
        return Arrays.copyOf(positions, count);
    }

    PackedRows packed() {
        int[] ids = positions();
        float[] rows =
                values.length == count * shape.columns() ? values : Arrays.copyOf(values, count * shape.columns());
        return shape.embeddingsName() == null
                ? PackedRows.dense(ids, rows, shape.columns())
                : PackedRows.factors(
                        ids,
                        rows,
                        shape.columns(),
                        Arrays.copyOf(embeddings, count * shape.embeddingColumns()),
                        shape.embeddingColumns());
    }
}
