package dev.pith.objective;

import dev.pith.feature.Features;
import dev.pith.parallel.Threads;
import dev.pith.run.MemoryLimit;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * What picked samples tell of queries Q, given private samples P, by log-determinants: {@code I(S; Q | P) = f(S + P) +
 * f(Q + P) - f(S + Q + P) - f(P)}, {@code f(A) = log det(K_A)}, K the kernel {@code (1 + cos) / 2} with 0.001 on its
 * diagonal. Without private samples it is mutual information (LogDetMI, LogDetCMI; Kothawade et al., <em>PRISM</em>,
 * AAAI 2022, 2103.00128, table 1, with eta = nu = 1).
 *
 * <p>{@code gain(x) = log var(x | S + P) - log var(x | S + P + Q)}, conditional variances ({@link Variances}): by how
 * much the queries help to explain x, beyond what picked and private samples do. Monotone, but not submodular: a
 * sample may tell more once another is picked, so a lazy maximizer can be wrong, and greedy picks are sure of no share
 * of the best.
 *
 * <p>Memory: up to {@code 16 n (budget + m)} bytes, m the number of queries and private samples.
 */
public final class LogDeterminantInformation implements Objective {
    private final int[] ids;
    private final Variances without;
    private final Variances with;

    /**
     * Starts with nothing picked.
     *
     * @param ids the pool, ascending, each once; not copied
     * @param queries {@code double[m][d]}, at least one, none of them all zero
     * @param privates likewise, perhaps none
     * @param budget how many samples may be picked, at most the size of the pool
     * @param memory what the factors may take
     * @param threads not owned
     * @throws dev.pith.PithException when they could take more
     */
    public LogDeterminantInformation(
            Features features,
            int[] ids,
            double[][] queries,
            double[][] privates,
            int budget,
            MemoryLimit memory,
            Threads threads) {
        int n = ids.length;
        int others = queries.length + privates.length;
        memory.requireOnHeap(
                "what " + budget + " out of " + n + " samples tell of queries by log-determinants",
                2 * LogDeterminant.bytes(n + (long) others, budget + others),
                "rank class by class (`stratify`), take a smaller budget, or give fewer queries");
        double[][] all =
                Stream.concat(Arrays.stream(privates), Arrays.stream(queries)).toArray(double[][]::new);
        Kernel kernel = Kernel.of(features, ids, all, memory, threads);
        this.ids = ids;
        this.without = new Variances(kernel, n + others, budget + others);
        this.with = new Variances(kernel, n + others, budget + others);
        for (int k = 0; k < others; k++) {
            with.pick(n + k);
            if (k < privates.length) {
                without.pick(n + k);
            }
        }
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
        return StrictMath.log(without.of(candidate)) - StrictMath.log(with.of(candidate));
    }

    @Override
    public void pick(int candidate) {
        without.pick(candidate);
        with.pick(candidate);
    }

    @Override
    public boolean submodular() {
        return false;
    }
}
