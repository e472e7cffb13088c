package dev.pith.npy;

import dev.pith.PithException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Reads and writes whole arrays.
 *
 * <p>Readers take {@code .npy} files, and arrays in {@code .npz} archives: the path of an archive with one array, or
 * one that goes on with the name of an array, {@code arrays.npz/features}. They throw {@link PithException} with a line
 * that names the file and the remedy. Writers replace a file of the same name, and throw {@link UncheckedIOException}
 * when it cannot be written; who wants all or nothing writes to another name and renames.
 */
public final class Npy {
    private static final int BLOCK_BYTES = 1 << 18;
    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

    private Npy() {}

    /**
     * Returns a matrix of two dimensions. Little-endian float32 in C order is memory-mapped (native byte order, to be
     * exact); all else is converted to float32 in direct memory, rounded to the nearest.
     *
     * @throws PithException also when the array has not two dimensions, or rows without numbers
     */
    public static FloatMatrix mapFloats(Path file) {
        return matrix(file, 2, FloatMatrix.CHUNK_BYTES);
    }

    /**
     * Returns an array of two or more dimensions as a matrix, one row per entry of the first:
     * {@code float32[n, c, h, w]} becomes {@code float32[n, c * h * w]}. Its own shape is in {@link NpyHeader#read}.
     *
     * @throws PithException also when the array has fewer than two dimensions, or rows without numbers
     */
    public static FloatMatrix mapTensor(Path file) {
        return matrix(file, Integer.MAX_VALUE, FloatMatrix.CHUNK_BYTES);
    }

    /**
     * Hands out the rows of a matrix of two dimensions one after the other, rounded to float32. Of an array in C order
     * no more than a block is held, whatever its type.
     *
     * @param row hears of each row; the array is the same each time
     * @throws PithException as {@link #mapFloats} does
     */
    public static void forEachRow(Path file, Consumer<float[]> row) {
        try (NumberReader reader = new NumberReader(file)) {
            float[] numbers = new float[columns(file, reader.header(), 2)];
            if (reader.header().fortranOrder()) {
                FloatMatrix matrix = mapFloats(file);
                for (long i = 0; i < matrix.rows(); i++) {
                    matrix.row(i, numbers);
                    row.accept(numbers);
                }
                return;
            }
            double[] block = new double[NumberReader.BLOCK];
            int filled = 0;
            for (int count = reader.next(block); count > 0; count = reader.next(block)) {
                for (int i = 0; i < count; i++) {
                    numbers[filled++] = (float) block[i];
                    if (filled == numbers.length) {
                        row.accept(numbers);
                        filled = 0;
                    }
                }
            }
        } catch (IOException e) {
            throw NpyFault.unreadable(file, e);
        }
    }

    /** Returns how many numbers a row has. */
    private static int columns(Path file, NpyHeader header, int mostDimensions) {
        List<Long> shape = header.shape();
        if (shape.size() < 2 || shape.size() > mostDimensions) {
            throw NpyFault.wrongShape(
                    file,
                    header,
                    mostDimensions == 2
                            ? "two dimensions, one row per sample"
                            : "one entry per sample and two or more dimensions",
                    NpyFault.saved(file, shape.isEmpty() ? "a.reshape(1, -1)" : "a.reshape(len(a), -1)"));
        }
        long columns = shape.stream().skip(1).reduce(1L, (a, b) -> a * b);
        if (columns < 1 || columns > Integer.MAX_VALUE / Float.BYTES) {
            throw NpyFault.wrongShape(
                    file,
                    header,
                    "rows of 1 to " + Integer.MAX_VALUE / Float.BYTES + " numbers",
                    "check how the file was made");
        }
        return (int) columns;
    }

