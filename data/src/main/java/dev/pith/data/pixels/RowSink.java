package dev.pith.data.pixels;

import java.io.IOException;

/** Takes the rows of a matrix one after the other. */
@FunctionalInterface
public interface RowSink {
    /**
     * Takes the next row.
     *
     * @param row to be used before returning: the caller fills it again
     */
    void row(float[] row) throws IOException;
}
