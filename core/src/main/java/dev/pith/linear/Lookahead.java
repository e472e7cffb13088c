package dev.pith.linear;

import dev.pith.feature.Features;
import dev.pith.parallel.Threads;
import java.util.Arrays;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Exact picks out of a pool that is too large for {@link Columns} and without structure for a bound: pick
 * ahead, then verify.
 *
 * <p>The next few picks are made among the rows with the largest gains alone, the front. One matrix product then gives
 * the similarities of all rows to just those picks, and shows whether any other row would have won in between; the
 * picks from there on are taken back. A large front is looked ahead in itself, with a front of its own and fewer picks
 * at a time, down to one that is small enough for a {@link Round}: what a pick costs beside the one product that cannot
 * be avoided is that with a small part of the rows. The rows of a level are copied side by side where memory allows.
 */
final class Lookahead implements AutoCloseable {
    private static final int BLOCK = 2048;
    private static final int MOST_AHEAD = 64;

    /** After so many picks the gains of all rows are computed exactly, which ends the drift. */
    private static final int PICKS_PER_RENEWAL = 512;

    /** A front with more of the rows than this is no front. */
    private static final double WHOLE = 0.7;

    private final LinearGain gain;
    private final Features features;
    private final long copyBytes;
    private final boolean copied;
    private final int[] rows;
    private final Threads threads;
    private final CandidateRows terms;
    private final int[] untrusted;
    private final Pace pace;

    /**
     * Upper bounds of the gains less {@link #drift}; negative infinity for what was picked, positive where float32
     * is not trusted.
     */
    private final double[] upper;

    private double drift;
    private int picksSinceRenewal;
    private float[][] columns = new float[0][];
    private double[] moved = new double[0];

    /**
     * How many picks ahead, out of how many rows: what fitted last, on one level.
     *
     * <p>A larger front lets more picks stand, and makes each of them dearer. A verification costs the same whatever
     * stands, so the sum of both costs is near its least where they are alike; there the front is led by the clock.
     */
    static final class Pace {
        private final int least;
        private int ahead = 16;
        private double front;
        private @Nullable Pace below;

        /**
         * @param rows of the level
         * @param least so many rows need no front
         */
        Pace(int rows, int least) {
            this.least = least;
            this.front = Math.max(least, rows / 8);
        }

        Pace below(int rows) {
            Pace known = below;
            if (known == null) {
                known = new Pace(rows, least);
                known.ahead = 4;
                below = known;
            }
            return known;
        }

        void adapt(int stand, int count, int rows, long picking, long verifying) {
            int more = ahead + ahead / 4 + 1;
            ahead = stand == count
                    ? Math.min(MOST_AHEAD, count < ahead ? ahead : more)
                    : Math.max(2, Math.min(ahead, stand + stand / 4 + 1));
            if (stand == 0) {
                front = Math.min(rows, 2 * front); // equal gains, or as good as equal: only a larger front tells
                return;
            }
            boolean verifyingIsDearer = (double) verifying / stand > (double) picking / count;
            front = verifyingIsDearer ? Math.min(rows, 1.05 * front) : Math.max(least, front / 1.05);
        }
    }

    /**
     * @param pool all rows that are left
     * @param pace of the level; it learns
     * @param copyBytes rows that take more stay where they are
     */
    Lookahead(LinearGain gain, Candidates pool, Pace pace, long copyBytes, Threads threads) {
        this.gain = gain;
        int count = pool.rows().length;
        this.copyBytes = copyBytes;
        this.copied = (long) count * pool.features().dimension() * Float.BYTES <= copyBytes;
        this.features = copied ? pool.features().sideBySide(pool.rows()) : pool.features();
        this.rows = copied ? IntStream.range(0, count).toArray() : pool.rows();
        this.upper = pool.gains();
        this.drift = pool.gainError();
        this.terms = new CandidateRows(gain, features, rows);
        this.untrusted =
                IntStream.range(0, count).filter(i -> terms.slope()[i] == 0).toArray();
        this.pace = pace;
        this.threads = threads;
    }

    /**
     * Picks again, at least one and at most {@code most} rows.
     *
     * @param positions where the picks go, from {@code from} on
     * @param gains where their gains go
     * @return the number of picks
     */
    int pick(int[] positions, double[] gains, int from, int most) {
        while (true) {
            if (picksSinceRenewal >= PICKS_PER_RENEWAL) {
                renew();
            }
            long start = System.nanoTime();
            int[] front = front();
            int count = Math.min(front.length, Math.min(pace.ahead, most));
            count = pickWithin(front, positions, gains, from, count);
            long picked = System.nanoTime();
            int stand = verify(front, positions, gains, from, count);
            pace.adapt(stand, count, rows.length, picked - start, System.nanoTime() - picked);
            if (stand > 0) {
                return stand;
            }
        }
    }

    /** Returns about as many positions as the front should have, of the largest bounds, ascending; none was picked. */
    private int[] front() {
        int size = (int) pace.front;
        double edge = size > WHOLE * rows.length ? -Double.MAX_VALUE : edge(size);
        int[] front = new int[rows.length];
        int count = 0;
        for (int i = 0; i < rows.length; i++) {
            if (upper[i] >= edge) {
                front[count++] = i;
            }
        }
        return Arrays.copyOf(front, count);
    }

    /** Returns a bound that about so many rows reach, as a sample tells; above that of what was picked. */
    private double edge(int size) {
        int stride = Math.max(1, size / 512);
        double[] sample = new double[(rows.length + stride - 1) / stride];
        for (int k = 0; k < sample.length; k++) {
            sample[k] = upper[k * stride];
        }
        double edge = Double.POSITIVE_INFINITY;
        for (int k : Largest.positions(sample, Math.max(1, size / stride))) {
            edge = Math.min(edge, sample[k]);
        }
        return Math.max(-Double.MAX_VALUE, edge);
    }

