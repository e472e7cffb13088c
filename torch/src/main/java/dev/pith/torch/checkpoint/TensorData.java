package dev.pith.torch.checkpoint;

import dev.pith.npy.Half;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * The numbers of one tensor, as stored; converted when asked.
 *
 * @param type how they are stored
 * @param shape the length of each dimension, empty for a single number; not copied
 * @param bytes gives the numbers, row-major and little-endian, from position to limit; each call a buffer of its own
 */
public record TensorData(DType type, long[] shape, Supplier<ByteBuffer> bytes) {
    /** Checks that the shape can be held in an array. */
    public TensorData {
        count(shape);
    }

    /**
     * Returns float32 numbers.
     *
     * @param values row-major, not copied
     */
    public static TensorData of(float[] values, long... shape) {
        return of(DType.FLOAT32, values.length, shape, buffer -> buffer.asFloatBuffer()
                .put(values));
    }

    /**
     * Returns float64 numbers.
     *
     * @param values row-major, not copied
     */
    public static TensorData of(double[] values, long... shape) {
        return of(DType.FLOAT64, values.length, shape, buffer -> buffer.asDoubleBuffer()
                .put(values));
    }

    /**
     * Returns int64 numbers.
     *
     * @param values row-major, not copied
     */
    public static TensorData of(long[] values, long... shape) {
        return of(DType.INT64, values.length, shape, buffer -> buffer.asLongBuffer()
                .put(values));
    }

    private interface Encoder {
        Object putInto(ByteBuffer buffer);
    }

    private static TensorData of(DType type, int length, long[] shape, Encoder encoder) {
        if (count(shape) != length) {
            throw new IllegalArgumentException(
                    "shape " + Arrays.toString(shape) + " needs " + count(shape) + " numbers, got " + length);
        }
        return new TensorData(type, shape, () -> {
            ByteBuffer buffer = littleEndian(Math.multiplyExact(length, type.bytes()));
            encoder.putInto(buffer);
            return buffer;
        });
    }

    static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int count(long... shape) {
        long count = 1;
        for (long length : shape) {
            count = Math.multiplyExact(count, length);
        }
        return Math.toIntExact(count);
    }

    /** Returns how many numbers there are. */
    public int count() {
        return count(shape);
    }

    /** Returns the numbers as float32, row-major: exactly from 16 bits, else rounded to the nearest where need be. */
    public float[] floats() {
        ByteBuffer stored = bytes.get();
        float[] values = new float[count()];
        if (type == DType.FLOAT32) {
            stored.asFloatBuffer().get(values);
            return values;
        }
        int start = stored.position();
        for (int i = 0; i < values.length; i++) {
            values[i] = type.isInteger() ? longAt(stored, start, i) : (float) doubleAt(stored, start, i);
        }
        return values;
    }

    /** Returns the numbers as float64, row-major: exactly, but for 64-bit integers beyond 2^53. */
    public double[] doubles() {
        ByteBuffer stored = bytes.get();
        int start = stored.position();
        double[] values = new double[count()];
        for (int i = 0; i < values.length; i++) {
            values[i] = type.isInteger() ? longAt(stored, start, i) : doubleAt(stored, start, i);
        }
        return values;
    }

    /**
     * Returns whole numbers, row-major; booleans are 0 and 1.
     *
     * @throws IllegalStateException when {@link #type} is not one of whole numbers
     */
    public long[] longs() {
        if (!type.isInteger()) {
            throw new IllegalStateException("the numbers are " + type + ", not whole");
        }
        ByteBuffer stored = bytes.get();
        int start = stored.position();
        long[] values = new long[count()];
        for (int i = 0; i < values.length; i++) {
            values[i] = longAt(stored, start, i);
        }
        return values;
    }

    private double doubleAt(ByteBuffer stored, int start, int i) {
        return switch (type) {
            case FLOAT64 -> stored.getDouble(start + 8 * i);
            case FLOAT32 -> stored.getFloat(start + 4 * i);
            case FLOAT16 -> Half.toFloat(stored.getShort(start + 2 * i));
            case BFLOAT16 -> Float.intBitsToFloat(stored.getShort(start + 2 * i) << 16);
            case INT64, INT32, INT16, INT8, UINT8, BOOL -> throw new AssertionError(type);
        };
    }

    private long longAt(ByteBuffer stored, int start, int i) {
        return switch (type) {
            case INT64 -> stored.getLong(start + 8 * i);
            case INT32 -> stored.getInt(start + 4 * i);
            case INT16 -> stored.getShort(start + 2 * i);
            case INT8 -> stored.get(start + i);
            case UINT8 -> stored.get(start + i) & 0xff;
            case BOOL -> stored.get(start + i) == 0 ? 0 : 1;
            case FLOAT64, FLOAT32, FLOAT16, BFLOAT16 -> throw new AssertionError(type);
        };
    }
}
