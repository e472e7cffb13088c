package dev.pith.maximizer;

import dev.pith.Ranking;
import dev.pith.objective.RowFunction;
import java.util.Arrays;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Picks at most k samples of a stream in one pass: a row is looked at when it comes, and not kept. Sieve-Streaming++
 * (Kazemi et al., ICML 2019, 1905.00948, <em>Submodular streaming in all its glory</em>, algorithm 1), a
 * Sieve-Streaming (Badanidiyuru et al., KDD 2014, <em>Streaming submodular maximization</em>) with fewer sieves.
 *
 * <p>A sieve takes whatever gains at least its threshold, until it has k. Thresholds are the powers of 1 + epsilon
 * from {@code max(LB, largest) / (2 k (1 + epsilon))} to {@code largest}: LB is what the best sieve has, largest what
 * the best sample has alone, both so far. One of them is within 1 + epsilon of OPT / (2 k), which makes its
 * sieve's picks worth at least 1/2 - epsilon of OPT, the most that k samples of the whole stream can have. A sieve
 * that begins late has missed nothing: no earlier sample gained its threshold.
 *
 * <p>Memory: up to log(2 k (1 + epsilon)^2) / epsilon sieves, each one function and k ids. Time: as many gains a row.
 *
 * <p>Rows count in the order in which they come. Not safe for use by several threads.
 */
public final class SieveStreaming {
    private final Supplier<? extends RowFunction> functions;
    private final RowFunction empty;
    private final int budget;
    private final double base;

    /** By the exponent of the threshold. */
    private final NavigableMap<Integer, Sieve> sieves = new TreeMap<>();

    private double largest;
    private Sieve best;

    /**
     * Starts with nothing picked.
     *
     * @param functions makes the same one each time, with nothing picked yet
     * @param budget how many are picked at most, k, positive
     * @param epsilon in (0, 1); smaller keeps more sieves
     */
    public SieveStreaming(Supplier<? extends RowFunction> functions, int budget, double epsilon) {
        if (budget < 1) {
            throw new IllegalArgumentException("budget must be at least 1, got " + budget);
        }
        if (!(epsilon > 0 && epsilon < 1)) {
            throw new IllegalArgumentException("epsilon must be in (0, 1), got " + epsilon);
        }
        this.functions = functions;
        this.empty = functions.get();
        this.budget = budget;
        this.base = 1 + epsilon;
        this.best = new Sieve(Double.POSITIVE_INFINITY);
    }

    /**
     * Looks at the next sample.
     *
     * @param row not kept
     * @throws IllegalArgumentException when the row is of another length than the function's, or refused by it
     */
    public void look(int id, double[] row) {
        if (row.length != empty.dimension()) {
            throw new IllegalArgumentException("the function is of rows of " + empty.dimension()
                    + " numbers, got a row of " + row.length + " for id " + id);
        }
        empty.require(id, row);
        largest = Math.max(largest, empty.gain(row));
        if (largest > 0) {
            adjustThresholds();
            sieves.values().forEach(sieve -> sieve.look(id, row));
        }
    }

    private void adjustThresholds() {
        double least = Math.max(best.value, largest) / (2.0 * budget);
        int low = (int) Math.ceil(exponent(least) - 1);
        sieves.headMap(low).clear();
        int first = sieves.isEmpty() ? low : sieves.lastKey() + 1;
        for (int i = first; i <= Math.floor(exponent(largest)); i++) {
            sieves.put(i, new Sieve(StrictMath.pow(base, i)));
        }
    }

    private double exponent(double threshold) {
        return StrictMath.log(threshold) / StrictMath.log(base);
    }

    /** Returns the picks so far, in the order in which they came, with the gains they had; at most k of them. */
    public Ranking ranking() {
        return new Ranking(Arrays.copyOf(best.ids, best.count), Arrays.copyOf(best.gains, best.count));
    }

    /** Returns how many sieves there are. */
    int sieves() {
        return sieves.size();
    }

    /** Takes what gains a threshold. */
    private final class Sieve {
        private final double threshold;
        private final RowFunction function = functions.get();
        private int[] ids = {};
        private double[] gains = {};
        private int count;
        private double value;

        Sieve(double threshold) {
            this.threshold = threshold;
        }

        void look(int id, double[] row) {
            double gain = count < budget ? function.gain(row) : 0;
            if (gain < threshold) {
                return;
            }
            if (count == ids.length) {
                int more = Math.min(budget, count + count / 2 + 4);
                ids = Arrays.copyOf(ids, more);
                gains = Arrays.copyOf(gains, more);
            }
            function.pick(row);
            ids[count] = id;
            gains[count++] = gain;
            value += gain;
            if (value > best.value) {
                best = this;
            }
        }
    }
}
