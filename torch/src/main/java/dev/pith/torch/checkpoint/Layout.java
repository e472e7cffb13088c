package dev.pith.torch.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * How the numbers of a tensor lie among those of a storage: number (i, j, ...) at
 * {@code offset + i * strides[0] + j * strides[1] + ...}, in numbers from the storage's begin.
 */
record Layout(long offset, long[] shape, long[] strides) {
    /** Returns how many bytes a dense tensor takes. */
    static long bytes(DType type, long[] shape) throws IOException {
        try {
            long bytes = type.bytes();
            for (long length : shape) {
                bytes = Math.multiplyExact(bytes, Math.toIntExact(length)); // also beside a dimension of 0
            }
            return bytes;
        } catch (ArithmeticException e) {
            throw new DamagedFile("claims a tensor of shape " + Arrays.toString(shape));
        }
    }

    private boolean isEmpty() {
        return Arrays.stream(shape).anyMatch(length -> length == 0);
    }

    /** Returns how many numbers the storage must have. */
    long end() throws IOException {
        try {
            long last = offset;
            for (int i = 0; i < shape.length; i++) {
                last = Math.addExact(last, Math.multiplyExact(Math.max(0, shape[i] - 1), strides[i]));
            }
            return isEmpty() ? 0 : Math.addExact(last, 1);
        } catch (ArithmeticException e) {
            throw new DamagedFile("claims a tensor that no storage could hold");
        }
    }

    /** Returns whether the numbers lie row-major and without gaps. */
    boolean isDense() {
        long expected = 1;
        for (int i = shape.length - 1; i >= 0; i--) {
            if (shape[i] != 1 && strides[i] != expected) {
                return false;
            }
            expected *= shape[i];
        }
        return true;
    }

    /**
     * Returns a copy, row-major and little-endian.
     *
     * @param stored the storage from number {@link #offset} on
     * @param swapped whether the bytes of each number are the other way round
     */
    ByteBuffer gather(ByteBuffer stored, int bytes, boolean swapped) {
        long count = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        ByteBuffer dense = TensorData.littleEndian(Math.toIntExact(count * bytes));
        long[] index = new long[shape.length];
        long at = 0; // in numbers
        for (long i = 0; i < count; i++) {
            for (int b = 0; b < bytes; b++) {
                dense.put(stored.get((int) (at * bytes) + (swapped ? bytes - 1 - b : b)));
            }
            for (int d = shape.length - 1; d >= 0; d--) {
                at += strides[d];
                index[d]++;
                if (index[d] < shape[d]) {
                    break;
                }
                at -= index[d] * strides[d];
                index[d] = 0;
            }
        }
        return dense.flip();
    }
}
