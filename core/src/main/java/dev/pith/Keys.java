package dev.pith;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.function.IntFunction;

/**
 * A list of strings that only grows, made for the keys of millions of samples: a string is made anew when it is asked
 * for. In memory a key is what it does not share with the one before, and two or three bytes; of paths in order that is
 * a few bytes each. Any string comes back as it was added.
 *
 * <p>Safe for use by several threads once nothing is added any more.
 */
public final class Keys extends AbstractList<String> implements RandomAccess {
    /** Of so many keys only the first is whole, so that one is found by reading over 15 others at most. */
    private static final int BLOCK = 16;

    /** So many keys lie in an array of their own, which is never copied once it is full. */
    private static final int CHUNK = 1024;

    private static final int LOW = 0x7f;
    private static final int MORE = 0x80;

    private final List<byte[]> chunks = new ArrayList<>();
    private final List<int[]> blocks = new ArrayList<>(); // where each block of a chunk begins
    private int size;
    private byte[] open = new byte[64]; // the chunk that is being filled
    private int[] openBlocks = new int[CHUNK / BLOCK];
    private int end;
    private byte[] last = new byte[64];
    private int lastLength;
    private byte[] next = new byte[64];

    /** Makes an empty list. */
    public Keys() {}

    /** Returns the keys of {@code size} samples. */
    public static Keys of(int size, IntFunction<String> key) {
        Keys keys = new Keys();
        for (int id = 0; id < size; id++) {
            keys.add(key.apply(id));
        }
        return keys;
    }

    @Override
    public boolean add(String key) {
        int length = encode(key);
        boolean whole = size % BLOCK == 0;
        if (whole) {
            openBlocks[size % CHUNK / BLOCK] = end;
        }
        int differs = whole ? 0 : Arrays.mismatch(last, 0, lastLength, next, 0, length);
        int shared = differs < 0 ? length : differs;
        open = withRoom(open, end + 2 * Integer.BYTES + 2 + length - shared);
        end = writeNumber(open, writeNumber(open, end, shared), length - shared);
        System.arraycopy(next, shared, open, end, length - shared);
        end += length - shared;
        byte[] former = last;
        last = next;
        lastLength = length;
        next = former;
        if (++size % CHUNK == 0) {
            chunks.add(Arrays.copyOf(open, end));
            blocks.add(openBlocks);
            openBlocks = new int[CHUNK / BLOCK];
            end = 0;
        }
        return true;
    }

    /** Writes a key to {@code next}, seven bits of a character in a byte, and returns how many bytes there are. */
    private int encode(String key) {
        next = withRoom(next, Math.multiplyExact(3, key.length()));
        int length = 0;
        for (int i = 0; i < key.length(); i++) {
            length = writeNumber(next, length, key.charAt(i));
        }
        return length;
    }

    private static byte[] withRoom(byte[] bytes, int length) {
        return length <= bytes.length ? bytes : Arrays.copyOf(bytes, Math.max(length, bytes.length * 2));
    }

    private static int writeNumber(byte[] bytes, int at, int number) {
        int rest = number;
        int end = at;
        while (rest > LOW) {
            bytes[end++] = (byte) ((rest & LOW) | MORE);
            rest >>>= 7;
        }
        bytes[end++] = (byte) rest;
        return end;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public String get(int index) {
        Objects.checkIndex(index, size);
        Walk walk = new Walk(index / BLOCK * BLOCK);
        while (walk.at < index) {
            walk.read();
        }
        return walk.next();
    }

    /** Returns the keys in order, quicker than one by one. */
    @Override
    public Iterator<String> iterator() {
        return new Walk(0);
    }

    private Numbers numbersFrom(int whole) {
        int chunk = whole / CHUNK;
        boolean full = chunk < chunks.size();
        Numbers numbers = new Numbers(full ? chunks.get(chunk) : open);
        numbers.at = (full ? blocks.get(chunk) : openBlocks)[whole % CHUNK / BLOCK];
        return numbers;
    }

    /** Reads key after key. */
    private final class Walk implements Iterator<String> {
        private int at;
        private Numbers numbers;
        private byte[] key = new byte[64];
        private int length;

        /** Starts before a key that is whole. */
        private Walk(int start) {
            this.at = start;
            this.numbers = numbersFrom(start);
        }

        private void read() {
            if (at % CHUNK == 0) {
                numbers = numbersFrom(at);
            }
            int shared = numbers.next();
            int own = numbers.next();
            length = shared + own;
            key = withRoom(key, length);
            System.arraycopy(numbers.bytes, numbers.at, key, shared, own);
            numbers.at += own;
            at++;
        }

        @Override
        public boolean hasNext() {
            return at < size;
        }

        @Override
        public String next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            read();
            Numbers letters = new Numbers(key);
            char[] text = new char[length];
            int count = 0;
            while (letters.at < length) {
                text[count++] = (char) letters.next();
            }
            return new String(text, 0, count);
        }
    }

    /** Reads numbers one after the other. */
    private static final class Numbers {
        private final byte[] bytes;
        private int at;

        private Numbers(byte[] bytes) {
            this.bytes = bytes;
        }

        private int next() {
            int b = bytes[at++];
            int number = b & LOW;
            for (int shift = 7; b < 0; shift += 7) {
                b = bytes[at++];
                number |= (b & LOW) << shift;
            }
            return number;
        }
    }
}
