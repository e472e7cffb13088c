package dev.pith.feature;

import org.bytedeco.openblas.global.openblas;

/** How many threads one BLAS product may use. A setting of the process, because BLAS has no other. */
public final class BlasThreads {
    private BlasThreads() {}

    /** Sets the number of threads; no result depends on it. */
    public static void set(int threads) {
        openblas.blas_set_num_threads(threads);
    }
}
