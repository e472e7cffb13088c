package dev.pith.npy;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Writes {@code float32[n, d]}, or {@code float16[n, d]}, row by row, so that the array need not fit into memory. n is
 * stated first and held to.
 *
 * <p>Replaces a file of the same name. Methods throw {@link UncheckedIOException} when the file cannot be written. Not
 * safe for use by several threads.
 */
public final class NpyWriter implements Closeable {
    private static final int BLOCK_BYTES = 1 << 18;

    private final Path file;
    private final long rows;
    private final int columns;
    private final FileChannel channel;
    private final ByteBuffer block;
    private final NpyType type;
    private long written;
    private boolean closed;

    /**
     * Begins a file of float32.
     *
     * @param rows n, not negative
     * @param columns d, positive
     */
    public NpyWriter(Path file, long rows, int columns) {
        this(file, rows, columns, NpyType.FLOAT32);
    }

    private NpyWriter(Path file, long rows, int columns, NpyType type) {
        if (rows < 0 || columns < 1) {
            throw new IllegalArgumentException("there is no matrix of " + rows + " x " + columns + " numbers");
        }
        this.file = file;
        this.rows = rows;
        this.columns = columns;
        this.type = type;
        this.block = ByteBuffer.allocate(BLOCK_BYTES).order(type.order());
        NpyHeader header = NpyHeader.forWriting(type, List.of(rows, (long) columns));
        try {
            this.channel = Npy.openForWriting(file);
            block.put(header.bytes());
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Begins a file of float16, to which numbers are rounded. */
    public static NpyWriter ofHalves(Path file, long rows, int columns) {
        return new NpyWriter(file, rows, columns, NpyType.FLOAT16);
    }

    /** Appends a row: the first d numbers of {@code values}. */
    public void append(float[] values) {
        append(values, 0);
    }

    /**
     * Appends a row: d numbers of {@code values} from {@code offset} on.
     *
     * @throws IllegalStateException when n rows have been written
     */
    public void append(float[] values, int offset) {
        Objects.checkFromIndexSize(offset, columns, values.length);
        if (written == rows) {
            throw new IllegalStateException(file + ": all " + rows + " rows have been written");
        }
        try {
            for (int j = 0; j < columns; j++) {
                if (!block.hasRemaining()) {
                    flush();
                }
                if (type.equals(NpyType.FLOAT16)) {
                    block.putShort(Half.of(values[offset + j]));
                } else {
                    block.putFloat(values[offset + j]);
                }
            }
        } catch (IOException e) {
            throw failure(e);
        }
        written++;
    }

    private void flush() throws IOException {
        Npy.writeFully(channel, block.flip());
        block.clear();
    }

    private UncheckedIOException failure(IOException e) {
        return new UncheckedIOException(file + ": " + e.getMessage(), e);
    }

    /**
     * Completes the file. Closing again does nothing.
     *
     * @throws IllegalStateException when fewer than n rows were written; the file is then not to be used
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (channel) {
            flush();
        } catch (IOException e) {
            throw failure(e);
        }
        if (written != rows) {
            throw new IllegalStateException(file + ": " + rows + " rows were announced, " + written + " written");
        }
    }
}
