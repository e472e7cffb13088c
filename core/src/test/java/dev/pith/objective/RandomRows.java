package dev.pith.objective;

import dev.pith.feature.DenseFeatures;
import dev.pith.feature.Features;
import java.util.Random;
import java.util.stream.IntStream;

/** Rows of many kinds, by seed. */
public final class RandomRows {
    private RandomRows() {}

    /**
     * Returns n rows of d numbers, none of them all zero; odd seeds repeat rows and round numbers, so that
     * ties are real.
     */
    public static Features of(long seed, int n, int d) {
        Random random = new Random(seed);
        boolean ties = seed % 2 == 1;
        float spread = new float[] {0.05f, 1, 30}[random.nextInt(3)];
        float[] values = new float[n * d];
        for (int i = 0; i < n; i++) {
            int twin = ties && i > 0 && random.nextInt(3) == 0 ? random.nextInt(i) : -1;
            for (int j = 0; j < d; j++) {
                float value = (float) random.nextGaussian() * spread + (j == 0 ? 1 : 0.2f);
                values[i * d + j] = twin >= 0 ? values[twin * d + j] : ties ? Math.round(2 * value) : value;
            }
            if (values[i * d] == 0) {
                values[i * d] = 1;
            }
        }
        return DenseFeatures.of(values, d);
    }

    /** Returns 0 to n - 1. */
    public static int[] ids(int n) {
        return IntStream.range(0, n).toArray();
    }
}
