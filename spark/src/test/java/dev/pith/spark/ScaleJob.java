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
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The measurement of docs/scale.md: seconds, jobs, bytes and memory of one quantization, by a cluster or by core. */
public final class ScaleJob {
    private ScaleJob() {}

    /** Takes {@code spark|core ROWS COLUMNS CLASSES BINS}. */
    public static void main(String[] arguments) throws IOException {
        int rows = Integer.parseInt(arguments[1]);
        int columns = Integer.parseInt(arguments[2]);
        int classes = Integer.parseInt(arguments[3]);
        int bins = Integer.parseInt(arguments[4]);
        String line =
                arguments[0].equals("core") ? core(rows, columns, classes, bins) : spark(rows, columns, classes, bins);
        Files.writeString(Path.of(arguments[5]), line + System.lineSeparator());
    }

    /** Returns a row of two dozen directions that explain most of it, as in embeddings. */
    private static float[] row(long id, int columns, int classes) {
        SplittableRandom random = new SplittableRandom(id);
        SplittableRandom center = new SplittableRandom(-1 - id % classes);
        float[] row = new float[columns];
        for (int j = 0; j < columns; j++) {
            double scale = j < 24 ? 1.0 / (1 + j) : 0.02;
            row[j] = (float) (scale * (random.nextGaussian() + 2 * center.nextGaussian()));
        }
        return row;
    }

    private static String core(int rows, int columns, int classes, int bins) throws IOException {
        float[] values = new float[rows * columns];
        long[] labels = new long[rows];
        for (int i = 0; i < rows; i++) {
            System.arraycopy(row(i, columns, classes), 0, values, i * columns, columns);
            labels[i] = i % classes;
        }
        long start = System.nanoTime();
        Assignments all = new Data(values, columns, labels).core(bins, Similarity.COSINE, "10%", 0, classes > 1);
        return "core seconds " + seconds(start) + " peak " + peak() + " MiB bins " + Arrays.hashCode(all.bin()) + " "
                + Arrays.hashCode(all.gain());
    }

    private static String spark(int rows, int columns, int classes, int bins) throws IOException {
        try (SparkSession spark = SparkSession.builder().getOrCreate()) {
            JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
            StructType schema = new StructType()
                    .add("id", DataTypes.LongType)
                    .add("label", DataTypes.LongType)
                    .add("features", DataTypes.createArrayType(DataTypes.FloatType));
            Dataset<Row> made = spark.createDataFrame(
                    spark.range(0, rows, 1, 16).as(Encoders.LONG()).toJavaRDD().map(id -> {
                        List<Float> features = new ArrayList<>(columns);
                        for (float value : row(id, columns, classes)) {
                            features.add(value);
                        }
                        return RowFactory.create(id, id % classes, features);
                    }),
                    schema);
            String file = System.getProperty("pith.scale.rows");
            made.write().mode("overwrite").parquet(file);
            Dataset<Row> data = spark.read().parquet(file);
            AtomicLong bytes = new AtomicLong();
            AtomicLong jobs = new AtomicLong();
            spark.sparkContext().addSparkListener(new SparkListener() {
                @Override
                public void onTaskEnd(SparkListenerTaskEnd end) {
                    bytes.addAndGet(
                            end.taskMetrics() == null ? 0 : end.taskMetrics().resultSize());
                }

                @Override
                public void onJobStart(SparkListenerJobStart start) {
                    jobs.incrementAndGet();
                }
            });
            long start = System.nanoTime();
            DatasetQuantizer quantizer = new DatasetQuantizer().setIdCol("id").setNumBins(bins);
            if (classes > 1) {
                quantizer.setLabelCol("label");
            }
            DatasetQuantizerModel model = quantizer.fit(data);
            double seconds = seconds(start);
            long fitJobs = jobs.get();
            List<Row> sorted =
                    model.assignments().orderBy("id").select("bin", "gain").collectAsList();
            int[] bin = sorted.stream().mapToInt(row -> row.getInt(0)).toArray();
            double[] gain = sorted.stream().mapToDouble(row -> row.getDouble(1)).toArray();
            List<Long> executors = context.parallelize(Collections.nCopies(8, 0), 8)
                    .map(any -> peak())
                    .collect();
            return "spark seconds " + seconds + " jobs " + fitJobs + " driver bytes " + bytes.get() + " driver peak "
                    + peak() + " MiB executor peak " + Collections.max(executors) + " MiB bins " + Arrays.hashCode(bin)
                    + " " + Arrays.hashCode(gain);
        }
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
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
