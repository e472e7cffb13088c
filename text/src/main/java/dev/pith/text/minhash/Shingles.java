package dev.pith.text.minhash;

import java.util.Arrays;
import java.util.Locale;

/**
 * The set of a text's shingles, 64-bit hashes of each {@value #WIDTH} characters (code points) in a row. Case and the
 * length of blank space do not count. A shorter text is one shingle.
 */
public final class Shingles {
    /** Characters in a shingle. */
    public static final int WIDTH = 6;

    private Shingles() {}

    /** Returns the hashes of a text's shingles, ascending, each once. */
    public static long[] of(String text) {
        int[] characters = text.strip()
                .replaceAll("\\s+", " ")
                .toLowerCase(Locale.ROOT)
                .codePoints()
                .toArray();
        long[] hashes = new long[Math.max(1, characters.length - WIDTH + 1)];
        for (int i = 0; i < hashes.length; i++) {
            long hash = 0;
            for (int j = i; j < Math.min(i + WIDTH, characters.length); j++) {
                hash = mix(hash + characters[j] + 1);
            }
            hashes[i] = hash;
        }
        Arrays.sort(hashes);
        int distinct = 0;
        for (int i = 0; i < hashes.length; i++) {
            if (i == 0 || hashes[i] != hashes[i - 1]) {
                hashes[distinct++] = hashes[i];
            }
        }
        return Arrays.copyOf(hashes, distinct);
    }

    /** Returns the Jaccard similarity of two sets: what they share, of all that is in either. */
    public static double jaccard(long[] a, long[] b) {
        int shared = 0;
        int i = 0;
        int j = 0;
        while (i < a.length && j < b.length) {
            int order = Long.compare(a[i], b[j]);
            shared += order == 0 ? 1 : 0;
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }
        return (double) shared / (a.length + b.length - shared);
    }

    /** A bijection of 64-bit numbers that looks random (the finalizer of SplitMix64). */
    public static long mix(long z) {
        long x = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        x = (x ^ (x >>> 27)) * 0x94d049bb133111ebL;
        return x ^ (x >>> 31);
    }
}
