package dev.pith.selection;

import dev.pith.Ranking;
import dev.pith.maximizer.Knapsack;
import dev.pith.maximizer.Partition;
import dev.pith.objective.Continued;
import dev.pith.parallel.Threads;
import dev.pith.quantize.Classes;
import dev.pith.rule.Evidence;
import dev.pith.rule.RankingTask;
import dev.pith.run.MemoryLimit;
import dev.pith.run.Progress;
import java.util.Arrays;

/**
 * Ranks samples of all classes together, within a cost or within limits of their groups.
 *
 * @param configuration of a method with an objective
 * @param given ids that are chosen already, ascending, each once: objectives start from them, and costs and limits
 *     count new ones; not copied
 */
public record ConstrainedRanking(RankingSettings configuration, Threads threads, MemoryLimit memory, int[] given) {
    /**
     * Ranks what is worth its cost.
     *
     * @param costs by id, positive and finite
     * @throws dev.pith.PithException when the evidence lacks what the method looks at, or a given sample is none of
     *     those that can be used
     * @throws IllegalArgumentException when no sample is within the budget
     */
    public Ranking withinCost(Evidence evidence, Classes classes, double[] costs, double budget, Progress progress) {
        RankingTask task = task(evidence, remaining(classes).allIds(), Integer.MAX_VALUE, progress);
        double[] ofPool = Arrays.stream(task.ids()).mapToDouble(id -> costs[id]).toArray();
        return Knapsack.maximize(
                () -> Continued.after(new Rules(configuration).objective(task), given), ofPool, budget, progress);
    }

    /**
     * Ranks as many as wanted, and of each group no fewer and no more than its limits.
     *
     * @throws dev.pith.PithException likewise
     * @throws IllegalArgumentException naming the limits that cannot be met together
     */
    public Ranking withinLimits(Evidence evidence, Classes groups, GroupLimits limits, int budget, Progress progress) {
        Classes remaining = remaining(groups);
        limits.require(remaining, budget);
        RankingTask task = task(evidence, remaining.allIds(), budget, progress);
        int[] group = new int[task.ids().length];
        for (int c = 0; c < remaining.count(); c++) {
            for (int id : remaining.ids()[c]) {
                group[Arrays.binarySearch(task.ids(), id)] = c;
            }
        }
        return new Partition(group, limits.least(remaining), limits.most(remaining))
                .maximize(Continued.after(new Rules(configuration).objective(task), given), budget, progress);
    }

    private RankingTask task(Evidence evidence, int[] ids, int most, Progress progress) {
        configuration.require(evidence, memory);
        return new RankingTask(
                evidence, ids, given, ids.length + given.length, Math.min(most, ids.length), threads, memory, progress);
    }

    /** Returns what is not given. */
    private Classes remaining(Classes classes) {
        classes.requireHold(given);
        return classes.without(given);
    }
}
