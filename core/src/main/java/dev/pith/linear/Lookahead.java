package dev.pith.linear;

import dev.pith.feature.Features;
import dev.pith.parallel.Threads;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Exact picks out of a pool that is too large for {@link Columns} and without structure for a bound: pick
 * ahead, then verify.
 *
 * <p>The next few picks are made among the rows with the largest gains alone. One matrix product then gives the
 * similarities of all rows to just those picks, and shows whether any other row would have won in between; the picks
 * from there on are taken back. Every column that is computed belongs to a pick, but for those taken back (about one in
 * seven, measured on isotropic rows).
 */
final class Lookahead {
    private static final int BLOCK = 2048;
    private static final int MOST_AHEAD = 64;

    /** After so many picks the gains of all rows are computed exactly, which ends the drift. */
    private static final int PICKS_PER_RENEWAL = 512;

    private final LinearGain gain;
    private final Features features;
    private final int[] rows;
    private final Threads threads;
    private final CandidateRows terms;

    /**
     * Upper bounds of the gains less {@link #drift}; negative infinity for what was picked, positive where float32
     * is not trusted.
     */
    private final double[] upper;

    private double drift;
    private int picksSinceRenewal;
    private int ahead = 16;
    private int hot;
    private float[][] columns = new float[0][];

    /**
     * @param pool all rows that are left
     * @param hot the number of rows to pick among at first; it grows where that is too few
     */
    Lookahead(LinearGain gain, Candidates pool, int hot, Threads threads) {
        this.hot = hot;
        this.gain = gain;
        this.features = pool.features();
        this.rows = pool.rows();
        this.upper = pool.gains();
        this.drift = pool.gainError();
        this.terms = new CandidateRows(gain, features, rows);
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
            int count = Math.min(ahead, most);
            int[] front = Largest.positions(upper, Math.min(hot, rows.length));
            count = pickWithin(front, positions, gains, from, count);
            int stand = verify(front, positions, gains, from, count);
            adapt(stand, count);
            if (stand > 0) {
                return stand;
            }
        }
    }

    /** Picks among the front as if there were nothing else; stops after a pick whose effect float32 cannot tell. */
    private int pickWithin(int[] front, int[] positions, double[] gains, int from, int count) {
        int[] frontRows = new int[front.length];
        double[] frontGains = new double[front.length];
        for (int k = 0; k < front.length; k++) {
            frontRows[k] = rows[front[k]];
            frontGains[k] = upper[front[k]];
        }
        Candidates candidates = new Candidates(features, frontRows, frontRows, frontGains, drift, OutsideBound.NOTHING);
        Round round = new Round(gain.copy(), candidates, null, Math.max(8, count / 2), threads);
        for (int k = from; k < from + count; k++) {
            int winner = round.winner();
            positions[k] = front[winner];
            gains[k] = round.winnerGain();
            round.pick(winner);
            if (!terms.trusted(positions[k])) {
                return k - from + 1;
            }
        }
        return count;
    }

    /** Returns how many picks no row outside the front would have beaten, and does what those picks do to the gains. */
    private int verify(int[] front, int[] positions, double[] gains, int from, int count) {
        int[] picks = new int[count];
        for (int k = 0; k < count; k++) {
            picks[k] = rows[positions[from + k]];
        }
        if (columns.length < count) {
            columns = new float[count][rows.length];
        }
        features.approximateDots(rows, picks, columns);
        boolean[] inFront = new boolean[rows.length];
        for (int position : front) {
            inFront[position] = true;
        }
        LinearGain after = gain.copy();
        double[] threshold = new double[count];
        double error = drift;
        for (int k = 0; k < count; k++) {
            // The bound on a row before this pick is its value plus the error so far.
            threshold[k] = gains[from + k] - error;
            error += terms.error(positions[from + k]);
            after.pick(features, picks[k]);
        }
        double rounding = after.slack(terms.largestNorm());
        int blocks = (rows.length + BLOCK - 1) / BLOCK;
        AtomicInteger stand = new AtomicInteger(count);
        threads.forEach(blocks, block -> {
            int first = firstBeaten(block, positions, from, count, threshold, rounding, inFront);
            stand.accumulateAndGet(first, Math::min);
        });
        int standing = stand.get();
        threads.forEach(blocks, block -> apply(block, positions, from, standing));
        for (int k = from; k < from + standing; k++) {
            gain.pick(features, rows[positions[k]]);
            upper[positions[k]] = Double.NEGATIVE_INFINITY;
            drift += terms.error(positions[k]);
        }
        picksSinceRenewal += standing;
        if (standing > 0 && !terms.trusted(positions[from + standing - 1])) {
            renew();
        }
        return standing;
    }

    private int firstBeaten(
            int block, int[] positions, int from, int count, double[] threshold, double rounding, boolean[] inFront) {
        int begin = block * BLOCK;
        int end = Math.min(rows.length, begin + BLOCK);
        double[] value = new double[end - begin];
        for (int i = begin; i < end; i++) {
            value[i - begin] = inFront[i] ? Double.NEGATIVE_INFINITY : upper[i] + rounding;
        }
        for (int k = 0; k < count; k++) {
            double limit = threshold[k];
            for (double bound : value) {
                if (bound >= limit) {
                    return k;
                }
            }
            move(value, begin, begin, end, positions[from + k], columns[k]);
        }
        return count;
    }

    private void apply(int block, int[] positions, int from, int count) {
        int begin = block * BLOCK;
        for (int k = 0; k < count; k++) {
            move(upper, 0, begin, Math.min(rows.length, begin + BLOCK), positions[from + k], columns[k]);
        }
    }

    /** Adds to {@code values[i - offset]} what a pick does to the gain of row i. */
    private void move(double[] values, int offset, int begin, int end, int pick, float[] column) {
        if (!terms.trusted(pick)) {
            return;
        }
        double[] slope = terms.slope();
        double[] perPick = terms.perPick();
        double factor = terms.factor(pick);
        double shift = terms.shift(pick);
        for (int i = begin; i < end; i++) {
            if (slope[i] != 0) {
                values[i - offset] += (perPick[i] + shift) - factor * slope[i] * column[i];
            }
        }
    }

    private void adapt(int stand, int count) {
        if (stand == count) {
            ahead = Math.min(MOST_AHEAD, ahead + ahead / 4 + 1);
        } else {
            ahead = Math.max(4, Math.min(ahead, stand + stand / 4 + 1));
        }
        if (stand < 8 && stand < count) {
            hot = Math.min(rows.length, hot + hot / 2);
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
}
