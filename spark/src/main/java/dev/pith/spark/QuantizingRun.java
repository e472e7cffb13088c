package dev.pith.spark;

import static org.apache.spark.sql.functions.col;

import dev.pith.PithException;
import dev.pith.Ranking;
import dev.pith.feature.SumBlocks;
import dev.pith.linear.PoolShare;
import dev.pith.linear.SharedPool;
import dev.pith.parallel.Threads;
import dev.pith.quantize.BinSizes;
import dev.pith.quantize.Binning;
import dev.pith.quantize.Classes;
import dev.pith.quantize.RecursiveBinning;
import dev.pith.run.MemoryLimit;
import dev.pith.run.Progress;
import dev.pith.sample.Budget;
import dev.pith.sample.DrawOrder;
import dev.pith.selection.BinningMethod;
import dev.pith.selection.BinningSettings;
import dev.pith.selection.SimilarityKind;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Function2;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.runtime.BoxedUnit;

/**
 * One quantization: classes that fit into a task are binned there, each whole; larger ones by the cluster together, one
 * after the other.
 */
final class QuantizingRun {
    private static final Logger LOG = LoggerFactory.getLogger(QuantizingRun.class);

    /** A share of a pool aims at this many bytes: a task that holds little and still is worth its start. */
    private static final long SHARE_BYTES = 64L << 20;

    private final JavaSparkContext spark;
    private final JobLabels jobs;
    private final Samples samples;
    private final QuantizerParams params;
    private final Columns columns;
    private final BinningSettings settings;
    private final int[][] sizes;

    QuantizingRun(Dataset<?> dataset, QuantizerParams params, JobLabels jobs) {
        this.spark = JavaSparkContext.fromSparkContext(dataset.sparkSession().sparkContext());
        this.params = params;
        this.columns = Columns.of(params);
        this.settings = params.settings();
        this.jobs = jobs;
        jobs.are("ids and classes");
        this.samples = Samples.of(dataset, columns);
        int bins = settings.bins();
        if (bins > samples.count()) {
            throw new PithException("numBins is " + bins + ", and there are " + samples.count()
                    + " rows; every bin needs at least one");
        }
        this.sizes = BinSizes.balanced(samples.classSizes(), bins);
    }

    /** Bins and draws. */
    Assignments perform() {
        Budget budget = Budget.parse(params.getOrDefault(params.keep()));
        int keep = budget.of(samples.count());
        return assignments(bins(settings.method() == BinningMethod.RANDOM ? null : shape()), keep);
    }

    private RowShape shape() {
        String embeddings = columns.embeddings();
        jobs.are("length of features");
        return new RowShape(
                columns.features(),
                samples.width(Columns.FEATURES),
                embeddings,
                embeddings == null ? 0 : samples.width(Columns.EMBEDDINGS),
                settings.objective().similarity() == SimilarityKind.COSINE);
    }

    private ClassBins[] bins(@Nullable RowShape shape) {
        Dataset<Row> rows = samples.numbered(spark, shape != null);
        long most = (Long) params.getOrDefault(params.maxTaskBytes());
        int[] classSizes = samples.classSizes();
        ClassBins[] bins = new ClassBins[classSizes.length];
        boolean[] large = new boolean[classSizes.length];
        for (int c = 0; c < large.length; c++) {
            large[c] = shape != null && taskBytes(classSizes[c], shape) > most;
        }
        Checkpoint checkpoint = Checkpoint.of(params, spark, samples, shape, sizes);
        binInTasks(rows, new ClassTask(shape, sizes, settings), large, checkpoint, bins);
        for (int c = 0; c < large.length; c++) {
            if (large[c]) {
                bins[c] = binTogether(rows, c, Objects.requireNonNull(shape), checkpoint);
            }
        }
        return bins;
    }

    /**
     * Returns the bytes that a class takes in a task.
     *
     * @throws PithException when only a task can bin the class, and it takes more than a task may
     */
    private long taskBytes(int rows, RowShape shape) {
        long most = (Long) params.getOrDefault(params.maxTaskBytes());
        long pairs = settings.objectiveBytes(new int[] {rows}, 1);
        long bytes = rows * shape.bytes() + pairs;
        if (!settings.objective().isLinear() && bytes > most) {
            throw new PithException(String.format(
                    Locale.ROOT,
                    "objective %s of a class of %,d rows takes %s in one task, and maxTaskBytes allows %s: raise it if"
                            + " executors have the memory, or set a labelCol with smaller classes, or objective graphcut, which"
                            + " the cluster picks by together",
                    settings.objective().method(),
                    rows,
                    MemoryLimit.text(bytes),
                    MemoryLimit.text(most)));
        }
        return bytes;
    }

