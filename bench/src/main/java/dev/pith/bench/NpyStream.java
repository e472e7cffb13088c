package dev.pith.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes an {@code .npy} file (format 1.0, little-endian, C order) row by row, so that a file may exceed the memory. */
final class NpyStream implements AutoCloseable {
    /** Where the numbers begin: the format aligns them at 64 bytes, and two short dimensions fit in 128. */
    private static final int HEADER = 128;

    private final OutputStream out;

    private NpyStream(OutputStream out) {
        this.out = out;
    }

    /** Starts a file of {@code rows x columns} float32. */
    static NpyStream floats(Path file, int rows, int columns) throws IOException {
        return open(file, "<f4", "(" + rows + ", " + columns + ")");
    }

    /** Starts a file of {@code rows} int64. */
    static NpyStream longs(Path file, int rows) throws IOException {
        return open(file, "<i8", "(" + rows + ",)");
    }

    private static NpyStream open(Path file, String type, String shape) throws IOException {
        String dictionary = "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }";
        int length = HEADER - 10;
        String padded = dictionary + " ".repeat(length - 1 - dictionary.length()) + "\n";
        ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
        header.put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1)
                .put((byte) 0);
        header.putShort((short) length).put(padded.getBytes(StandardCharsets.US_ASCII));
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20);
        out.write(header.array());
        return new NpyStream(out);
    }

    void write(float[] row) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(row.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(row);
        out.write(bytes.array());
    }

    void write(long value) throws IOException {
        out.write(ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array());
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
