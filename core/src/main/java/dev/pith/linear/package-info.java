/**
 * Exact greedy picking by gains that are linear in the row: GraphCut and herding.
 *
 * <p>{@link dev.pith.linear.LinearGain} is the objective; {@link dev.pith.linear.LinearGreedy} the loop; a
 * {@link dev.pith.linear.Pool} holds the rows that are left, wherever they lie. The loop asks the pool for its most
 * promising rows and for a bound on all others, and picks among the promising ones as long as the best of them
 * beats the bound.
 */
@NullMarked
package dev.pith.linear;

import org.jspecify.annotations.NullMarked;
