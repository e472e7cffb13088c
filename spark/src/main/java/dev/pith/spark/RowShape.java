package dev.pith.spark;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What every row must look like.
 *
 * @param columns how many features
 * @param embeddingColumns how many numbers of the embedding; 0 when there is none
 * @param needsDirection whether a row of zeros is no row, as under cosine
 */
record RowShape(
        String featuresName, int columns, @Nullable String embeddingsName, int embeddingColumns, boolean needsDirection)
        implements Serializable {
    /** Of rows whose features nobody reads. */
    static final RowShape NONE = new RowShape("", 0, null, 0, false);

    /** Returns the bytes of a row. */
    long bytes() {
        return (long) Float.BYTES * (columns + embeddingColumns);
    }
}
