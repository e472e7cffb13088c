package dev.pith.selection;

import dev.pith.maximizer.ApproximateLazyGreedy;
import dev.pith.maximizer.LazyGreedy;
import dev.pith.maximizer.Maximizer;
import dev.pith.maximizer.NaiveGreedy;
import dev.pith.maximizer.StochasticGreedy;
import java.util.Locale;

/** The maximizers a user can choose. */
public enum MaximizerKind {
    NAIVE,
    LAZY,
    APPROXIMATE_LAZY,
    STOCHASTIC;

    /** How much of the largest gain is enough for the approximate one. */
    private static final double BETA = 0.9;

    /** How far from the greedy guarantee the stochastic one may stay in expectation. */
    private static final double EPSILON = 0.1;

    Maximizer maximizer(long seed) {
        return switch (this) {
            case NAIVE -> new NaiveGreedy();
            case LAZY -> new LazyGreedy();
            case APPROXIMATE_LAZY -> new ApproximateLazyGreedy(BETA);
            case STOCHASTIC -> new StochasticGreedy(EPSILON, seed);
        };
    }

    /** Returns whether an old gain is taken for an upper bound, which is wrong where a function is not submodular. */
    public boolean trustsOldGains() {
        return maximizer(0).trustsOldGains();
    }

    /** Returns the word on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