    /** Bins all classes that are not large, and puts what comes of it into {@code bins}. */
    private void binInTasks(
            Dataset<Row> rows, ClassTask task, boolean[] large, Checkpoint checkpoint, ClassBins[] bins) {
        int[] partitionOf = partitions(large, task.shape(), checkpoint.parallelism());
        int partitions = Arrays.stream(partitionOf).max().orElse(-1) + 1;
        List<Object> open = new ArrayList<>();
        for (int p = 0; p < partitions; p++) {
            List<ClassBins> finished = checkpoint.partition(p);
            if (finished == null) {
                open.add(p);
            } else {
                finished.forEach(done -> bins[done.number()] = done);
            }
        }
        if (open.isEmpty()) {
            return;
        }
        int small = IntStream.range(0, large.length).map(c -> large[c] ? 0 : 1).sum();
        jobs.are(small + " classes binned in " + open.size() + " tasks");
        Broadcast<int[]> placed = spark.broadcast(partitionOf);
        UDF1<Integer, Integer> toPartition = number -> placed.value()[number];
        Column partition = functions.udf(toPartition, DataTypes.IntegerType).apply(col("pith_class"));
        RDD<InternalRow> dealt = rows.withColumn("pith_partition", partition)
                .filter(col("pith_partition").geq(0))
                .repartitionById(partitions, col("pith_partition"))
                .sortWithinPartitions("pith_class", "pith_position")
                .drop("pith_partition")
                .queryExecution()
                .toRdd();
        Broadcast<ClassTask> sent = spark.broadcast(task);
        Function2<TaskContext, scala.collection.Iterator<InternalRow>, ClassTask.Result> bin =
                (Function2<TaskContext, scala.collection.Iterator<InternalRow>, ClassTask.Result> & Serializable)
                        (context, some) -> sent.value().bin(CollectionConverters.asJava(some));
        List<Fault> faults = new ArrayList<>();
        int[] done = {0};
        Function2<Object, ClassTask.Result, BoxedUnit> take = (number, result) -> {
            synchronized (faults) {
                Fault fault = result.fault();
                if (fault != null) {
                    faults.add(fault);
                } else {
                    int p = (Integer) open.get((Integer) number);
                    checkpoint.savePartition(p, result.bins());
                    result.bins().forEach(ofClass -> bins[ofClass.number()] = ofClass);
                    done[0]++;
                    LOG.info("{} of {} partitions of classes binned", done[0], open.size());
                }
            }
            return BoxedUnit.UNIT;
        };
        spark.sc()
                .runJob(
                        dealt,
                        bin,
                        CollectionConverters.asScala(open).toList(),
                        take,
                        ClassTag.apply(ClassTask.Result.class));
        refuse(faults);
    }

    /**
     * Returns the partition of each class, -1 of large ones: the largest first, each to the partition that
     * has the least.
     */
    private int[] partitions(boolean[] large, @Nullable RowShape shape, int parallelism) {
        int[] classSizes = samples.classSizes();
        long rows = IntStream.range(0, large.length)
                .filter(c -> !large[c])
                .mapToLong(c -> classSizes[c])
                .sum();
        long bytes = rows * (shape == null ? Integer.BYTES : shape.bytes());
        int wanted = (int) Math.min(large.length, Math.max(3L * parallelism, bytes / SHARE_BYTES));
        record Partition(int number, long rows) {}
        PriorityQueue<Partition> least =
                new PriorityQueue<>(Comparator.comparingLong(Partition::rows).thenComparingInt(Partition::number));
        IntStream.range(0, wanted).forEach(p -> least.add(new Partition(p, 0)));
        int[] partitionOf = new int[large.length];
        Arrays.fill(partitionOf, -1);
        IntStream.range(0, large.length)
                .filter(c -> !large[c])
                .boxed()
                .sorted(Comparator.comparingInt((Integer c) -> -classSizes[c]).thenComparingInt(c -> c))
                .forEach(c -> {
                    Partition to = least.remove();
                    partitionOf[c] = to.number();
                    least.add(new Partition(to.number(), to.rows() + classSizes[c]));
                });
        return partitionOf;
    }

