package dev.pith.torch.diffusion;

import dev.pith.random.Priority;
import java.util.SplittableRandom;

/**
 * What is random in learning to remove noise. The time follows from seed, epoch and sample, so that whoever hears of a
 * loss knows which time it is of.
 *
 * @param steps of the noise schedule
 * @param seed of the training
 */
record Draws(int steps, long seed) {
    private static final long OF_TIMES = 0x74696d6573L;
    private static final long OF_NOISE = 0x6e6f697365L;

    /** Returns how far noise has come into a sample in an epoch, uniform in 0 to {@code steps - 1}. */
    int time(int epoch, int sample) {
        long bits = Priority.of(sample, Priority.of(epoch, seed ^ OF_TIMES));
        return (int) Math.floorMod(bits >>> 1, (long) steps);
    }

    /** Returns the seed of an epoch's noise. */
    long noise(int epoch) {
        return Priority.of(epoch, seed ^ OF_NOISE);
    }

    /** Fills a part of an array with normally distributed numbers. */
    static void gauss(SplittableRandom random, float[] out, int from, int count) {
        for (int i = from; i < from + count; i++) {
            out[i] = (float) random.nextGaussian();
        }
    }
}
