package dev.pith.report;

import dev.pith.feature.Features;
import dev.pith.feature.Similarity;
import dev.pith.parallel.Threads;
import dev.pith.sample.Coverage;
import dev.pith.sample.MatchedDraw;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What stands in a selection for the samples that were left out: the nearest kept one of each, and how near that is.
 *
 * @param looked how many samples were looked at, kept ones among them
 * @param all whether those are all
 * @param kept distances to the selection
 * @param random distances to as many samples drawn at random, as many of each class
 * @param pairs some that were left out, from the nearest to the farthest from all that was kept
 */
record StandIns(int looked, boolean all, Distances kept, Distances random, List<Pair> pairs) {
    private static final int PAIRS = 6;
    private static final int SAMPLES_AT_MOST = 10_000;
    private static final long SEED = 1;

    /** Products of numbers in the search; larger runs have fewer samples looked at. */
    private static final long WORK = 20_000_000_000L;

    /** The mean of distances, and what 95 % of them do not exceed. */
    record Distances(double mean, double most) {
        private static Distances of(Coverage coverage) {
            return new Distances(coverage.mean(), coverage.quantile(0.95));
        }
    }

    /**
     * A sample and what stands for it.
     *
     * @param distance between the two
     */
    record Pair(Pictures.Picture left, Pictures.Picture kept, double distance) {}

    /** Computes for a selection with at least one sample; {@code usable} holds those with features, in bins or not. */
    static StandIns of(
            RunView run, Samples samples, Features features, Similarity similarity, Cells usable, Threads threads) {
        int[] candidates = usable.allIds();
        int[] kept =
                Arrays.stream(candidates).filter(id -> samples.selected()[id]).toArray();
        long most = Math.max(PAIRS, Math.min(SAMPLES_AT_MOST, WORK / features.dimension() / kept.length));
        int[] looked = Draw.some(candidates, (int) most);
        Coverage coverage = Coverage.of(features, similarity, looked, kept, threads);
        int[] random = MatchedDraw.of(kept, samples.classes(), candidates, SEED);
        int[] unselected = IntStream.range(0, looked.length)
                .filter(i -> !samples.selected()[looked[i]])
                .boxed()
                .sorted(Comparator.comparingDouble(i -> coverage.distance()[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        return new StandIns(
                looked.length,
                looked.length == candidates.length,
                Distances.of(coverage),
                Distances.of(Coverage.of(features, similarity, looked, random, threads)),
                Arrays.stream(Cells.evenlySpaced(unselected, PAIRS))
                        .mapToObj(i -> new Pair(
                                Pictures.picture(run, samples, looked[i]),
                                Pictures.picture(run, samples, coverage.nearest()[i]),
                                coverage.distance()[i]))
                        .toList());
    }
}
