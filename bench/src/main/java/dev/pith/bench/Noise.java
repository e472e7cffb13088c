package dev.pith.bench;

import java.util.SplittableRandom;

/**
 * A seeded stream of bell-shaped numbers with mean 0 and variance 1.
 *
 * <p>Each is the sum of the four 16-bit parts of one random {@code long} (Irwin-Hall, n = 4), shifted and scaled. In
 * hundreds of dimensions nothing tells the rows from Gaussian ones, and as only whole numbers are added, every machine
 * and Java version makes the same bits.
 */
final class Noise {
    private static final double MEAN = 4 * 65_535 / 2.0;
    private static final double DEVIATION = Math.sqrt(4 * (65_536.0 * 65_536.0 - 1) / 12);

    private final SplittableRandom random;

    Noise(long seed) {
        random = new SplittableRandom(seed);
    }

    double next() {
        long bits = random.nextLong();
        long sum = (bits & 0xffff) + (bits >>> 16 & 0xffff) + (bits >>> 32 & 0xffff) + (bits >>> 48);
        return (sum - MEAN) / DEVIATION;
    }

    /** Returns a whole number in [0, bound), each equally likely. */
    int nextInt(int bound) {
        return random.nextInt(bound);
    }
}
