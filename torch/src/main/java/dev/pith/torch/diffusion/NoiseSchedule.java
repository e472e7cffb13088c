package dev.pith.torch.diffusion;

import java.util.Locale;

/**
 * How noise comes into an image, step by step (Ho et al., NeurIPS 2020, equation 4): at time t the image counts
 * {@code sqrt(signal(t))} and the noise {@code sqrt(1 - signal(t))}, where {@code signal(t)} is the product of
 * {@code 1 - beta(s)} over s up to t.
 */
public final class NoiseSchedule {
    /** How the betas rise. */
    public enum Kind {
        /** From 0.0001 to 0.02 in a line, as Ho et al. have it for 1,000 steps. */
        LINEAR,
        /**
         * So that the signal falls as the square of a cosine (Nichol and Dhariwal, ICML 2021, equation 17), a beta
         * being 0.999 at most; diffusers' {@code squaredcos_cap_v2}.
         */
        COSINE;

        /** Returns what diffusers calls it. */
        String published() {
            return this == LINEAR ? "linear" : "squaredcos_cap_v2";
        }

        /** Returns the word on the command line. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Steps of the usual schedules. */
    public static final int STEPS = 1000;

    static final double FIRST_BETA = 1e-4;
    static final double LAST_BETA = 0.02;
    private static final double OFFSET = 0.008;
    private static final double LARGEST_BETA = 0.999;

    private final Kind kind;
    private final double[] signal = new double[STEPS];

    private NoiseSchedule(Kind kind) {
        this.kind = kind;
        double product = 1;
        for (int t = 0; t < STEPS; t++) {
            product *= 1 - beta(t);
            signal[t] = product;
        }
    }

    /** Returns a schedule of {@value #STEPS} steps. */
    public static NoiseSchedule of(Kind kind) {
        return new NoiseSchedule(kind);
    }

    private double beta(int t) {
        return kind == Kind.LINEAR
                ? FIRST_BETA + (LAST_BETA - FIRST_BETA) * t / (STEPS - 1)
                : Math.min(LARGEST_BETA, 1 - cosine((t + 1.0) / STEPS) / cosine((double) t / STEPS));
    }

    private static double cosine(double share) {
        double cosine = Math.cos((share + OFFSET) / (1 + OFFSET) * Math.PI / 2);
        return cosine * cosine;
    }

    /** Returns how the betas rise. */
    public Kind kind() {
        return kind;
    }

    /** Returns the share of the image's variance that is there at time t, in (0, 1); 1 before time 0. */
    public double signal(int t) {
        return t < 0 ? 1 : signal[t];
    }
}
