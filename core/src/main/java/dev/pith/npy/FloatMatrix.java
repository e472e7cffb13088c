package dev.pith.npy;

import dev.pith.PithException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bytedeco.javacpp.FloatPointer;

/**
 * A matrix {@code float32[n, d]}, row-major, in direct memory, memory-mapped or in an array.
 *
 * <p>A buffer ends at 2 GiB, so the rows lie in chunks of {@link #rowsPerChunk()} whole rows (the last may hold fewer):
 * row i begins at {@code (i - chunkOf(i) * rowsPerChunk) * columns} of chunk {@code chunkOf(i)}. Chunks are direct and
 * in native byte order, fit for native code, unless the matrix wraps an array.
 *
 * <p>Safe for use by several threads. A mapped file must not be made shorter while it is in use.
 */
public final class FloatMatrix implements AutoCloseable {
    /** Bytes that a chunk aims at. */
    static final long CHUNK_BYTES = 1L << 30;

    private final FloatBuffer[] chunks;
    private final long rows;
    private final int columns;
    private final int rowsPerChunk;

    /** What {@link #close} frees. */
    private final List<FloatPointer> lent = new ArrayList<>();

    private FloatMatrix(long rows, int columns, long chunkBytes) {
        if (rows < 0 || columns < 1 || columns > Integer.MAX_VALUE / Float.BYTES) {
            throw new IllegalArgumentException("there is no matrix of " + rows + " x " + columns + " numbers");
        }
        this.rows = rows;
        this.columns = columns;
        this.rowsPerChunk = (int) Math.max(1, Math.min(rows, chunkBytes / ((long) columns * Float.BYTES)));
        this.chunks = new FloatBuffer[Math.toIntExact((rows + rowsPerChunk - 1) / rowsPerChunk)];
    }

    /**
     * Copies numbers into direct memory.
     *
     * @param values {@code float[rows * columns]}, row-major
     * @param rows not negative
     * @param columns positive
     */
    public static FloatMatrix of(float[] values, int rows, int columns) {
        FloatMatrix matrix = allocate(rows, columns);
        if (values.length != (long) rows * columns) {
            throw new IllegalArgumentException(
                    "values must hold " + rows + " x " + columns + " numbers, got " + values.length);
        }
        float[] row = new float[columns];
        for (int i = 0; i < rows; i++) {
            System.arraycopy(values, i * columns, row, 0, columns);
            matrix.setRow(i, row);
        }
        return matrix;
    }

    /**
     * Takes rows that lie in an array of the heap, as they are; native code reads copies of a few rows at a time.
     *
     * @param values {@code float[rows * columns]}, row-major, not copied
     * @param columns positive
     */
    public static FloatMatrix wrap(float[] values, int columns) {
        int rows = values.length / columns;
        if (values.length != (long) rows * columns) {
            throw new IllegalArgumentException(
                    "values must hold rows of " + columns + " numbers, got " + values.length);
        }
        FloatMatrix matrix = new FloatMatrix(rows, columns, (long) values.length * Float.BYTES);
        if (rows > 0) {
            matrix.chunks[0] = FloatBuffer.wrap(values);
        }
        return matrix;
    }

    /**
     * Returns zeros in direct memory, to be filled by {@link #setRow}.
     *
     * @param rows not negative
     * @param columns positive
     * @throws OutOfMemoryError beyond the JVM's limit of direct memory ({@code -XX:MaxDirectMemorySize})
     */
    public static FloatMatrix allocate(long rows, int columns) {
        return allocate(rows, columns, CHUNK_BYTES);
    }

    static FloatMatrix allocate(long rows, int columns, long chunkBytes) {
        FloatMatrix matrix = new FloatMatrix(rows, columns, chunkBytes);
        for (int k = 0; k < matrix.chunks.length; k++) {
            matrix.chunks[k] = ByteBuffer.allocateDirect(matrix.bytesOf(k))
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
        }
        return matrix;
    }

    /**
     * Returns room in native memory that {@link #close} frees, to be filled by {@link #setRow}. Nothing may use the
     * matrix, or a view of it, after that.
     *
     * @param rows not negative
     * @param columns positive
     */
    public static FloatMatrix lent(long rows, int columns) {
        FloatMatrix matrix = new FloatMatrix(rows, columns, CHUNK_BYTES);
        for (int k = 0; k < matrix.chunks.length; k++) {
            FloatPointer memory = new FloatPointer((long) matrix.bytesOf(k) / Float.BYTES);
            matrix.lent.add(memory);
            matrix.chunks[k] = memory.asBuffer();
        }
        return matrix;
    }

