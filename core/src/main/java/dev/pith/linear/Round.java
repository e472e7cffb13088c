package dev.pith.linear;

import dev.pith.feature.Features;
import dev.pith.parallel.Threads;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Exact picks among the candidates of one round.
 *
 * <p>Every candidate has an upper bound of its gain. A pick p changes the gain of x by {@code -c s(x, p)}. BLAS
 * computes these similarities for the most promising next candidates at once, a column ({@link Columns}) each, before
 * it is known which of them will be picked: one matrix product for many picks in place of one memory-bound product per
 * pick. Bounds and columns are approximate; {@code drift} sums the errors up. The winner is found by computing exact
 * gains in order of the bounds, until no remaining bound reaches the best gain.
 */
final class Round {
    /** Candidates per block; a block knows its largest bound. */
    private static final int BLOCK = 256;

    private final LinearGain gain;
    private final Features features;
    private final int[] rows;
    private final OutsideBound outside;

    /** The bounds less {@link #drift}; negative infinity for what was picked. */
    private final double[] upper;

    /** The drift when the exact gain was last computed; {@code upper + exactAt} is the gain as far as known. */
    private final double[] exactAt;

    private final double[] blockUpper;
    private final Columns columns;

    private final CandidateRows terms;
    private final int columnsAtOnce;
    private double drift;
    private double winnerGain;
    private int pending = -1;
    private int picks;

    /** @param before the round before over the same features, whose columns are used further; or null */
    Round(LinearGain gain, Candidates candidates, @Nullable Round before, int columnsAtOnce, Threads threads) {
        this.columnsAtOnce = columnsAtOnce;
        this.gain = gain;
        this.features = candidates.features();
        this.rows = candidates.rows();
        this.outside = candidates.outside();
        this.upper = candidates.gains();
        this.exactAt = new double[rows.length];
        this.drift = candidates.gainError();
        this.blockUpper = new double[(rows.length + BLOCK - 1) / BLOCK];
        this.terms = new CandidateRows(gain, features, rows);
        int[] kept = before == null || before.features != features ? null : before.positionsOf(rows);
        this.columns = before == null || kept == null
                ? new Columns(features, rows, terms.slope(), threads)
                : before.columns.narrowed(kept, terms.slope());
        for (int block = 0; block < blockUpper.length; block++) {
            refresh(block);
        }
    }

    /**
     * Returns the position of the candidate with the largest exact gain, of equal ones the first; or -1 when a row
     * outside may have as large a one, or when most candidates are used up, so that the pool must be asked again.
     */
    int winner() {
        if (picks > 64 && picks > rows.length / 2) {
            return -1;
        }
        applyPending();
        double slack = drift + gain.slack(terms.largestNorm());
        int best = -1;
        double bestGain = Double.NEGATIVE_INFINITY;
        int[] looked = new int[16];
        double[] exact = new double[16];
        int lookedAt = 0;
        // Exact gains in the order of the bounds, until no bound that is left reaches the best gain.
        while (true) {
            int block = largestBlock();
            if (blockUpper[block] + slack < bestGain || blockUpper[block] == Double.NEGATIVE_INFINITY) {
                break;
            }
            int i = largestIn(block);
            double value = gain.of(features, rows[i]);
            if (value > bestGain || (value == bestGain && i < best)) {
                best = i;
                bestGain = value;
            }
            if (lookedAt == looked.length) {
                looked = Arrays.copyOf(looked, 2 * lookedAt);
                exact = Arrays.copyOf(exact, 2 * lookedAt);
            }
            looked[lookedAt] = i;
            exact[lookedAt++] = value;
            upper[i] = Double.NEGATIVE_INFINITY;
            refresh(block);
        }
        // Those that were looked at are known exactly now, and come back.
        for (int k = 0; k < lookedAt; k++) {
            upper[looked[k]] = terms.trusted(looked[k]) ? exact[k] - drift : Double.POSITIVE_INFINITY;
            exactAt[looked[k]] = drift;
            int block = looked[k] / BLOCK;
            blockUpper[block] = Math.max(blockUpper[block], upper[looked[k]]);
        }
        winnerGain = bestGain;
        return bestGain > outside.largestGain(gain) ? best : -1;
    }

