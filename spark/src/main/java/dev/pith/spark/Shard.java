package dev.pith.spark;

import dev.pith.Ranking;
import dev.pith.feature.Features;
import dev.pith.feature.PackedRows;
import dev.pith.parallel.Threads;
import dev.pith.run.MemoryLimit;
import dev.pith.run.Progress;
import dev.pith.selection.MergedPicks;
import dev.pith.selection.RankingSettings;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.jspecify.annotations.Nullable;

/**
 * A random part of the rows, which picks for itself.
 *
 * @param rows numbered from 0 in the order of their ids; none where there is a fault
 * @param ids of the rows
 * @param fault the one with the lowest id, or null
 */
record Shard(PackedRows rows, long[] ids, @Nullable IdFault fault) implements Serializable {
    /** Whether it fits is asked before. */
    private static final MemoryLimit MEMORY = new MemoryLimit(Long.MAX_VALUE);

    /** What is wrong with the row of an id, as a line for the user. */
    record IdFault(long id, String line) implements Serializable {}

    /**
     * What a shard picked.
     *
     * @param rows in pick order, as {@code ids} and {@code gains} are
     * @param fault why there are none, or null
     */
    record Picks(PackedRows rows, long[] ids, double[] gains, @Nullable IdFault fault) implements Serializable {
        /** Returns the rows under their places among the ids of all shards' picks. */
        PackedRows numbered(long[] all) {
            return rows.withIds(Arrays.stream(ids)
                    .mapToInt(id -> Arrays.binarySearch(all, id))
                    .toArray());
        }
    }

    /** @param rows id, class, features; in the order of ids */
    static Shard of(Iterator<InternalRow> rows, RowShape shape) {
        RowPacker packer = new RowPacker(shape);
        long[] ids = new long[1024];
        while (rows.hasNext()) {
            InternalRow row = rows.next();
            int k = packer.count();
            if (row.isNullAt(0)) {
                return refused(Long.MIN_VALUE, "idCol is null in some row; fill such rows, or do without idCol");
            }
            ids = k == ids.length ? Arrays.copyOf(ids, 2 * k) : ids;
            ids[k] = row.getLong(0);
            if (k > 0 && ids[k] == ids[k - 1]) {
                return refused(ids[k], "id " + ids[k] + " occurs more than once; every row needs an id of its own");
            }
            packer.add(k, row, 2);
            Fault fault = packer.fault();
            if (fault != null) {
                return refused(ids[k], "id " + ids[k] + ": " + fault.what());
            }
        }
        return new Shard(packer.packed(), Arrays.copyOf(ids, packer.count()), null);
    }

    private static Shard refused(long id, String line) {
        return new Shard(PackedRows.dense(new int[0], new float[0], 1), new long[0], new IdFault(id, line));
    }

    /** Picks so many rows greedily, or all if there are fewer. */
    Picks pick(RankingSettings settings, int most) {
        int budget = Math.min(most, ids.length);
        String lacking = lacking(settings, ids.length, budget);
        IdFault wrong = fault != null || lacking == null
                ? fault
                : new IdFault(
                        Long.MAX_VALUE,
                        "a shard takes " + lacking + " an executor: set more shards, or give executors more memory");
        if (wrong != null) {
            return new Picks(rows.at(new int[0]), new long[0], new double[0], wrong);
        }
        try (Threads threads = new Threads(1);
                Features features = rows.features(threads)) {
            Ranking ranking = settings.rank(features, rows.ids(), budget, threads, MEMORY, Progress.NONE);
            long[] picked = Arrays.stream(ranking.ids())
                    .mapToLong(position -> ids[position])
                    .toArray();
            return new Picks(rows.at(ranking.ids()), picked, ranking.gains(), null);
        }
    }

    /** Returns how many of the rows are most like each of these, the first of equally near ones. */
    double[] demand(PackedRows candidates) {
        int n = rows.size();
        int[] others = IntStream.range(n, n + candidates.size()).toArray();
        try (Threads threads = new Threads(1);
                Features both = PackedRows.joined(List.of(rows, candidates.withIds(others)))
                        .features(threads)) {
            double[] one = new double[n];
            Arrays.fill(one, 1);
            return MergedPicks.demand(both, rows.ids(), one, others, threads);
        }
    }

    /** Returns, in words, what the objective takes of Java's heap and does not find in this process, or null. */
    static @Nullable String lacking(RankingSettings settings, int rows, int budget) {
        long bytes = settings.bytes(rows, budget);
        long heap = Runtime.getRuntime().maxMemory();
        return bytes <= heap / 10 * 9
                ? null
                : String.format(
                        Locale.ROOT,
                        "%s of heap (%s of %,d rows), which is more than the %s of",
                        MemoryLimit.text(bytes),
                        settings.method(),
                        rows,
                        MemoryLimit.text(heap));
    }
}
