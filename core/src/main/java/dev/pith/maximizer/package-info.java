/**
 * Greedy maximizers: they pick, one after the other, samples of large marginal gain.
 *
 * <p>All go by exact gains, ties to the lowest id. Naive looks at every gain that a bound does not rule out; lazy also
 * takes an old gain for a bound, which needs a submodular objective; approximate-lazy and stochastic trade
 * picks for time.
 */
@NullMarked
package dev.pith.maximizer;

import org.jspecify.annotations.NullMarked;