    /** Returns the exact gain of the last winner. */
    double winnerGain() {
        return winnerGain;
    }

    /**
     * Takes the candidate at a position; what that does to the gains is worked out when the next winner is asked for.
     */
    void pick(int position) {
        pending = position;
        gain.pick(features, rows[position]);
        picks++;
    }

    private void applyPending() {
        if (pending < 0) {
            return;
        }
        if (!terms.trusted(pending)) {
            upper[pending] = Double.NEGATIVE_INFINITY;
            computeAllGains();
            pending = -1;
            return;
        }
        if (!columns.has(pending)) {
            columns.compute(mostPromising());
        }
        double factor = terms.factor(pending);
        double step = factor * columns.step(pending);
        double shift = terms.shift(pending) - factor * columns.least(pending) - 128 * step;
        double[] perPick = terms.perPick();
        byte[] column = columns.bytes(pending);
        for (int block = 0; block < blockUpper.length; block++) {
            int end = Math.min(rows.length, (block + 1) * BLOCK);
            for (int i = block * BLOCK; i < end; i++) {
                upper[i] += (perPick[i] + shift) - step * column[i];
            }
        }
        upper[pending] = Double.NEGATIVE_INFINITY;
        for (int block = 0; block < blockUpper.length; block++) {
            refresh(block);
        }
        drift += factor * columns.error(pending) + terms.error(pending);
        columns.drop(pending);
        pending = -1;
    }

    /** What a pick does to the gains when float32 cannot say it. */
    private void computeAllGains() {
        for (int i = 0; i < rows.length; i++) {
            if (upper[i] != Double.NEGATIVE_INFINITY && terms.slope()[i] != 0) {
                upper[i] = gain.of(features, rows[i]) - drift;
                exactAt[i] = drift;
            }
        }
        for (int block = 0; block < blockUpper.length; block++) {
            refresh(block);
        }
    }

    /** Returns the positions of the pending pick and of the candidates with the largest bounds that have no column. */
    private int[] mostPromising() {
        double[] promise = new double[rows.length];
        int eligible = 0;
        for (int i = 0; i < promise.length; i++) {
            if (columns.has(i) || upper[i] == Double.NEGATIVE_INFINITY || !terms.trusted(i)) {
                promise[i] = Double.NEGATIVE_INFINITY;
            } else {
                promise[i] = upper[i] + exactAt[i];
                eligible++;
            }
        }
        promise[pending] = Double.POSITIVE_INFINITY;
        return Largest.positions(promise, Math.min(columnsAtOnce, eligible));
    }

    /** Returns where these rows are among the candidates, or null when not all are. */
    private int @Nullable [] positionsOf(int[] wanted) {
        int[] positions = new int[wanted.length];
        int position = 0;
        for (int k = 0; k < wanted.length; k++) {
            while (position < rows.length && rows[position] < wanted[k]) {
                position++;
            }
            if (position == rows.length || rows[position] != wanted[k]) {
                return null;
            }
            positions[k] = position;
        }
        return positions;
    }

    private int largestBlock() {
        int best = 0;
        for (int block = 1; block < blockUpper.length; block++) {
            if (blockUpper[block] > blockUpper[best]) {
                best = block;
            }
        }
        return best;
    }

    private int largestIn(int block) {
        int end = Math.min(rows.length, (block + 1) * BLOCK);
        int best = block * BLOCK;
        for (int i = best + 1; i < end; i++) {
            if (upper[i] > upper[best]) {
                best = i;
            }
        }
        return best;
    }

    private void refresh(int block) {
        int end = Math.min(rows.length, (block + 1) * BLOCK);
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = block * BLOCK; i < end; i++) {
            if (upper[i] > largest) {
                largest = upper[i];
            }
        }
        blockUpper[block] = largest;
    }
}