    /** Bins one large class: its rows stay on the executors, and the picking loop runs here. */
    private ClassBins binTogether(Dataset<Row> rows, int number, RowShape shape, Checkpoint checkpoint) {
        int bins = sizes[number].length;
        Ranking[] picks = new Ranking[bins];
        int next = 0;
        for (Ranking saved = checkpoint.bin(number, 0); saved != null; saved = checkpoint.bin(number, next)) {
            picks[next++] = saved;
        }
        if (next == bins) {
            return ClassBins.of(number, picks);
        }
        long bytes = samples.classSizes()[number] * shape.bytes();
        int blocks = SumBlocks.of(samples.count()) + 1;
        int count = (int) Math.min(blocks, Math.max(spark.defaultParallelism(), bytes / SHARE_BYTES + 1));
        JavaRDD<Packed> packed = rows.filter(col("pith_class").equalTo(number))
                .repartitionById(
                        count,
                        functions
                                .shiftright(col("pith_position"), SumBlocks.BITS)
                                .mod(functions.lit(count)))
                .sortWithinPartitions("pith_position")
                .queryExecution()
                .toRdd()
                .toJavaRDD()
                .mapPartitions(some -> pack(some, shape))
                .persist(StorageLevel.MEMORY_AND_DISK());
        try (Threads threads = new Threads(Runtime.getRuntime().availableProcessors())) {
            String ofClass = samples.classSizes().length == 1 ? "" : "class " + number + ": ";
            jobs.are(ofClass + "rows packed");
            List<Fault> faults = packed.filter(some -> some.fault() != null)
                    .map(Packed::fault)
                    .collect();
            refuse(faults);
            ClusterShares shares = new ClusterShares(jobs, packed.map(Packed::share));
            SharedPool pool =
                    new SharedPool(shares, settings.objective().similarity().linear("graphcut"), threads);
            for (int k = 0; k < next; k++) {
                pool.forget(picks[k].ids());
            }
            RecursiveBinning.BinPicker picker = settings.picker(pool, ClassTask.NOTHING_TO_SPARE, threads);
            for (int k = next; k < bins; k++) {
                String bin = ofClass + "bin " + (k + 1) + " of " + bins;
                jobs.are(bin);
                picks[k] = picker.next(sizes[number][k], Progress.NONE);
                checkpoint.saveBin(number, k, picks[k]);
                LOG.info("{}: {} picks, {} questions so far", bin, picks[k].size(), shares.questions());
            }
        } finally {
            packed.unpersist();
        }
        return ClassBins.of(number, picks);
    }

    /** A partition's rows, or the first that is not as it must be. */
    private record Packed(PoolShare share, @Nullable Fault fault) implements Serializable {}

    private static Iterator<Packed> pack(Iterator<InternalRow> rows, RowShape shape) {
        RowPacker packer = new RowPacker(shape);
        while (rows.hasNext()) {
            InternalRow row = rows.next();
            packer.add(row.getInt(1), row, 2);
        }
        return List.of(new Packed(new PoolShare(packer.packed()), packer.fault()))
                .iterator();
    }

    private void refuse(List<Fault> faults) {
        faults.stream().min(Comparator.comparingInt(Fault::position)).ifPresent(fault -> {
            throw new PithException("id " + samples.id(fault.position()) + ": " + fault.what());
        });
    }

    private Assignments assignments(ClassBins[] bins, int keep) {
        int n = samples.count();
        Ranking[][] picks = new Ranking[bins.length][];
        int[][] ids = new int[bins.length][];
        long[] labels = new long[bins.length];
        for (int c = 0; c < bins.length; c++) {
            picks[c] = bins[c].rankings();
            ids[c] = Arrays.stream(bins[c].ids())
                    .flatMapToInt(Arrays::stream)
                    .sorted()
                    .toArray();
            labels[c] = c;
        }
        Binning binning = Binning.joined(picks, sizes[0].length);
        int[] order = DrawOrder.of(binning, new Classes(labels, ids), n, settings.seed());
        Assignments assignments = new Assignments(new long[n], new int[n], new int[n], new double[n], new boolean[n]);
        for (int k = 0; k < binning.bins().size(); k++) {
            Ranking bin = binning.bins().get(k);
            for (int rank = 0; rank < bin.size(); rank++) {
                int position = bin.ids()[rank];
                assignments.ids()[position] = samples.id(position);
                assignments.bin()[position] = k;
                assignments.rank()[position] = rank;
                assignments.gain()[position] = bin.gains()[rank];
            }
        }
        for (int j = 0; j < keep; j++) {
            assignments.selected()[order[j]] = true;
        }
        return assignments;
    }
}