    /** Picks among the front as if there were nothing else; stops after a pick whose effect float32 cannot tell. */
    private int pickWithin(int[] front, int[] positions, double[] gains, int from, int count) {
        double[] bounds = Arrays.stream(front).mapToDouble(i -> upper[i]).toArray();
        int[] frontRows = Arrays.stream(front).map(i -> rows[i]).toArray();
        Candidates candidates = new Candidates(features, frontRows, frontRows, bounds, drift, OutsideBound.NOTHING);
        int end = from;
        if (front.length >= 4 * pace.least && front.length < rows.length) {
            Pace below = pace.below(front.length);
            try (Lookahead ahead = new Lookahead(gain.copy(), candidates, below, copyBytes, threads)) {
                while (goesOn(front, positions, from, end, count)) {
                    end += ahead.pick(positions, gains, end, from + count - end);
                }
            }
        } else {
            Round round = new Round(gain.copy(), candidates, null, Math.max(4, count / 2), threads);
            while (goesOn(front, positions, from, end, count)) {
                positions[end] = round.winner();
                gains[end] = round.winnerGain();
                round.pick(positions[end++]);
            }
        }
        for (int k = from; k < end; k++) {
            positions[k] = front[positions[k]];
        }
        return end - from;
    }

    /** Returns whether there are fewer picks than wanted and float32 can tell what the last of them does. */
    private boolean goesOn(int[] front, int[] positions, int from, int end, int count) {
        return end < from + count && (end == from || terms.trusted(front[positions[end - 1]]));
    }

    /** Returns how many picks no row outside the front would have beaten, and does what those picks do to the gains. */
    private int verify(int[] front, int[] positions, double[] gains, int from, int count) {
        int[] picks = Arrays.copyOfRange(positions, from, from + count);
        int[] picked = Arrays.stream(picks).map(i -> rows[i]).toArray();
        if (columns.length < count) {
            columns = new float[count][rows.length];
        }
        features.approximateDots(rows, picked, columns);
        for (int k = 0; k < count; k++) {
            for (int i : untrusted) {
                columns[k][i] = 0;
            }
        }
        BitSet inFront = new BitSet(rows.length);
        for (int position : front) {
            inFront.set(position);
        }
        LinearGain after = gain.copy();
        double[] threshold = new double[count];
        double error = drift;
        for (int k = 0; k < count; k++) {
            // The bound on a row before this pick is its value plus the error so far.
            threshold[k] = gains[from + k] - error;
            error += terms.error(picks[k]);
            after.pick(features, picked[k]);
        }
        double rounding = after.slack(terms.largestNorm());
        for (int k = 0; k < count; k++) {
            threshold[k] -= rounding;
        }
        int blocks = (rows.length + BLOCK - 1) / BLOCK;
        if (moved.length < rows.length) {
            moved = new double[rows.length];
        }
        AtomicInteger stand = new AtomicInteger(count);
        threads.forEach(blocks, block -> {
            int first = firstBeaten(block, picks, threshold, inFront, stand);
            stand.accumulateAndGet(first, Math::min);
        });
        int standing = stand.get();
        if (standing == count) {
            System.arraycopy(moved, 0, upper, 0, rows.length);
        } else {
            threads.forEach(blocks, block -> apply(block, picks, standing));
        }
        for (int k = 0; k < standing; k++) {
            gain.pick(features, picked[k]);
            upper[picks[k]] = Double.NEGATIVE_INFINITY;
            drift += terms.error(picks[k]);
        }
        picksSinceRenewal += standing;
        if (standing > 0 && !terms.trusted(picks[standing - 1])) {
            renew();
        }
        return standing;
    }

    /** Returns the first pick that a row of the block beats; what the picks do to its bounds is in {@link #moved}. */
    private int firstBeaten(int block, int[] picks, double[] threshold, BitSet inFront, AtomicInteger stand) {
        int begin = block * BLOCK;
        int end = Math.min(rows.length, begin + BLOCK);
        System.arraycopy(upper, begin, moved, begin, end - begin);
        for (int k = 0; k < picks.length; k++) {
            double limit = threshold[k];
            for (int i = begin; i < end; i++) {
                if (moved[i] >= limit && !inFront.get(i)) {
                    return k;
                }
            }
            if (k >= stand.get()) {
                return k;
            }
            move(moved, begin, end, picks[k], columns[k]);
        }
        return picks.length;
    }

    private void apply(int block, int[] picks, int count) {
        int begin = block * BLOCK;
        for (int k = 0; k < count; k++) {
            move(upper, begin, Math.min(rows.length, begin + BLOCK), picks[k], columns[k]);
        }
    }

    /** Adds to {@code values[i]} what a pick does to the gain of row i. */
    private void move(double[] values, int begin, int end, int pick, float[] column) {
        if (!terms.trusted(pick)) {
            return;
        }
        double[] slope = terms.slope();
        double[] perPick = terms.perPick();
        double factor = terms.factor(pick);
        double shift = terms.shift(pick);
        for (int i = begin; i < end; i++) {
            values[i] += (perPick[i] + shift) - factor * slope[i] * column[i];
        }
    }

    private void renew() {
        threads.forEach((rows.length + BLOCK - 1) / BLOCK, block -> {
            for (int i = block * BLOCK; i < Math.min(rows.length, (block + 1) * BLOCK); i++) {
                if (upper[i] != Double.NEGATIVE_INFINITY && terms.slope()[i] != 0) {
                    upper[i] = gain.of(features, rows[i]);
                }
            }
        });
        drift = 0;
        picksSinceRenewal = 0;
    }

    @Override
    public void close() {
        if (copied) {
            features.close();
        }
    }
}
