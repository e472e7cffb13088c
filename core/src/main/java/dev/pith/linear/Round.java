package dev.pith.linear;

import dev.pith.feature.Features;
import dev.pith.feature.Moments;
import dev.pith.feature.Similarity;
import java.util.Arrays;

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

    /** Columns computed at once at most. */
    private static final int COLUMNS = 128;

    /** Floats that the columns may take (256 MiB). */
    private static final long CAPACITY = 1L << 26;

    private final LinearGain gain;
    private final Features features;
    private final int[] rows;
    private final OutsideBound outside;

    /** The bounds less {@link #drift}; negative infinity for what was picked. */
    private final double[] upper;

    private final double[] blockUpper;
    private final float[][] columns;
    private int storedColumns;

    /** What a pick adds to the gain of each row, whatever is picked: terms of the squared norm, or of the mean in herding. */
    private final double[] perPick;

    private final double[] slope;
    private final double largestNorm;
    private final double perPickError;

    private double drift;
    private double winnerGain;
    private int pending = -1;
    private int picks;

    Round(LinearGain gain, Candidates candidates) {
        this.gain = gain;
        this.features = candidates.features();
        this.rows = candidates.rows();
        this.outside = candidates.outside();
        this.upper = candidates.gains();
        this.drift = candidates.gainError();
        this.columns = new float[rows.length][];
        this.blockUpper = new double[(rows.length + BLOCK - 1) / BLOCK];
        this.slope = new double[rows.length];
        this.perPick = new double[rows.length];
        Similarity similarity = gain.similarity();
        double largest = 0;
        for (int i = 0; i < rows.length; i++) {
            double squaredNorm = features.squaredNorm(rows[i]);
            largest = Math.max(largest, squaredNorm);
            slope[i] = similarity.scale() * similarity.weight(squaredNorm);
            if (similarity.subtractsNorms()) {
                perPick[i] = gain.pickedFactor() * squaredNorm;
            }
        }
        this.largestNorm = Math.sqrt(largest);
        this.perPickError = gain.poolFactorStep() == 0 ? 0 : addPoolDrift();
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
            perPick[i] +=
                    gain.poolFactorStep() * pool.similarity(gain.similarity(), dots[i], features.squaredNorm(rows[i]));
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
            upper[looked[k]] = exact[k] - drift;
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
        if (columns[pending] == null) {
            speculate();
        }
        float[] column = columns[pending];
        columns[pending] = null;
        storedColumns--;
        upper[pending] = Double.NEGATIVE_INFINITY;

        Similarity similarity = gain.similarity();
        double squaredNorm = features.squaredNorm(rows[pending]);
        double c = gain.pickedFactor();
        double factor = c * similarity.weight(squaredNorm);
        double shift = -c * (similarity.offset() - (similarity.subtractsNorms() ? squaredNorm : 0));
        for (int block = 0; block < blockUpper.length; block++) {
            int end = Math.min(rows.length, (block + 1) * BLOCK);
            for (int i = block * BLOCK; i < end; i++) {
                upper[i] += (perPick[i] + shift) - factor * slope[i] * column[i];
            }
            refresh(block);
        }
        drift += c * dotError(similarity.weight(squaredNorm) * Math.sqrt(squaredNorm)) + perPickError;
        pending = -1;
    }

    /** Returns the error of {@code scale w(x) <x, y>} for any candidate x and a weighted y of the given norm. */
    private double dotError(double norm) {
        double weighted = gain.similarity() == Similarity.COSINE ? 1 : largestNorm;
        return 1.0001 * gain.similarity().scale() * weighted * norm * features.approximationError();
    }

    /** Computes the columns of the pending pick and of the most promising candidates that have none. */
    private void speculate() {
        int most = (int) Math.max(1, Math.min(COLUMNS, CAPACITY / rows.length));
        if (storedColumns + most > CAPACITY / rows.length) {
            Arrays.fill(columns, null);
            storedColumns = 0;
        }
        double[] promise = upper.clone();
        int eligible = 0;
        for (int i = 0; i < promise.length; i++) {
            if (columns[i] != null) {
                promise[i] = Double.NEGATIVE_INFINITY;
            } else if (promise[i] != Double.NEGATIVE_INFINITY) {
                eligible++;
            }
        }
        promise[pending] = Double.POSITIVE_INFINITY;
        int[] chosen = Largest.positions(promise, Math.min(most, eligible));
        int[] chosenRows = new int[chosen.length];
        float[][] products = new float[chosen.length][rows.length];
        for (int k = 0; k < chosen.length; k++) {
            chosenRows[k] = rows[chosen[k]];
            columns[chosen[k]] = products[k];
        }
        features.approximateDots(rows, chosenRows, products);
        storedColumns += chosen.length;
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
