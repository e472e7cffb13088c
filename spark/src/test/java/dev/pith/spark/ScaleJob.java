package dev.pith.spark;

import dev.pith.feature.Similarity;
import dev.pith.spark.LocalSpark.Data;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The measurement of docs/scale.md, see spark/bin/scale: seconds, jobs, bytes and memory of one quantization, by a
 * cluster or by core.
 */
public final class ScaleJob {
    private ScaleJob() {}

    /** Takes {@code rows|spark|core ROWS COLUMNS CLASSES BINS FOLDER}. */
    public static void main(String[] arguments) throws IOException, TimeoutException {
        int[] numbers =
                Arrays.stream(arguments, 1, 5).mapToInt(Integer::parseInt).toArray();
        Rows rows = new Rows(numbers[0], numbers[1], numbers[2]);
        Path folder = Path.of(arguments[5]);
        String said =
                switch (arguments[0]) {
                    case "rows" -> write(rows, folder);
                    case "spark" -> spark(rows, numbers[3], folder);
                    default -> core(rows, numbers[3]);
                };
        Files.writeString(folder.resolve(arguments[0]), said);
    }

    /** Rows that two dozen directions explain for the most part, as embeddings are; classes come in turn. */
    private record Rows(int count, int columns, int classes) implements java.io.Serializable {
        float[][] centers() {
            float[][] centers = new float[classes][columns];
            for (int c = 0; c < classes; c++) {
                SplittableRandom random = new SplittableRandom(-1 - c);
                for (int j = 0; j < columns; j++) {
                    centers[c][j] = (float) (2 * scale(j) * random.nextGaussian());
                }
            }
            return centers;
        }

        float[] row(float[][] centers, long id) {
            SplittableRandom random = new SplittableRandom(id);
            float[] row = new float[columns];
            for (int j = 0; j < columns; j++) {
                row[j] = (float) (scale(j) * random.nextGaussian()) + centers[(int) (id % classes)][j];
            }
            return row;
        }

        private static double scale(int column) {
            return column < 24 ? 1.0 / (1 + column) : 0.02;
        }
    }

    private static SparkSession session() {
        return SparkSession.builder().getOrCreate();
    }

    private static String write(Rows rows, Path folder) throws IOException {
        try (SparkSession spark = session()) {
            StructType schema = new StructType()
                    .add("id", DataTypes.LongType)
                    .add("label", DataTypes.LongType)
                    .add("features", DataTypes.createArrayType(DataTypes.FloatType));
            float[][] centers = rows.centers();
            spark.createDataFrame(
                            spark.range(0, rows.count, 1, 16)
                                    .as(Encoders.LONG())
                                    .toJavaRDD()
                                    .map(id -> {
                                        List<Float> features = new ArrayList<>(rows.columns);
                                        for (float value : rows.row(centers, id)) {
                                            features.add(value);
                                        }
                                        return RowFactory.create(
                                                id, id % rows.classes, CollectionConverters.asScala(features));
                                    }),
                            schema)
                    .write()
                    .option("compression", "none")
                    .parquet(folder.resolve("parquet").toString());
        }
        return "";
    }

    private static String core(Rows rows, int bins) throws IOException {
        float[] values = new float[Math.multiplyExact(rows.count, rows.columns)];
        float[][] centers = rows.centers();
        IntStream.range(0, rows.count)
                .parallel()
                .forEach(i -> System.arraycopy(rows.row(centers, i), 0, values, i * rows.columns, rows.columns));
        long[] labels =
                IntStream.range(0, rows.count).mapToLong(i -> i % rows.classes).toArray();
        long start = System.nanoTime();
        Assignments all =
                new Data(values, rows.columns, labels).core(bins, Similarity.COSINE, "10%", 0, rows.classes > 1);
        return "core: " + seconds(start) + ", peak " + peak() + " MiB with the rows\n" + picks(all.bin(), all.gain());
    }

    private static String spark(Rows rows, int bins, Path folder) throws IOException, TimeoutException {
        try (SparkSession spark = session()) {
            Tally tally = new Tally();
            spark.sparkContext().addSparkListener(tally);
            Dataset<Row> data = spark.read().parquet(folder.resolve("parquet").toString());
            long start = System.nanoTime();
            DatasetQuantizer quantizer = new DatasetQuantizer().setIdCol("id").setNumBins(bins);
            if (rows.classes > 1) {
                quantizer.setLabelCol("label");
            } else {
                quantizer.setMaxTaskBytes(0);
            }
            DatasetQuantizerModel model = quantizer.fit(data);
            StringBuilder said = new StringBuilder("spark: " + seconds(start));
            spark.sparkContext().listenerBus().waitUntilEmpty(60_000);
            spark.sparkContext().removeSparkListener(tally);
            List<Long> executors = JavaSparkContext.fromSparkContext(spark.sparkContext())
                    .parallelize(Collections.nCopies(8, 0), 8)
                    .map(any -> peak())
                    .collect();
            said.append(
                    String.format("; peak of driver %d MiB, executors %d MiB%n", peak(), Collections.max(executors)));
            tally.kinds.forEach((kind, work) -> said.append(String.format(
                    "  %-28s %5d jobs %8.1f s %10.1f MB to the driver%n",
                    kind, work.jobs, work.milliseconds / 1e3, work.bytes / 1e6)));
            List<Row> sorted =
                    model.assignments().orderBy("id").select("bin", "gain").collectAsList();
            return said.append(picks(
                            sorted.stream().mapToInt(row -> row.getInt(0)).toArray(),
                            sorted.stream().mapToDouble(row -> row.getDouble(1)).toArray()))
                    .toString();
        }
    }

    private static String picks(int[] bins, double[] gains) {
        return String.format("  hash of bins %08x, of gains %08x%n", Arrays.hashCode(bins), Arrays.hashCode(gains));
    }

    /** What was asked, how often, how long that took and what it brought. */
    private static final class Tally extends SparkListener {
        private static final class Work {
            private int jobs;
            private long milliseconds;
            private long bytes;
        }

        private final Map<String, Work> kinds = new TreeMap<>();
        private final Map<Integer, Work> ofStage = new TreeMap<>();
        private Work current = new Work();
        private long started;

        @Override
        public void onJobStart(SparkListenerJobStart job) {
            String what = job.properties().getProperty("spark.job.description", "other");
            Work work =
                    kinds.computeIfAbsent(what.replaceAll(".*: (?!bin)|bin \\d+ of \\d+(: )?", ""), name -> new Work());
            work.jobs++;
            current = work; // one job at a time
            started = job.time();
            job.stageIds().foreach(stage -> ofStage.put((Integer) stage, work));
        }

        @Override
        public void onJobEnd(SparkListenerJobEnd job) {
            current.milliseconds += job.time() - started;
        }

        @Override
        public void onTaskEnd(SparkListenerTaskEnd task) {
            if (task.taskMetrics() != null) {
                ofStage.getOrDefault(task.stageId(), current).bytes +=
                        task.taskMetrics().resultSize();
            }
        }
    }

    private static String seconds(long start) {
        return String.format("%.1f s", (System.nanoTime() - start) / 1e9);
    }

    /** Returns the most memory that this process has had, in MiB. */
    private static long peak() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(-1);
    }
}
