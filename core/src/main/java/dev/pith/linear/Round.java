package dev.pith.linear;

import dev.pith.feature.Features;
import dev.pith.feature.Moments;
import dev.pith.feature.Similarity;
import dev.pith.parallel.Workers;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Exact picks among the candidates of one round.
 *
 * <p>Every candidate has an upper bound of its gain. A pick p changes the gain of x by {@code -c s(x, p)}, and those similarities come from
 * BLAS for the most promising next few hundred candidates at once, a column each, before it is known which of them will be picked: that turns one
 * memory-bound product per pick into one matrix product for many. Bounds and columns are approximate, with the errors added to
 * {@code drift}; the winner is found by computing exact gains in order of the bounds until none that is left can reach the best.
 */
final class Round {
    /** Candidates per block; a block knows its largest bound. */
    private static final int BLOCK = 256;

    /** Columns computed at once when all fit, so that each is computed once, whenever it is needed. */
    private static final int COLUMNS = 128;

    /**
     * Columns computed at once when not all fit: one pass over the rows costs as much as about eight columns, and where rows have no
     * structure few of those computed ahead are used before they must be given up (measured: 16 take less than half the time of 128).
     */
    private static final int FEW_COLUMNS = 16;

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

    /** What a pick adds to the gain of each row, whatever is picked: terms of the squared norm, or of the mean in herding. */
    private final double[] perPick;

    /** What an inner product with the row is multiplied by; 0 for rows that float32 is not trusted with, whose bound is infinite. */
    private final double[] slope;

    private final double largestNorm;
    private final double perPickError;
    private final boolean exactOnly;

    private double drift;
    private double winnerGain;
    private int pending = -1;
    private int picks;

    /** @param before the round before over the same features, whose columns are used further; or null */
    Round(LinearGain gain, Candidates candidates, @Nullable Round before, Workers workers) {
        this.gain = gain;
        this.features = candidates.features();
        this.rows = candidates.rows();
        this.outside = candidates.outside();
        this.upper = candidates.gains();
        this.exactAt = new double[rows.length];
        this.drift = candidates.gainError();
        this.blockUpper = new double[(rows.length + BLOCK - 1) / BLOCK];
        this.slope = new double[rows.length];
        this.perPick = new double[rows.length];
        Similarity similarity = gain.similarity();
        double largest = 0;
        for (int i = 0; i < rows.length; i++) {
            double squaredNorm = features.squaredNorm(rows[i]);
            if (Float32.trusts(similarity, squaredNorm)) {
                largest = Math.max(largest, squaredNorm);
                slope[i] = similarity.scale() * similarity.weight(squaredNorm);
            }
            if (similarity.subtractsNorms()) {
                perPick[i] = gain.pickedFactor() * squaredNorm;
            }
        }
        this.largestNorm = Math.sqrt(largest);
        int[] kept = before == null || before.features != features ? null : before.positionsOf(rows);
        this.columns = before == null || kept == null
                ? new Columns(features, rows, slope, workers)
                : before.columns.narrowed(kept, slope);
        this.exactOnly = gain.poolFactorStep() != 0
                && !Float32.trustsQuery(LinearGain.norm(gain.pool().vector()));
        this.perPickError = gain.poolFactorStep() == 0 || exactOnly ? 0 : addPoolDrift();
        for (int block = 0; block < blockUpper.length; block++) {
            refresh(block);
        }
    }

    /** In herding every pick also adds {@code 1 / |V|} times the similarity to the pool; returns the error of that. */
    private double addPoolDrift() {
        float[] dots = new float[rows.length];
        Moments pool = gain.pool();
        features.approximateDots(rows, pool.vector(), dots);
        for (int i = 0; i < rows.length; i++) {
            if (slope[i] != 0) {
                double similarity = pool.similarity(gain.similarity(), dots[i], features.squaredNorm(rows[i]));
                perPick[i] += gain.poolFactorStep() * similarity;
            }
        }
        return gain.poolFactorStep() * dotError(LinearGain.norm(pool.vector()));
    }

