package dev.pith.selection;

import dev.pith.Ranking;
import dev.pith.feature.Features;
import dev.pith.parallel.Workers;
import dev.pith.quantize.RecursiveBinning;
import dev.pith.run.MemoryLimit;
import dev.pith.run.Progress;
import java.util.BitSet;
import java.util.stream.IntStream;

/** Rounds of recursive binning by any objective: each ranks anew what the rounds before have left. */
final class RankedRounds implements RecursiveBinning.Rounds {
    private final RankingSettings objective;
    private final Features features;
    private final MemoryLimit memory;
    private final Workers workers;

    /** The ids left, ascending. */
    private int[] left;

    RankedRounds(RankingSettings objective, Features features, int[] ids, MemoryLimit memory, Workers workers) {
        this.objective = objective;
        this.features = features;
        this.left = ids.clone();
        this.memory = memory;
        this.workers = workers;
    }

    @Override
    public Ranking next(int size, Progress progress) {
        Ranking ranking = objective.rank(features, left, size, workers, memory, progress);
        BitSet picked = new BitSet();
        for (int id : ranking.ids()) {
            picked.set(id);
        }
        left = IntStream.of(left).filter(id -> !picked.get(id)).toArray();
        return new Ranking(ranking.ids(), ranking.gains());
    }
}
