package dev.pith.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.pith.PithException;
import dev.pith.Ranking;
import dev.pith.feature.Features;
import dev.pith.feature.PackedRows;
import dev.pith.parallel.Threads;
import dev.pith.quantize.Shards;
import dev.pith.run.MemoryLimit;
import dev.pith.run.Progress;
import dev.pith.sample.Budget;
import dev.pith.selection.MergedPicks;
import dev.pith.selection.RankingMethod;
import dev.pith.selection.RankingSettings;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;

/** One ranking: shards pick on the executors, and of what they picked the driver picks once more. */
final class RankingRun {
    /** Whether it fits is asked before. */
    private static final MemoryLimit MEMORY = new MemoryLimit(Long.MAX_VALUE);

    private final Dataset<?> dataset;
    private final DatasetRanker ranker;
    private final JobLabels jobs;
    private final RankingSettings settings;

    RankingRun(Dataset<?> dataset, DatasetRanker ranker, JobLabels jobs) {
        this.dataset = dataset;
        this.ranker = ranker;
        this.jobs = jobs;
        this.settings = ranker.settings();
    }

    /** Returns id, rank and gain of every pick. */
    List<Row> perform() {
        jobs.are("rows counted");
        long rows = dataset.count();
        if (rows == 0) {
            throw new PithException("the dataset has no rows; there is nothing to rank");
        }
        if (rows >= Integer.MAX_VALUE) {
            throw new PithException(
                    "the dataset has " + rows + " rows, and one ranking takes fewer than 2^31: rank parts of it");
        }
        int budget = Budget.parse(ranker.getOrDefault(ranker.budget())).of((int) rows);
        int count = Shards.parse(ranker.getOrDefault(ranker.shards())).sizes(new int[] {(int) rows}).length;
        int each = eachPicks(budget, count);
        if (count > 1) {
            String lacking = Shard.lacking(settings, (int) Math.min(rows, (long) each * count), budget);
            if (lacking != null) {
                throw new PithException("budget " + budget + ": the picks of all shards take " + lacking
                        + " the driver: give it more (spark.driver.memory), or rank parts of the rows");
            }
        }
        JavaRDD<Shard> shards = shards(count).persist(StorageLevel.MEMORY_AND_DISK());
        try {
            return pick(shards, count, each, budget);
        } finally {
            shards.unpersist();
        }
    }

    /**
     * Returns how many rows a shard picks: all that are wanted, or fewer for a bounded number of them together, but
     * twice its part at least.
     */
    private static int eachPicks(int budget, int shards) {
        if (shards == 1) {
            return budget;
        }
        return (int) Math.min(budget, Math.max((2L * budget + shards - 1) / shards, Shards.MOST / shards));
    }

    /** Deals rows by seed and id. */
    private JavaRDD<Shard> shards(int count) {
        Dataset<Row> read = ranker.columns().read(dataset);
        jobs.are("length of features");
        int columns = Math.max(1, Columns.width(read, Columns.FEATURES));
        boolean ofCosines = settings.method() != RankingMethod.FEATURE_BASED;
        RowShape shape = new RowShape(ranker.columns().features(), columns, null, 0, ofCosines);
        Column shard = functions
                .pmod(functions.xxhash64(col(Columns.ID), lit(settings.seed())), lit(count))
                .cast("int");
        return read.repartitionById(count, shard)
                .sortWithinPartitions(Columns.ID)
                .queryExecution()
                .toRdd()
                .toJavaRDD()
                .mapPartitions(some -> List.of(Shard.of(some, shape)).iterator());
    }

    private List<Row> pick(JavaRDD<Shard> shards, int count, int each, int budget) {
        RankingSettings same = settings;
        jobs.are("round one: " + count + " shards pick " + each + " rows each");
        List<Shard.Picks> picks = shards.map(shard -> shard.pick(same, each)).collect();
        refuse(picks);
        long[] ids = picks.stream()
                .flatMapToLong(some -> Arrays.stream(some.ids()))
                .sorted()
                .toArray();
        if (count == 1) {
            Shard.Picks all = picks.get(0);
            return rows(all.ids(), IntStream.range(0, budget).toArray(), all.gains());
        }
        if (ids.length < budget) {
            throw new PithException("shards of few rows picked " + ids.length + " together, and budget is " + budget
                    + ": set fewer shards");
        }
        PackedRows candidates =
                PackedRows.joined(picks.stream().map(some -> some.numbered(ids)).toList());
        Ranking ranking = again(shards, candidates, budget);
        return rows(ids, ranking.ids(), ranking.gains());
    }

    private static void refuse(List<Shard.Picks> picks) {
        Shard.IdFault first = null;
        for (Shard.Picks some : picks) {
            Shard.IdFault fault = some.fault();
            if (fault != null && (first == null || fault.id() < first.id())) {
                first = fault;
            }
        }
        if (first != null) {
            throw new PithException(first.line());
        }
    }

    /** The second round. */
    private Ranking again(JavaRDD<Shard> shards, PackedRows candidates, int budget) {
        int[] all = candidates.ids();
        try (Threads threads = new Threads(Runtime.getRuntime().availableProcessors());
                Features features = candidates.features(threads)) {
            if (settings.method() != RankingMethod.FACILITY_LOCATION) {
                return settings.rank(features, all, budget, threads, MEMORY, Progress.NONE);
            }
            jobs.are("round two: rows that each of " + all.length + " picks stands for");
            JavaSparkContext spark =
                    JavaSparkContext.fromSparkContext(dataset.sparkSession().sparkContext());
            Broadcast<PackedRows> sent = spark.broadcast(candidates);
            double[] demand = shards.map(shard -> shard.demand(sent.value())).treeReduce(RankingRun::sum);
            sent.destroy();
            return MergedPicks.rank(settings, features, all, demand, budget, threads, MEMORY, Progress.NONE);
        }
    }

    /** Adds whole numbers, so that the order does not matter. */
    private static double[] sum(double[] some, double[] others) {
        double[] sum = new double[some.length];
        Arrays.setAll(sum, k -> some[k] + others[k]);
        return sum;
    }

    private static List<Row> rows(long[] ids, int[] picks, double[] gains) {
        return IntStream.range(0, picks.length)
                .mapToObj(rank -> RowFactory.create(ids[picks[rank]], rank, gains[rank]))
                .toList();
    }
}