    /**
     * Returns the position of the candidate with the largest exact gain, of equal ones the first; or -1 when a row outside may have as
     * large a one, or when most candidates are used up, so that the pool must be asked again.
     */
    int winner() {
        if (picks > 64 && picks > rows.length / 2) {
            return -1;
        }
        applyPending();
        double slack = drift + 2 * gain.roundingError(largestNorm);
        int best = -1;
        double bestGain = Double.NEGATIVE_INFINITY;
        int[] looked = new int[16];
        double[] exact = new double[16];
        int lookedAt = 0;
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
        for (int k = 0; k < lookedAt; k++) {
            upper[looked[k]] = slope[looked[k]] == 0 ? Double.POSITIVE_INFINITY : exact[k] - drift;
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

    /** Takes the candidate at a position; what that does to the gains is worked out when the next winner is asked for. */
    void pick(int position) {
        pending = position;
        gain.pick(features, rows[position]);
        picks++;
    }

    private void applyPending() {
        if (pending < 0) {
            return;
        }
        if (exactOnly || slope[pending] == 0) {
            upper[pending] = Double.NEGATIVE_INFINITY;
            computeAllGains();
            pending = -1;
            return;
        }
        if (!columns.has(pending)) {
            speculate();
        }
        Similarity similarity = gain.similarity();
        double squaredNorm = features.squaredNorm(rows[pending]);
        double c = gain.pickedFactor();
        double factor = c * similarity.weight(squaredNorm);
        double step = factor * columns.step(pending);
        double shift = -c * (similarity.offset() - (similarity.subtractsNorms() ? squaredNorm : 0))
                - factor * columns.least(pending)
                - 128 * step;
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
        drift += factor * columns.error(pending);
        columns.drop(pending);
        drift += c * dotError(similarity.weight(squaredNorm) * Math.sqrt(squaredNorm)) + perPickError;
        pending = -1;
    }

    /** What a pick does to the gains when float32 cannot say it. */
    private void computeAllGains() {
        for (int i = 0; i < rows.length; i++) {
            if (upper[i] != Double.NEGATIVE_INFINITY && slope[i] != 0) {
                upper[i] = gain.of(features, rows[i]) - drift;
                exactAt[i] = drift;
            }
        }
        for (int block = 0; block < blockUpper.length; block++) {
            refresh(block);
        }
    }

    /** Returns the error of {@code scale w(x) <x, y>} for any candidate x and a weighted y of the given norm. */
    private double dotError(double norm) {
        double weighted = gain.similarity() == Similarity.COSINE ? 1 : largestNorm;
        return 1.0001
                * gain.similarity().scale()
                * weighted
                * features.approximationError()
                * (norm + Float32.UNDERFLOW);
    }

    /** Computes the columns of the pending pick and of the most promising candidates that have none. */
    private void speculate() {
        boolean allFit = columns.capacity() >= rows.length;
        int[] chosen = mostPromising(Math.min(allFit ? COLUMNS : FEW_COLUMNS, columns.capacity()));
        makeRoom(columns.stored() + chosen.length - columns.capacity());
        columns.compute(chosen);
    }

    /** Returns the positions of the pending pick and of the candidates with the largest bounds that have no column. */
    private int[] mostPromising(int most) {
        double[] promise = new double[rows.length];
        int eligible = 0;
        for (int i = 0; i < promise.length; i++) {
            if (columns.has(i) || upper[i] == Double.NEGATIVE_INFINITY) {
                promise[i] = Double.NEGATIVE_INFINITY;
            } else {
                promise[i] = upper[i] + exactAt[i];
                eligible++;
            }
        }
        promise[pending] = Double.POSITIVE_INFINITY;
        return Largest.positions(promise, Math.min(most, eligible));
    }

    /** Gives up the columns of the least promising candidates. */
    private void makeRoom(int count) {
        if (count <= 0) {
            return;
        }
        double[] despair = new double[rows.length];
        for (int i = 0; i < despair.length; i++) {
            despair[i] = columns.has(i) ? -(upper[i] + exactAt[i]) : Double.NEGATIVE_INFINITY;
        }
        for (int i : Largest.positions(despair, count)) {
            columns.drop(i);
        }
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
