package dev.pith.torch.feature;

import dev.pith.npy.NpyWriter;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Rows by id into an {@code .npy} file; what is left out between them, and after the last, is NaN. */
final class RowFile implements AutoCloseable {
    private final @Nullable Path file;
    private final int rows;
    private final boolean halves;
    private @Nullable NpyWriter writer;
    private float[] missing = {};
    private int written;

    RowFile(Path file, int rows) {
        this(file, rows, false);
    }

    /** Prepares a file of float16; without a file what is written is forgotten. */
    static RowFile ofHalves(@Nullable Path file, int rows) {
        return new RowFile(file, rows, true);
    }

    private RowFile(@Nullable Path file, int rows, boolean halves) {
        this.file = file;
        this.rows = rows;
        this.halves = halves;
    }

    /** Writes the rows of ascending ids, all above those before; each has its share of the values. */
    void write(int[] ids, float[] values) {
        if (file == null) {
            return;
        }
        int columns = values.length / ids.length;
        NpyWriter out = writer;
        if (out == null) { // how long a row is, the first batch shows
            out = halves ? NpyWriter.ofHalves(file, rows, columns) : new NpyWriter(file, rows, columns);
            writer = out;
            missing = new float[columns];
            Arrays.fill(missing, Float.NaN);
        }
        for (int i = 0; i < ids.length; i++) {
            skipTo(out, ids[i]);
            out.append(values, i * columns);
            written++;
        }
    }

    /** Completes the file. */
    void finish() {
        if (writer != null) {
            skipTo(writer, rows);
        }
    }

    private void skipTo(NpyWriter out, int id) {
        for (; written < id; written++) {
            out.append(missing);
        }
    }

    /** Closes the file; complains, unless something else went wrong before, when it is not complete. */
    @Override
    public void close() {
        if (writer != null) {
            writer.close();
        }
    }
}
