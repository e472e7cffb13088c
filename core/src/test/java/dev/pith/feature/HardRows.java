package dev.pith.feature;

import java.util.SplittableRandom;

/** Kinds of rows that stress different parts: bounds, speculation, ties, cancellation. */
public enum HardRows {
    ISOTROPIC {
        @Override
        void fill(float[] values, int n, int d, SplittableRandom random) {
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian();
            }
        }
    },
    LIKE_EMBEDDINGS {
        @Override
        void fill(float[] values, int n, int d, SplittableRandom random) {
            for (int i = 0; i < n; i++) {
                double squared = 0;
                for (int j = 0; j < d; j++) {
                    double value = (j == 0 ? 4 : 0) + random.nextGaussian() / (1 + j);
                    values[i * d + j] = (float) value;
                    squared += value * value;
                }
                for (int j = 0; j < d; j++) {
                    values[i * d + j] /= (float) Math.sqrt(squared);
                }
            }
        }
    },
    WIDE_NORMS {
        @Override
        void fill(float[] values, int n, int d, SplittableRandom random) {
            for (int i = 0; i < n; i++) {
                double scale = Math.pow(10, random.nextInt(9) - 4);
                for (int j = 0; j < d; j++) {
                    values[i * d + j] = (float) (scale * (0.3 + random.nextGaussian()));
                }
            }
        }
    },
    SMALL_INTEGERS_REPEATED {
        @Override
        void fill(float[] values, int n, int d, SplittableRandom random) {
            for (int i = 0; i < n; i++) {
                int twin = i == 0 || random.nextInt(3) > 0 ? i : random.nextInt(i);
                for (int j = 0; j < d; j++) {
                    values[i * d + j] = twin < i ? values[twin * d + j] : random.nextInt(5) - 2;
                }
                if (twin == i) {
                    values[i * d] += 7;
                }
            }
        }
    },
    EXTREME_NORMS {
        @Override
        void fill(float[] values, int n, int d, SplittableRandom random) {
            for (int i = 0; i < n; i++) {
                double scale = random.nextInt(9) == 0 ? Math.pow(10, random.nextInt(60) - 30) : 1;
                for (int j = 0; j < d; j++) {
                    values[i * d + j] = (float) (scale * (0.3 + random.nextGaussian()));
                }
            }
        }
    },
    TINY_NORMS {
        @Override
        void fill(float[] values, int n, int d, SplittableRandom random) {
            for (int i = 0; i < n; i++) {
                double scale = Math.pow(10, -18 - random.nextInt(5)); // products lose digits, or are 0 in float32
                for (int j = 0; j < d; j++) {
                    values[i * d + j] = (float) (scale * (0.3 + random.nextGaussian()));
                }
            }
        }
    },
    FAR_FROM_ORIGIN {
        @Override
        void fill(float[] values, int n, int d, SplittableRandom random) {
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (1000 + random.nextGaussian());
            }
        }
    },
    OPPOSITE {
        @Override
        void fill(float[] values, int n, int d, SplittableRandom random) {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < d; j++) {
                    values[i * d + j] = i % 2 == 1 ? -values[(i - 1) * d + j] : (float) (0.1 + random.nextGaussian());
                }
            }
        }
    },
    WITH_ZEROS {
        @Override
        void fill(float[] values, int n, int d, SplittableRandom random) {
            for (int i = 0; i < n; i++) {
                boolean zero = random.nextInt(3) == 0;
                for (int j = 0; j < d; j++) {
                    values[i * d + j] = zero || random.nextInt(3) == 0 ? 0 : (float) random.nextGaussian();
                }
            }
        }
    };

    /** Returns sizes around the borders of blocks. */
    public static int[] sizes() {
        return new int[] {1, 2, 3, 31, 32, 33, 4095, 4096, 4097, 4098};
    }

    abstract void fill(float[] values, int n, int d, SplittableRandom random);

    /** Returns {@code float[n * d]}. */
    public float[] values(int n, int d, long seed) {
        float[] values = new float[n * d];
        fill(values, n, d, new SplittableRandom(seed));
        return values;
    }

    /** Returns the similarities that may be asked for: a row of zeros has no cosine. */
    public Similarity[] similarities() {
        return this == WITH_ZEROS ? new Similarity[] {Similarity.DOT, Similarity.SQEUCLID} : Similarity.values();
    }

    /** Returns all of them for few rows; for many one, which is another for another number of rows and kind. */
    public Similarity[] similarities(int n) {
        Similarity[] all = similarities();
        return n < 100 ? all : new Similarity[] {all[(n + name().length()) % all.length]};
    }
}
