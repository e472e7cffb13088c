package dev.pith.random;

import dev.pith.IntSort;

/** A random number per sample and seed, the same whatever else is drawn. */
public final class Priority {
    private Priority() {}

    /** Returns 64 random bits for a sample: SplitMix64's output function (Steele et al. 2014) over id and seed. */
    public static long of(int id, long seed) {
        return mix(mix(seed) + 0x9e3779b97f4a7c15L * (id + 1L));
    }

    private static long mix(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /** Returns the ids in random order. */
    public static int[] shuffled(int[] ids, long seed) {
        int[] shuffled = ids.clone();
        IntSort.sort(shuffled, (a, b) -> {
            int order = Long.compare(of(a, seed), of(b, seed));
            return order != 0 ? order : Integer.compare(a, b);
        });
        return shuffled;
    }
}
