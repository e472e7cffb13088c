package dev.pith.torch.checkpoint;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Builds pickles instruction by instruction, sound ones and others. */
final class PickleBytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** Adds bytes, given as numbers or characters. */
    PickleBytes op(int... bytes) {
        for (int b : bytes) {
            out.write(b);
        }
        return this;
    }

    PickleBytes global(String module, String name) {
        return op('c').raw(module + "\n" + name + "\n");
    }

    PickleBytes raw(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    PickleBytes bytes(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    PickleBytes text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return op('X').integer(bytes.length).raw(text);
    }

    PickleBytes number(int value) {
        return op('J').integer(value);
    }

    /** Adds four bytes, little-endian, as arguments of instructions have them. */
    PickleBytes integer(int value) {
        out.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array());
        return this;
    }

    PickleBytes wide(long value) {
        out.writeBytes(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array());
        return this;
    }

    /** Adds a number too large for four bytes. */
    PickleBytes large(long value) {
        return op(0x8a, 8).wide(value);
    }

    PickleBytes tuple(long... numbers) {
        op('(');
        for (long number : numbers) {
            large(number);
        }
        return op('t');
    }

    /** Adds a tensor, a view of a storage. */
    PickleBytes tensor(String storageClass, String key, long offset, long[] shape, long[] strides) {
        return global("torch._utils", "_rebuild_tensor_v2")
                .op('(')
                .storage(storageClass, key)
                .large(offset)
                .tuple(shape)
                .tuple(strides)
                .op(0x89)
                .global("collections", "OrderedDict")
                .op(')', 'R', 't', 'R');
    }

    PickleBytes storage(String storageClass, String key) {
        return op('(').text("storage")
                .global("torch", storageClass)
                .text(key)
                .text("cpu")
                .number(0)
                .op('t', 'Q');
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    /** Ends the pickle. */
    byte[] end() {
        return op('.').bytes();
    }

    static PickleBytes start() {
        return new PickleBytes().op(0x80, 2);
    }
}
