package dev.pith.data.patch;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Bytes that are written and read one after the other. A varint is seven bits a byte, lowest first, the eighth set on
 * all but the last; a signed number {@code v} goes as {@code 2v}, or {@code -2v - 1} where it is negative. Everything
 * else is little-endian.
 */
final class Bytes {
    /** Ten times seven bits hold any long. */
    private static final int LONGEST_VARINT = 10;

    private byte[] bytes;
    private int at;

    /** Starts empty, to write. */
    Bytes() {
        this(new byte[64], 0);
    }

    /** Reads {@code bytes} from {@code at} on; not copied. */
    Bytes(byte[] bytes, int at) {
        this.bytes = bytes;
        this.at = at;
    }

    /** Returns where the next byte is read or written. */
    int position() {
        return at;
    }

    byte[] written() {
        return Arrays.copyOf(bytes, at);
    }

    Bytes u8(int value) {
        if (at == bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.multiplyExact(bytes.length, 2));
        }
        bytes[at++] = (byte) value;
        return this;
    }

    Bytes u32(int value) {
        return u8(value).u8(value >> 8).u8(value >> 16).u8(value >> 24);
    }

    Bytes u64(long value) {
        return u32((int) value).u32((int) (value >> 32));
    }

    Bytes varint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            u8((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        return u8((int) rest);
    }

    Bytes signed(long value) {
        return varint((value << 1) ^ (value >> 63));
    }

    Bytes raw(byte[] more) {
        if (more.length > bytes.length - at) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(at, more.length), bytes.length * 2));
        }
        System.arraycopy(more, 0, bytes, at, more.length);
        at += more.length;
        return this;
    }

    /** Writes the CRC32C of all bytes so far. */
    Bytes checksum() {
        return u32(checksum(bytes, 0, at));
    }

    static int checksum(byte[] bytes, int from, int to) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, to - from);
        return (int) crc.getValue();
    }

    int u8() throws IOException {
        if (at >= bytes.length) {
            throw new EOFException("it ends too early");
        }
        return bytes[at++] & 0xff;
    }

    int u32() throws IOException {
        return u8() | u8() << 8 | u8() << 16 | u8() << 24;
    }

    long u64() throws IOException {
        return (u32() & 0xffffffffL) | (long) u32() << 32;
    }

    long varint() throws IOException {
        long value = 0;
        for (int i = 0; i < LONGEST_VARINT; i++) {
            int next = u8();
            value |= (next & 0x7fL) << (7 * i);
            if (next < 0x80) {
                return value;
            }
        }
        throw new IOException("a number in it has no end");
    }

    long signed() throws IOException {
        long value = varint();
        return (value >>> 1) ^ -(value & 1);
    }

    /** Reads a varint that must lie in [0, {@code most}]. */
    int count(long most) throws IOException {
        long value = varint();
        if (value < 0 || value > Math.min(most, Integer.MAX_VALUE)) {
            throw new IOException("a number in it is " + value + ", at most " + most + " is possible");
        }
        return (int) value;
    }

    byte[] raw(int length) throws IOException {
        if (length > bytes.length - at) {
            throw new EOFException("it ends too early");
        }
        at += length;
        return Arrays.copyOfRange(bytes, at - length, at);
    }

    String text(int length) throws IOException {
        return new String(raw(length), StandardCharsets.UTF_8);
    }
}
