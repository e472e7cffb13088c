/**
 * Functions of a set of samples whose marginal gains a maximizer follows: GraphCut, facility location, log-determinant.
 *
 * <p>Gains are computed in double and in a stated order, so that they have the same bits on every machine and for every
 * number of threads. Float32 products only give upper bounds that tell which gains need not be computed. A pool is a
 * list of ids; inside an objective a sample goes by its position in it.
 */
@NullMarked
package dev.pith.objective;

import org.jspecify.annotations.NullMarked;