    /** Maps rows that lie in a file as they are in memory: native byte order, aligned to 4 bytes. */
    static FloatMatrix map(FileChannel channel, long offset, long rows, int columns, long chunkBytes)
            throws IOException {
        FloatMatrix matrix = new FloatMatrix(rows, columns, chunkBytes);
        long position = offset;
        for (int k = 0; k < matrix.chunks.length; k++) {
            int bytes = matrix.bytesOf(k);
            matrix.chunks[k] = channel.map(MapMode.READ_ONLY, position, bytes)
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
            position += bytes;
        }
        return matrix;
    }

    /** Reads numbers of any type and order into direct memory, rounded to float32. */
    static FloatMatrix convert(Path file, NumberReader reader, long rows, int columns, long chunkBytes)
            throws IOException {
        FloatMatrix matrix;
        try {
            matrix = allocate(rows, columns, chunkBytes);
        } catch (OutOfMemoryError e) {
            throw new PithException(
                    file + ": needs " + rows * columns * Float.BYTES
                            + " bytes of direct memory to be converted to float32: "
                            + "save it as float32 in C order, which is read in place, or allow more with -XX:MaxDirectMemorySize",
                    e);
        }
        StoredOrder order = new StoredOrder(reader.header());
        double[] block = new double[NumberReader.BLOCK];
        long chunkNumbers = (long) matrix.rowsPerChunk * columns;
        for (int count = reader.next(block); count > 0; count = reader.next(block)) {
            for (int i = 0; i < count; i++) {
                long position = order.next();
                int chunk = (int) (position / chunkNumbers);
                matrix.chunks[chunk].put((int) (position - chunk * chunkNumbers), (float) block[i]);
            }
        }
        return matrix;
    }

    private int bytesOf(int chunk) {
        long remaining = rows - (long) chunk * rowsPerChunk;
        return Math.toIntExact(Math.min(remaining, rowsPerChunk) * columns * Float.BYTES);
    }

    /** Returns n. */
    public long rows() {
        return rows;
    }

    /** Returns d, at least 1. */
    public int columns() {
        return columns;
    }

    /**
     * Copies row {@code i} to the beginning of {@code out}.
     *
     * @param i in [0, n)
     * @param out at least d long
     */
    public void row(long i, float[] out) {
        row(i, out, 0);
    }

    /** Copies row {@code i} to {@code out[at]} and after. */
    public void row(long i, float[] out, int at) {
        Objects.checkIndex(i, rows);
        int chunk = chunkOf(i);
        chunks[chunk].get(offset(i, chunk), out, at, columns);
    }

    /**
     * Overwrites row {@code i} with the beginning of {@code values}.
     *
     * @throws java.nio.ReadOnlyBufferException when the matrix is a mapped file
     */
    public void setRow(long i, float[] values) {
        Objects.checkIndex(i, rows);
        int chunk = chunkOf(i);
        chunks[chunk].put(offset(i, chunk), values, 0, columns);
    }

    private int offset(long i, int chunk) {
        return (int) (i - (long) chunk * rowsPerChunk) * columns;
    }

    /** Returns the number of chunks, 0 when there are no rows. */
    public int chunks() {
        return chunks.length;
    }

    /**
     * Returns a view of a chunk from its first row to its last: native byte order, read-only when the file is mapped.
     */
    public FloatBuffer chunk(int chunk) {
        return chunks[chunk].duplicate();
    }

    /** Returns the number of rows in every chunk but the last, at least 1. */
    public int rowsPerChunk() {
        return rowsPerChunk;
    }

    /** Returns the chunk that holds row {@code i}. */
    public int chunkOf(long i) {
        return (int) (i / rowsPerChunk);
    }

    /**
     * Marks the end of use. Java 17 has no call that unmaps a file or frees a direct buffer: both happen when the
     * matrix is garbage collected, and closing forgets nothing before; but what was {@link #lent} is free at once.
     */
    @Override
    public void close() {
        lent.forEach(FloatPointer::deallocate);
        lent.clear();
    }
}
