package dev.pith;

import java.util.List;
import java.util.function.IntFunction;

/**
 * Finds keys. Of each it holds 32 bits of a hash and its position, in 11 to 22 bytes. Whether keys of one hash are
 * equal the keys themselves say, so that no answer depends on luck.
 */
public final class KeyIndex {
    /** The position of a key that is not there. */
    public static final int NONE = -1;

    private static final int SMALLEST = 16;

    private final IntFunction<String> keys;
    private long[] slots; // hash, and in the lower half position + 1; 0 where there is none
    private int size;

    /**
     * Makes an empty index.
     *
     * @param keys gives the key at a position that was put in
     */
    public KeyIndex(IntFunction<String> keys) {
        this(keys, 0);
    }

    private KeyIndex(IntFunction<String> keys, int expected) {
        this.keys = keys;
        int length = SMALLEST;
        while (length / 4 * 3 < expected) {
            length *= 2;
        }
        slots = new long[length];
    }

    /** Returns an index of a whole list, in which of equal keys the last is found. */
    public static KeyIndex of(List<String> keys) {
        KeyIndex index = new KeyIndex(keys::get, keys.size());
        for (int position = keys.size() - 1; position >= 0; position--) {
            index.putIfAbsent(keys.get(position), position);
        }
        return index;
    }

    /**
     * Puts a key in unless one that is equal is there.
     *
     * @param position where this key is found from now on, when the next one is looked for
     * @return the position of the equal one, {@link #NONE} where there was none
     */
    public int putIfAbsent(String key, int position) {
        if (size >= slots.length / 4 * 3) {
            grow();
        }
        int hash = hash(key);
        int slot = slot(key, hash);
        if (slots[slot] != 0) {
            return position(slots[slot]);
        }
        slots[slot] = ((long) hash << Integer.SIZE) | (position + 1L);
        size++;
        return NONE;
    }

    /** Returns the position of a key, {@link #NONE} where it is not there. */
    public int find(String key) {
        long found = slots[slot(key, hash(key))];
        return found == 0 ? NONE : position(found);
    }

    /** Returns where a key is, or the free slot where it belongs. */
    private int slot(String key, int hash) {
        int slot = hash & (slots.length - 1);
        while (slots[slot] != 0) {
            boolean candidate = (int) (slots[slot] >>> Integer.SIZE) == hash;
            if (candidate && keys.apply(position(slots[slot])).equals(key)) {
                return slot;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
    }

    private void grow() {
        long[] before = slots;
        slots = new long[Math.multiplyExact(before.length, 2)];
        for (long entry : before) {
            if (entry != 0) {
                int slot = (int) (entry >>> Integer.SIZE) & (slots.length - 1);
                while (slots[slot] != 0) {
                    slot = (slot + 1) & (slots.length - 1);
                }
                slots[slot] = entry;
            }
        }
    }

    private static int position(long entry) {
        return (int) entry - 1;
    }

    /** Spreads the hash of a string, whose last letters decide its lowest bits. */
    private static int hash(String key) {
        int hash = key.hashCode() * 0x9e3779b9;
        return hash ^ (hash >>> 15);
    }
}
