package dev.pith.linear;

import dev.pith.feature.Features;

/**
 * The promising rows of a pool.
 *
 * @param features where the rows are found; not owned
 * @param rows their row numbers in {@code features}, in the order of their ids
 * @param ids their ids, ascending; the same array as {@code rows} when the features hold the whole source
 * @param gains their approximate gains
 * @param gainError no gain is further than this from the true one
 * @param outside bound on the gains of all rows of the pool that are not among these
 */
public record Candidates(
        Features features, int[] rows, int[] ids, double[] gains, double gainError, OutsideBound outside) {}
