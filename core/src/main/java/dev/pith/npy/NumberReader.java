package dev.pith.npy;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Reads the numbers of a file, block by block, in the order in which they are stored. */
final class NumberReader implements Closeable {
    /** Numbers per block. */
    static final int BLOCK = 1 << 16;

    private final Path file;
    private final ArrayBytes channel;
    private final NpyHeader header;
    private final NpyType type;
    private final ByteBuffer bytes;
    private long next;

    NumberReader(Path file) throws IOException {
        this.file = file;
        this.channel = ArrayBytes.open(file);
        try {
            this.header = NpyHeader.read(file, channel);
        } catch (RuntimeException | IOException e) {
            channel.close();
            throw e;
        }
        this.type = header.type();
        this.bytes = ByteBuffer.allocate(BLOCK * type.bytes()).order(type.order());
    }

    /** Returns whether the numbers lie in a file of their own, not in an archive. */
    boolean isFile() {
        return channel.isFile();
    }

    NpyHeader header() {
        return header;
    }

    /**
     * Reads the next numbers as doubles, exactly but for 64-bit integers beyond 2^53; returns how many, 0 at the end.
     */
    int next(double[] block) throws IOException {
        int count = fill();
        for (int i = 0; i < count; i++) {
            block[i] = type.isInteger() ? doubleOf(longAt(i)) : floatAt(i);
        }
        return count;
    }

    /** Reads the next numbers of an integer type; returns how many, 0 at the end. */
    int next(long[] block) throws IOException {
        long first = next;
        int count = fill();
        for (int i = 0; i < count; i++) {
            block[i] = longAt(i);
            if (block[i] < 0 && type.kind() == NpyType.Kind.UNSIGNED) {
                throw NpyFault.of(
                        file,
                        "the number at index " + (first + i) + " is " + Long.toUnsignedString(block[i])
                                + ", above the largest 64-bit signed integer",
                        "save it as int64");
            }
        }
        return count;
    }

    private int fill() throws IOException {
        int count = (int) Math.min(BLOCK, header.count() - next);
        bytes.clear().limit(count * type.bytes());
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw NpyFault.of(file, "became shorter while it was read", "let nothing else write to it");
            }
        }
        next += count;
        return count;
    }

    private double doubleOf(long value) {
        boolean beyondLong = value < 0 && type.kind() == NpyType.Kind.UNSIGNED;
        // Halved with a sticky last bit, so that doubling rounds as the whole number would.
        return beyondLong ? 2.0 * ((value >>> 1) | (value & 1)) : value;
    }

    private double floatAt(int i) {
        return switch (type.bytes()) {
            case 2 -> Half.toFloat(bytes.getShort(2 * i));
            case 4 -> bytes.getFloat(4 * i);
            default -> bytes.getDouble(8 * i);
        };
    }

    private long longAt(int i) {
        boolean unsigned = type.kind() == NpyType.Kind.UNSIGNED;
        return switch (type.bytes()) {
            case 1 -> type.kind() == NpyType.Kind.SIGNED ? bytes.get(i) : bytes.get(i) & 0xffL;
            case 2 -> unsigned ? bytes.getShort(2 * i) & 0xffffL : bytes.getShort(2 * i);
            case 4 -> unsigned ? bytes.getInt(4 * i) & 0xffffffffL : bytes.getInt(4 * i);
            default -> bytes.getLong(8 * i);
        };
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
