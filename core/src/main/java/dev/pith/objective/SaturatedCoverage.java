package dev.pith.objective;

import dev.pith.parallel.Threads;
import dev.pith.run.MemoryLimit;
import java.util.Arrays;

/**
 * Saturated coverage: {@code f(S) = sum over j in V of min(sum over i in S of s(i, j), alpha sum over i in V of s(i,
 * j))} (Lin and Bilmes, ACL 2011, <em>A class of submodular functions for document summarization</em>, section 4.1).
 * Every sample is covered by all picks together, up to the share alpha of what the whole pool V gives it. Monotone and
 * submodular; {@code gain(x) = sum over j of min(s(x, j), lacking_j)}, lacking_j what j lacks to its limit.
 *
 * <p>Exact, in the order of the pool; what is lacking never grows, so an old gain bounds a new one without slack.
 *
 * <p>Memory: {@code 8 n^2} bytes of Java heap.
 */
public final class SaturatedCoverage implements Objective {
    private final PairwiseSimilarity similarity;
    private final double[][] rows;
    private final double[] lacking;
    private final KnownGains known;

    /**
     * Computes all similarities.
     *
     * @param similarity one that is never negative
     * @param alpha in (0, 1]; at 1 nothing saturates and gains never change
     * @param memory what the n x n numbers may take
     * @param threads not owned
     * @throws dev.pith.PithException when they would take more, or more than Java's heap has
     */
    public SaturatedCoverage(PairwiseSimilarity similarity, double alpha, MemoryLimit memory, Threads threads) {
        if (!(alpha > 0 && alpha <= 1)) {
            throw new IllegalArgumentException("alpha must be in (0, 1], got " + alpha);
        }
        if (!similarity.isNonNegative()) {
            throw new IllegalArgumentException(
                    "saturated coverage needs a similarity that is never negative: cosine or rbf");
        }
        int size = similarity.size();
        memory.requireOnHeap(
                "saturated coverage over " + size + " samples at once",
                bytes(size),
                "rank class by class (`stratify`)");
        this.similarity = similarity;
        this.rows = new double[size][size];
        threads.forEach(size, x -> {
            for (int j = 0; j <= x; j++) {
                rows[x][j] = similarity.of(x, j);
            }
        });
        this.lacking = new double[size];
        for (int x = 0; x < size; x++) {
            for (int j = x + 1; j < size; j++) {
                rows[x][j] = rows[j][x];
            }
            lacking[x] = alpha * Arrays.stream(rows[x]).reduce(0, Double::sum);
        }
        this.known = new KnownGains(size);
    }

    /** Returns the bytes of Java heap that n samples take. */
    public static long bytes(long n) {
        return 8 * n * n;
    }

    @Override
    public int size() {
        return lacking.length;
    }

    @Override
    public int id(int candidate) {
        return similarity.id(candidate);
    }

    @Override
    public double gain(int candidate) {
        double[] row = rows[candidate];
        double sum = 0;
        for (int j = 0; j < row.length; j++) {
            sum += Math.min(row[j], lacking[j]);
        }
        return known.keep(candidate, sum);
    }

    @Override
    public double bound(int candidate) {
        return known.last(candidate);
    }

    @Override
    public void pick(int candidate) {
        double[] row = rows[candidate];
        for (int j = 0; j < row.length; j++) {
            lacking[j] -= Math.min(row[j], lacking[j]);
        }
    }

    @Override
    public boolean submodular() {
        return true;
    }
}
