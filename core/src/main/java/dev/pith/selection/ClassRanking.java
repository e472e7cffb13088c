package dev.pith.selection;

import dev.pith.PithException;
import dev.pith.Ranking;
import dev.pith.feature.Features;
import dev.pith.parallel.Threads;
import dev.pith.quantize.Classes;
import dev.pith.quantize.Shards;
import dev.pith.rule.Evidence;
import dev.pith.rule.RankingTask;
import dev.pith.rule.Rule;
import dev.pith.run.MemoryLimit;
import dev.pith.run.Progress;
import dev.pith.sample.FairSchedule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ranks every class for itself; in the ranking of all they take turns by their shares.
 *
 * @param shares how large a part each class gets
 * @param given ids that are chosen or labelled already, ascending, each once: objectives start from them, the other
 *     rules leave them out, and the budget counts new ones; not copied
 * @param shards random parts of every class, each ranked for itself; the objective of each starts from the given ids
 */
public record ClassRanking(
        RankingSettings configuration,
        Threads threads,
        MemoryLimit memory,
        ClassShares shares,
        int[] given,
        Shards shards) {
    /** Ranks as many of each class as the source has, with nothing chosen yet. */
    public ClassRanking(RankingSettings configuration, Threads threads, MemoryLimit memory) {
        this(configuration, threads, memory, ClassShares.SOURCE, new int[0]);
    }

    /** Ranks classes whole. */
    public ClassRanking(
            RankingSettings configuration, Threads threads, MemoryLimit memory, ClassShares shares, int[] given) {
        this(configuration, threads, memory, shares, given, Shards.NONE);
    }

    /** Ranks the first {@code budget} samples by features alone. */
    public Ranking rank(Features features, Classes classes, int budget, Progress progress) {
        return rank(Evidence.of(features), classes, budget, progress);
    }

    /**
     * Ranks the first {@code budget} samples.
     *
     * @throws PithException when the evidence lacks what the method looks at, or a given sample is none of those that
     *     can be used
     */
    public Ranking rank(Evidence evidence, Classes classes, int budget, Progress progress) {
        configuration.require(evidence, memory);
        classes.requireHold(given);
        int[][] chosen = classes.only(given).ids();
        Classes remaining = classes.without(given);
        int[] turns = shares.turns(
                remaining, Arrays.stream(chosen).mapToInt(ids -> ids.length).toArray(), budget);
        List<RankingTask> tasks = tasks(evidence, remaining, chosen, turns, progress);
        Rule rule = configuration.rule().over(tasks);
        Ranking[] ofClass = tasks.stream().map(task -> ranked(rule, task)).toArray(Ranking[]::new);
        return merged(ofClass, turns);
    }

    /**
     * Ranks the shards of a class each for itself; their picks take turns, or those of facility location are ranked
     * once more, twice as many as are wanted ({@link MergedPicks}).
     */
    private Ranking ranked(Rule rule, RankingTask task) {
        if (task.budget() == 0) {
            return new Ranking(new int[0], new double[0]);
        }
        int[][] parts = shards.split(task.ids(), configuration.seed());
        if (parts.length == 1) {
            return rule.rank(task);
        }
        int[] sizes = Arrays.stream(parts).mapToInt(part -> part.length).toArray();
        boolean merged = MergedPicks.suit(configuration, task);
        int wanted = merged ? Math.min(2 * task.budget(), task.ids().length) : task.budget();
        int[] turns = Arrays.copyOf(FairSchedule.of(sizes, 0), wanted);
        int[] counts = counts(turns, parts.length);
        Ranking[] ofParts = new Ranking[parts.length];
        int before = 0;
        for (int p = 0; p < parts.length; p++) {
            int done = before;
            Progress ofAll = (picked, ofThis) -> task.progress().onStep(done + picked, wanted);
            ofParts[p] = rule.rank(task.part(parts[p], counts[p], ofAll));
            before += counts[p];
        }
        Ranking union = merged(ofParts, turns);
        return merged ? MergedPicks.rank(configuration, task, union.ids()) : union;
    }

    private static int[] counts(int[] turns, int of) {
        int[] counts = new int[of];
        for (int turn : turns) {
            counts[turn]++;
        }
        return counts;
    }

    private List<RankingTask> tasks(
            Evidence evidence, Classes remaining, int[][] chosen, int[] turns, Progress progress) {
        int[] counts = counts(turns, remaining.count());
        List<RankingTask> tasks = new ArrayList<>();
        int before = 0;
        for (int c = 0; c < counts.length; c++) {
            int done = before;
            Progress ofAll = (picked, ofThis) -> progress.onStep(done + picked, turns.length);
            int[] ids = remaining.ids()[c];
            tasks.add(new RankingTask(
                    evidence, ids, chosen[c], ids.length + chosen[c].length, counts[c], threads, memory, ofAll));
            before += counts[c];
        }
        return tasks;
    }

    private static Ranking merged(Ranking[] ofClass, int[] turns) {
        int[] ids = new int[turns.length];
        double[] gains = new double[turns.length];
        boolean weighted = Arrays.stream(ofClass).anyMatch(ranking -> ranking.weights() != null);
        double[] weights = new double[turns.length];
        int[] next = new int[ofClass.length];
        for (int t = 0; t < turns.length; t++) {
            Ranking ranking = ofClass[turns[t]];
            double @Nullable [] some = ranking.weights();
            int position = next[turns[t]]++;
            ids[t] = ranking.ids()[position];
            gains[t] = ranking.gains()[position];
            weights[t] = some == null ? 1 : some[position];
        }
        return new Ranking(ids, gains, weighted ? weights : null);
    }
}
