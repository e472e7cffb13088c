package dev.pith.selection;

import dev.pith.Ranking;
import dev.pith.feature.Features;
import dev.pith.parallel.Workers;
import dev.pith.quantize.Classes;
import dev.pith.run.MemoryLimit;
import dev.pith.run.Progress;
import dev.pith.sample.FairSchedule;
import java.util.Arrays;

/** Ranks every class for itself; in the ranking of all they take turns by their shares. */
public record ClassRanking(RankingSettings configuration, Workers workers, MemoryLimit memory) {
    /** Ranks the first {@code budget} samples. */
    public Ranking rank(Features features, Classes classes, int budget, Progress progress) {
        memory.require(
                "Ranking", PickingMemory.of(features.size(), features.dimension()), "use features of fewer dimensions");
        int[] turns = Arrays.copyOf(FairSchedule.of(classes.sizes(), 0), budget);
        int[] counts = new int[classes.count()];
        for (int c : turns) {
            counts[c]++;
        }
        Ranking[] ofClass = new Ranking[counts.length];
        int before = 0;
        for (int c = 0; c < counts.length; c++) {
            int done = before;
            Progress ofAll = (picked, ofThis) -> progress.onStep(done + picked, turns.length);
            ofClass[c] = configuration.rank(features, classes.ids()[c], counts[c], workers, memory, ofAll);
            before += counts[c];
        }
        return merged(ofClass, turns);
    }

    private static Ranking merged(Ranking[] ofClass, int[] turns) {
        int[] ids = new int[turns.length];
        double[] gains = new double[turns.length];
        int[] next = new int[ofClass.length];
        for (int t = 0; t < turns.length; t++) {
            Ranking ranking = ofClass[turns[t]];
            int position = next[turns[t]]++;
            ids[t] = ranking.ids()[position];
            gains[t] = ranking.gains()[position];
        }
        return new Ranking(ids, gains);
    }
}
