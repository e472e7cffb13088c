package dev.pith.selection;

import dev.pith.Ranking;
import dev.pith.feature.Features;
import dev.pith.parallel.Threads;
import dev.pith.quantize.RecursiveBinning;
import dev.pith.run.MemoryLimit;
import dev.pith.run.Progress;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/** Picks bins by any objective: each is a ranking anew of the rows that the bins before have left. */
final class RankedBinPicker implements RecursiveBinning.BinPicker {
    private final RankingSettings objective;
    private final Features features;
    private final MemoryLimit memory;
    private final Threads threads;

    /** All rows and the id of each, both ascending. */
    private final int[] rows;

    private final int[] ids;

    /** The rows left, ascending. */
    private int[] remaining;

    RankedBinPicker(
            RankingSettings objective, Features features, int[] rows, int[] ids, MemoryLimit memory, Threads threads) {
        this.objective = objective;
        this.features = features;
        this.rows = rows.clone();
        this.ids = ids.clone();
        this.remaining = this.rows;
        this.memory = memory;
        this.threads = threads;
    }

    @Override
    public Ranking next(int size, Progress progress) {
        Ranking ranking = objective.rank(features, remaining, size, threads, memory, progress);
        BitSet picked = new BitSet();
        for (int row : ranking.ids()) {
            picked.set(row);
        }
        remaining = IntStream.of(remaining).filter(row -> !picked.get(row)).toArray();
        int[] picks = IntStream.of(ranking.ids())
                .map(row -> ids[Arrays.binarySearch(rows, row)])
                .toArray();
        return new Ranking(picks, ranking.gains());
    }
}
