package dev.pith.linear;

import dev.pith.feature.Features;
import dev.pith.feature.Float32;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * The promising rows of a pool.
 *
 * @param features where the rows are found; not owned
 * @param rows their row numbers in {@code features}, in the order of their ids
 * @param ids their ids, ascending; the same array as {@code rows} when the features hold the whole source
 * @param gains their approximate gains
 * @param gainError no gain is further than this from the true one, rounding in double
 *     aside: see {@code LinearGain.slack}
 * @param outside bound on the gains of all rows of the pool that are not among these
 */
public record Candidates(
        Features features, int[] rows, int[] ids, double[] gains, double gainError, OutsideBound outside) {
    /** Returns the candidates but these, with their exact gains now, and no bound on others. */
    Candidates without(int[] picked, LinearGain gain) {
        BitSet gone = new BitSet();
        Arrays.stream(picked).forEach(gone::set);
        int[] remaining =
                IntStream.range(0, ids.length).filter(k -> !gone.get(ids[k])).toArray();
        int[] remainingRows = Arrays.stream(remaining).map(k -> rows[k]).toArray();
        double[] remainingGains = Arrays.stream(remainingRows)
                .mapToDouble(row -> Float32.trusts(gain.similarity(), features.squaredNorm(row))
                        ? gain.of(features, row)
                        : Double.POSITIVE_INFINITY)
                .toArray();
        int[] remainingIds = Arrays.stream(remaining).map(k -> ids[k]).toArray();
        return new Candidates(features, remainingRows, remainingIds, remainingGains, 0, OutsideBound.NOTHING);
    }
}
