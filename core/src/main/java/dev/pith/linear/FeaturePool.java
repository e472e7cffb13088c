package dev.pith.linear;

import dev.pith.feature.Features;
import dev.pith.feature.Float32;
import dev.pith.feature.Moments;
import dev.pith.feature.Similarity;
import dev.pith.feature.SumBlocks;
import dev.pith.parallel.Threads;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** A pool over features of this machine, in memory or memory-mapped. */
public final class FeaturePool implements Pool {
    private static final int SUM_BLOCKS_AT_ONCE = 16;

    private final Features features;
    private final Similarity similarity;
    private final Threads threads;
    private final double largestNorm;

    /** The row numbers left, and the id of each; both ascend, and are one array where a row's number is its id. */
    private int[] rows;

    private int[] ids;

    private @Nullable Coordinates coordinates;

    /**
     * Starts with these rows.
     *
     * @param ids ascending, each once; copied
     * @param threads not owned
     */
    public FeaturePool(Features features, Similarity similarity, int[] ids, Threads threads) {
        this(features, similarity, ids, ids, threads);
    }

    /**
     * Starts with rows whose numbers are not their ids.
     *
     * @param rows row numbers, ascending, each once
     * @param ids the id of each of these rows, ascending
     * @param threads not owned
     */
    public FeaturePool(Features features, Similarity similarity, int[] rows, int[] ids, Threads threads) {
        this.features = features;
        this.similarity = similarity;
        this.rows = rows.clone();
        this.ids = rows == ids ? this.rows : ids.clone();
        this.threads = threads;
        double largest = 0;
        for (int i = 0; i < rows.length; i++) {
            if (rows[i] < 0 || rows[i] >= features.size() || (i > 0 && rows[i] <= rows[i - 1])) {
                throw new IllegalArgumentException(
                        "ids must ascend within [0, " + features.size() + "), got " + rows[i] + " at " + i);
            }
            if (Float32.trusts(similarity, features.squaredNorm(rows[i]))) {
                largest = Math.max(largest, features.squaredNorm(rows[i]));
            }
        }
        this.largestNorm = Math.sqrt(largest);
    }

    @Override
    public int size() {
        return ids.length;
    }

    @Override
    public Moments moments() {
        int[] starts = sumBlockStarts();
        int blocks = starts.length - 1;
        Moments total = new Moments(features.dimension());
        for (int from = 0; from < blocks; from += SUM_BLOCKS_AT_ONCE) {
            Moments[] partial = new Moments[Math.min(SUM_BLOCKS_AT_ONCE, blocks - from)];
            int first = from;
            threads.forEach(partial.length, task -> {
                Moments sum = new Moments(features.dimension());
                for (int k = starts[first + task]; k < starts[first + task + 1]; k++) {
                    sum.add(features, similarity, rows[k]);
                }
                partial[task] = sum;
            });
            for (Moments sum : partial) {
                total.add(sum);
            }
        }
        return total;
    }

    /** Returns where each {@link SumBlocks block} that has rows left begins in {@link #ids}, and the end. */
    private int[] sumBlockStarts() {
        int[] starts = new int[ids.length + 1];
        int blocks = 0;
        for (int k = 0; k < ids.length; k++) {
            if (k == 0 || SumBlocks.of(ids[k]) != SumBlocks.of(ids[k - 1])) {
                starts[blocks++] = k;
            }
        }
        starts[blocks] = ids.length;
        return Arrays.copyOf(starts, blocks + 1);
    }

    @Override
    public Candidates best(LinearGain gain, int most) {
        Moments query = gain.query();
        double queryNorm = LinearGain.norm(query.vector());
        boolean trusted = Float32.trustsQuery(queryNorm);
        float[] dots = new float[ids.length];
        features.approximateDots(rows, query.vector(), dots);
        double[] gains = new double[ids.length];
        for (int k = 0; k < gains.length; k++) {
            double squaredNorm = features.squaredNorm(rows[k]);
            gains[k] = trusted && Float32.trusts(similarity, squaredNorm)
                    ? query.similarity(similarity, dots[k], squaredNorm)
                    : Double.POSITIVE_INFINITY;
        }
        double error = Float32.gainError(features, similarity, largestNorm, queryNorm);
        if (most >= ids.length) {
            return new Candidates(features, rows, ids, gains, error, OutsideBound.NOTHING);
        }
        Coordinates placed = coordinates;
        if (placed == null) {
            Directions directions = new Directions(
                    features, similarity, Directions.sampled(rows), gain.pool().vector());
            placed = new Coordinates(directions, features, similarity, rows, threads);
            coordinates = placed;
        }
        int[] positions = Largest.positions(gains, most);
        int[] bestRows = new int[most];
        int[] bestIds = new int[most];
        double[] best = new double[most];
        for (int k = 0; k < most; k++) {
            bestRows[k] = rows[positions[k]];
            bestIds[k] = ids[positions[k]];
            best[k] = gains[positions[k]];
            gains[positions[k]] = Double.NaN;
        }
        Groups groups = Groups.of(features, placed, rows, gains);
        return new Candidates(
                features, bestRows, bestIds, best, error, new GroupBound(groups, placed.directions(), error, gain));
    }

    @Override
    public void forget(int[] picked) {
        BitSet gone = new BitSet();
        for (int id : picked) {
            gone.set(id);
        }
        int remaining = 0;
        int[] restRows = new int[ids.length];
        int[] restIds = new int[ids.length];
        for (int k = 0; k < ids.length; k++) {
            if (!gone.get(ids[k])) {
                restRows[remaining] = rows[k];
                restIds[remaining++] = ids[k];
            }
        }
        if (remaining != ids.length - picked.length) {
            throw new IllegalArgumentException("can only forget rows of the pool, each once");
        }
        boolean same = rows == ids;
        rows = Arrays.copyOf(restRows, remaining);
        ids = same ? rows : Arrays.copyOf(restIds, remaining);
    }
}
