package dev.pith.rule;

import dev.pith.Ranking;
import dev.pith.parallel.Threads;
import dev.pith.run.MemoryLimit;
import dev.pith.run.Progress;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * The samples of one class, and how many of them are wanted.
 *
 * @param ids what to rank, ascending, each once; not copied
 * @param given samples of the class that are chosen already, ascending, none of them in {@code ids}; not copied
 * @param size how many samples the class has, those that were cut off and given ones too; shares are shares of that
 * @param budget how many to rank, from 0 to the number of ids
 * @param threads not owned
 */
public record RankingTask(
        Evidence evidence,
        int[] ids,
        int[] given,
        int size,
        int budget,
        Threads threads,
        MemoryLimit memory,
        Progress progress) {
    /** Checks the budget. */
    public RankingTask {
        if (budget < 0 || budget > ids.length) {
            throw new IllegalArgumentException("budget must be in [0, " + ids.length + "], got " + budget);
        }
    }

    /** Makes a task of a whole class, nothing of which is chosen yet. */
    public static RankingTask of(
            Evidence evidence, int[] ids, int budget, Threads threads, MemoryLimit memory, Progress progress) {
        return new RankingTask(evidence, ids, new int[0], ids.length, budget, threads, memory, progress);
    }

    /** Returns the same with other ids, some of these. */
    public RankingTask withIds(int[] some) {
        return new RankingTask(evidence, some, given, size, budget, threads, memory, progress);
    }

    /** Returns the same with another budget. */
    public RankingTask withBudget(int count) {
        return new RankingTask(evidence, ids, given, size, count, threads, memory, progress);
    }

    /**
     * Returns the task of a part of the class, of whose samples as large a share is wanted.
     *
     * @param some of the ids, ascending
     */
    public RankingTask part(int[] some, int count, Progress ofPart) {
        int whole = (int) Math.round((count + given.length) / share());
        int all = Math.max(some.length + given.length, whole);
        return new RankingTask(evidence, some, given, all, count, threads, memory, ofPart);
    }

    /** Returns f, the share of the class that is chosen in the end, given samples too; 0 of none. */
    public double share() {
        return size == 0 ? 0 : (budget + given.length) / (double) size;
    }

    /** Returns ids and given ones together, ascending. */
    public int[] all() {
        return IntStream.concat(Arrays.stream(ids), Arrays.stream(given))
                .sorted()
                .toArray();
    }

    /**
     * Returns the ids of the smallest keys, in the order of keys, then of ids; every gain is what {@code gain} makes of
     * its key.
     */
    Ranking smallest(double[] keys, DoubleUnaryOperator gain) {
        int[] order = Order.ascending(keys);
        int[] picked = new int[budget];
        double[] gains = new double[budget];
        for (int k = 0; k < budget; k++) {
            picked[k] = ids[order[k]];
            gains[k] = gain.applyAsDouble(keys[order[k]]);
        }
        return new Ranking(picked, gains);
    }
}