    static FloatMatrix matrix(Path file, int mostDimensions, long chunkBytes) {
        try (NumberReader reader = new NumberReader(file)) {
            NpyHeader header = reader.header();
            int columns = columns(file, header, mostDimensions);
            long rows = header.shape().get(0);
            boolean inPlace = reader.isFile()
                    && header.type().equals(new NpyType(NpyType.Kind.FLOAT, Float.BYTES, ByteOrder.nativeOrder()))
                    && !header.fortranOrder()
                    && header.dataOffset() % Float.BYTES == 0;
            if (!inPlace) {
                return FloatMatrix.convert(file, reader, rows, columns, chunkBytes);
            }
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                return FloatMatrix.map(channel, header.dataOffset(), rows, columns, chunkBytes);
            }
        } catch (IOException e) {
            throw NpyFault.unreadable(file, e);
        }
    }

    /**
     * Returns an array of one dimension and any integer type, or bool (0 and 1).
     *
     * @throws PithException also when the array has not one dimension, holds real numbers, or a number above
     *     the largest long
     */
    public static long[] readLongs(Path file) {
        try (NumberReader reader = new NumberReader(file)) {
            NpyHeader header = reader.header();
            if (header.shape().size() != 1) {
                boolean oneOfMany = header.shape().size() == 2 && header.shape().get(1) > 1;
                throw NpyFault.wrongShape(
                        file,
                        header,
                        "one dimension",
                        oneOfMany
                                ? "if each row has a one at its class, " + NpyFault.saved(file, "a.argmax(axis=1)")
                                : NpyFault.saved(file, "a.reshape(-1)"));
            }
            if (!header.type().isInteger()) {
                throw NpyFault.of(
                        file,
                        "holds " + header.type() + ", expected integers",
                        NpyFault.saved(file, "a.astype('int64')"));
            }
            long[] values = new long[count(file, header)];
            long[] block = new long[NumberReader.BLOCK];
            int at = 0;
            for (int count = reader.next(block); count > 0; count = reader.next(block)) {
                System.arraycopy(block, 0, values, at, count);
                at += count;
            }
            return values;
        } catch (IOException e) {
            throw NpyFault.unreadable(file, e);
        }
    }

    /**
     * Returns an array of any shape and type, flattened in C order. 64-bit integers beyond 2^53 are rounded to
     * the nearest double.
     */
    public static double[] readDoubles(Path file) {
        try (NumberReader reader = new NumberReader(file)) {
            double[] values = new double[count(file, reader.header())];
            double[] block = new double[NumberReader.BLOCK];
            StoredOrder order = new StoredOrder(reader.header());
            for (int count = reader.next(block); count > 0; count = reader.next(block)) {
                for (int i = 0; i < count; i++) {
                    values[(int) order.next()] = block[i];
                }
            }
            return values;
        } catch (IOException e) {
            throw NpyFault.unreadable(file, e);
        }
    }

    /**
     * Returns an array of {@code uint8}, flattened as it is stored.
     *
     * @throws PithException also when the array is of another type
     */
    public static byte[] readBytes(Path file) {
        try (ArrayBytes channel = ArrayBytes.open(file)) {
            NpyHeader header = NpyHeader.read(file, channel);
            if (!header.type().equals(NpyType.UINT8)) {
                throw NpyFault.of(
                        file, "holds " + header.type() + ", expected bytes", NpyFault.saved(file, "a.astype('uint8')"));
            }
            ByteBuffer bytes = ByteBuffer.allocate(count(file, header));
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // read on
            }
            return bytes.array();
        } catch (IOException e) {
            throw NpyFault.unreadable(file, e);
        }
    }

    /**
     * Tells by its name whether a path is one of an array: {@code .npy}, {@code .npz}, or one that leads
     * into an archive.
     */
    public static boolean isArray(Path path) {
        String name = path.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".npy") || name.endsWith(".npz") || !fileOf(path).equals(path);
    }

    /** Returns the file that an array lies in: the path itself, or the archive that it leads into. */
    public static Path fileOf(Path array) {
        return ArrayBytes.archive(array);
    }

    private static int count(Path file, NpyHeader header) {
        if (header.count() > LONGEST_ARRAY) {
            throw NpyFault.wrongShape(file, header, "at most " + LONGEST_ARRAY + " numbers", "split it");
        }
        return (int) header.count();
    }

    /** Writes {@code int64[n]}. */
    public static void write(Path file, long[] values) {
        write(file, NpyType.INT64, List.of((long) values.length), (block, i) -> block.putLong(values[i]));
    }

    /** Writes {@code int64[n]}. */
    public static void write(Path file, int[] values) {
        write(file, NpyType.INT64, List.of((long) values.length), (block, i) -> block.putLong(values[i]));
    }

    /** Writes {@code float64[n]}. */
    public static void write(Path file, double[] values) {
        write(file, NpyType.FLOAT64, List.of((long) values.length), (block, i) -> block.putDouble(values[i]));
    }

    /** Writes {@code float32[n]}. */
    public static void write(Path file, float[] values) {
        write(file, values, new int[] {values.length});
    }

    /**
     * Writes {@code float32} of a shape.
     *
     * @param values in C order
     * @param shape the length of each dimension; their product is the length of {@code values}
     */
    public static void write(Path file, float[] values, int... shape) {
        List<Long> lengths =
                IntStream.of(shape).mapToLong(length -> length).boxed().toList();
        long count = lengths.stream().reduce(1L, Math::multiplyExact);
        if (count != values.length) {
            throw new IllegalArgumentException(
                    "shape " + Arrays.toString(shape) + " needs " + count + " numbers, got " + values.length);
        }
        write(file, NpyType.FLOAT32, lengths, (block, i) -> block.putFloat(values[i]));
    }

    /** Puts number i at the end of the block. */
    @FunctionalInterface
    interface Encoder {
        void put(ByteBuffer block, int i);
    }

    private static void write(Path file, NpyType type, List<Long> shape, Encoder encoder) {
        try (FileChannel channel = openForWriting(file)) {
            write(channel, type, shape, encoder);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": " + e.getMessage(), e);
        }
    }

    /** Writes an array of one type and shape, header included. */
    static void write(WritableByteChannel channel, NpyType type, List<Long> shape, Encoder encoder) throws IOException {
        NpyHeader header = NpyHeader.forWriting(type, shape);
        int count = Math.toIntExact(header.count());
        writeFully(channel, ByteBuffer.wrap(header.bytes()));
        ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES).order(type.order());
        for (int i = 0; i < count; i++) {
            encoder.put(block, i);
            if (!block.hasRemaining()) {
                writeFully(channel, block.flip());
                block.clear();
            }
        }
        writeFully(channel, block.flip());
    }

    static FileChannel openForWriting(Path file) throws IOException {
        return FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
    }

    static void writeFully(WritableByteChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
