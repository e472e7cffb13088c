package dev.pith.objective;

import dev.pith.feature.Features;
import dev.pith.parallel.Threads;
import dev.pith.run.MemoryLimit;

/**
 * Log-determinant: {@code f(S) = log det(K_S)}, K the similarity kernel with 0.001 added on its diagonal. It prefers
 * diverse sets: the gain of x is the log of what is left of K(x, x) when the picked samples have explained what they
 * can, its conditional variance ({@link Variances}; computed gains never grow).
 *
 * <p>Private samples P make it a conditional gain: {@code f(S | P) = log det(K_{S + P}) - log det(K_P)} (LogDetCG;
 * Kothawade et al., <em>PRISM</em>, AAAI 2022, 2103.00128, table 1, with nu = 1), which is to have picked them before.
 *
 * <p>Memory: up to 8 n * budget bytes, if every candidate is looked at until the end.
 */
public final class LogDeterminant implements Objective {
    private final int[] ids;
    private final Variances variances;

    /**
     * Starts with nothing picked.
     *
     * @param similarity a kernel: cosine, dot or rbf
     * @param budget how many samples may be picked, at most the size of the pool
     * @param memory what the factor may take
     * @throws dev.pith.PithException when it could take more
     */
    public LogDeterminant(PairwiseSimilarity similarity, int budget, MemoryLimit memory) {
        if (!similarity.isKernel()) {
            throw new IllegalArgumentException("log-determinant needs a kernel: cosine, dot or rbf");
        }
        memory.requireOnHeap(
                "log-determinant of " + budget + " out of " + similarity.size() + " samples",
                bytes(similarity.size(), budget),
                "rank class by class (`stratify`), or take a smaller budget");
        this.ids = new int[similarity.size()];
        for (int x = 0; x < ids.length; x++) {
            ids[x] = similarity.id(x);
        }
        this.variances = new Variances(similarity::of, ids.length, budget);
    }

    /**
     * Starts with private samples picked, on the kernel {@code (1 + cos) / 2}.
     *
     * @param ids the pool, ascending, each once; not copied
     * @param privates {@code double[m][d]}, at least one, none of them all zero
     * @param budget how many samples may be picked, at most the size of the pool
     * @param memory what the factor may take
     * @param threads not owned
     * @throws dev.pith.PithException when it could take more
     */
    public LogDeterminant(
            Features features, int[] ids, double[][] privates, int budget, MemoryLimit memory, Threads threads) {
        int n = ids.length;
        memory.requireOnHeap(
                "log-determinant of " + budget + " out of " + n + " samples away from " + privates.length + " others",
                bytes(n + (long) privates.length, budget + privates.length),
                "rank class by class (`stratify`), take a smaller budget, or give fewer in `private`");
        this.ids = ids;
        this.variances = new Variances(
                Kernel.of(features, ids, privates, memory, threads), n + privates.length, budget + privates.length);
        for (int p = 0; p < privates.length; p++) {
            variances.pick(n + p);
        }
    }

    /** Returns the bytes of Java heap that {@code budget} out of n samples take, at most. */
    public static long bytes(long n, int budget) {
        return 8 * n * budget;
    }

    @Override
    public int size() {
        return ids.length;
    }

    @Override
    public int id(int candidate) {
        return ids[candidate];
    }

    @Override
    public double gain(int candidate) {
        return StrictMath.log(variances.of(candidate));
    }

    /**
     * Returns the gain when the candidate was last looked at. (Asking for it costs a logarithm; the gain may cost an
     * inner product per pick.)
     */
    @Override
    public double bound(int candidate) {
        return StrictMath.log(variances.last(candidate));
    }

    @Override
    public void pick(int candidate) {
        variances.pick(candidate);
    }

    @Override
    public boolean submodular() {
        return true;
    }
}
