package dev.pith.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import dev.pith.feature.Similarity;
import dev.pith.spark.LocalSpark.Data;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with rows is said in one line; what is only unusual gives what core gives. */
class FaultsTest {
    private static final Data DATA = LocalSpark.data(300, 4, 5, 6);
    private static SparkSession spark;
    private static Dataset<Row> rows;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        spark = LocalSpark.session();
        rows = DATA.shuffled(spark, 0, 1, 3).cache();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private static DatasetQuantizer quantizer() {
        return LocalSpark.quantizer().setLabelCol("label");
    }

    private static void assertRefused(DatasetQuantizer quantizer, Dataset<Row> faulty, String line) {
        assertThatThrownBy(() -> quantizer.fit(faulty))
                .isInstanceOf(PithException.class)
                .hasMessage(line);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1 << 20}) // by the cluster together, in tasks
    void unusableFeatures(long taskBytes) {
        DatasetQuantizer quantizer = LocalSpark.quantizer().setMaxTaskBytes(taskBytes);
        if (taskBytes > 0) {
            quantizer.setLabelCol("label");
        }
        assertRefused(
                quantizer,
                with("features", "if(id in (17, 205), null, features)"),
                "id 17: features is null; filter such rows or fill them");
        assertRefused(
                quantizer,
                with("features", "if(id = 99, array(1f, null, 2f, 3f), features)"),
                "id 99: features holds null at position 1; filter such rows or fill them");
        assertRefused(
                quantizer,
                with("features", "if(id in (201, 200), array(1f, 2f, 3f, float('NaN')), features)"),
                "id 200: features holds NaN at position 3; filter such rows or repair them");
        assertRefused(
                quantizer,
                with("features", "if(id = 8, array(0f, 0f, -0f, 0f), features)"),
                "id 8: features holds zeros only, which have no cosine; filter such rows or set another similarity");
        Dataset<Row> shorter = with("features", "if(id > 280, slice(features, 1, 3), features)")
                .filter("id < 282");
        assertThatThrownBy(() -> quantizer.fit(shorter))
                .isInstanceOf(PithException.class)
                .hasMessageMatching(
                        "id \\d+: features holds [34] numbers where others hold [34]; all rows need as many");
        assertRefused(
                quantizer.setEmbeddingsCol("embeddings"),
                with("embeddings", "if(id = 3, null, embeddings)"),
                "id 3: embeddings is null; filter such rows or fill them");
    }

    @ParameterizedTest
    @CsvSource({"null, cast(null as array<float>)", "empty, 'slice(features, 1, 0)'"})
    void noFeaturesAtAll(String what, String expression) {
        assertRefused(
                quantizer(),
                with("features", expression),
                "id 0: features is " + what + "; filter such rows or fill them");
    }

    private static Dataset<Row> with(String column, String expression) {
        return rows.withColumn(column, functions.expr(expression));
    }

    @Test
    void unusableIdsAndClasses() {
        assertRefused(
                quantizer(),
                rows.withColumn("id", when(col("id").isin(40, 50), lit(30L)).otherwise(col("id"))),
                "id 30 occurs more than once, as do 0 other ids; every row needs an id of its own");
        assertRefused(
                quantizer(),
                with("id", "if(id = 4, null, id)"),
                "idCol 'id' is null in 1 rows; fill them, or do without idCol");
        assertRefused(
                quantizer(),
                with("label", "if(id < 12, null, label)"),
                "labelCol 'label' is null in 12 rows; filter them or give them a class");
        assertRefused(quantizer(), rows.limit(0), "the dataset has no rows; there is nothing to bin");
        assertRefused(
                quantizer().setNumBins(301),
                rows,
                "numBins is 301, and there are 300 rows; every bin needs at least one");
    }

    @Test
    void pairsThatDoNotFitIntoATask() {
        DatasetQuantizer quantizer =
                LocalSpark.quantizer().setObjective("facility-location").setMaxTaskBytes(100_000);
        assertRefused(
                quantizer,
                rows,
                "objective facility-location of a class of 300 rows takes 180.5 KiB in one task, and maxTaskBytes allows"
                        + " 97.7 KiB: raise it if executors have the memory, or set a labelCol with smaller classes, or"
                        + " objective graphcut, which the cluster picks by together");
        assertThat(LocalSpark.fitted(quantizer.setMaxTaskBytes(1 << 20), rows)).hasSize(300);
    }

    /** Spark groups them together. */
    @ParameterizedTest
    @ValueSource(strings = {"double", "float"})
    void negativeZeroIsTheClassOfZero(String type) {
        String number = "cast(substring(label, 7) as double)";
        String signed = "cast(if(label = 'class 0' and id % 2 = 0, -0D, " + number + ") as " + type + ")";
        Dataset<Row> labelled = with("label", signed);
        assertThat(bins(labelled)).isEqualTo(bins(rows));
    }

    private static List<Row> bins(Dataset<Row> labelled) {
        return quantizer()
                .fit(labelled)
                .transform(labelled)
                .select("id", "bin", "rank", "selected")
                .orderBy("id")
                .collectAsList();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1 << 20})
    void oneRow(long taskBytes) {
        Dataset<Row> one = rows.filter("id = 5");
        DatasetQuantizer quantizer = quantizer().setNumBins(1).setKeep("1").setMaxTaskBytes(taskBytes);
        Row picked = quantizer
                .fit(one)
                .transform(one)
                .select("bin", "rank", "selected")
                .first();
        assertThat(picked.mkString(",")).isEqualTo("0,0,true");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1 << 20})
    void emptyPartitions(long taskBytes) {
        Dataset<Row> gathered = rows.repartition(9, lit(1));
        List<Row> picks = LocalSpark.fitted(quantizer().setMaxTaskBytes(taskBytes), gathered);
        LocalSpark.assertEqual(picks, DATA.core(4, Similarity.COSINE, "20%", 11, true), 0, 1);
    }

    @ParameterizedTest
    @CsvSource({"0, class-0/bin-2", "2000, partition-1"})
    void aRestartedDriverGoesOnFromTheLastFinishedBin(long taskBytes, String lost)
            throws IOException, TimeoutException {
        String checkpoint = folder.toUri().toString();
        DatasetQuantizer quantizer = quantizer().setMaxTaskBytes(taskBytes).setCheckpointDir(checkpoint);
        List<Row> undisturbed = LocalSpark.fitted(quantizer(), rows);
        assertThat(LocalSpark.fitted(quantizer, rows)).isEqualTo(undisturbed);

        // As it is after a driver's end before this file was whole.
        Path file = folder.resolve(lost);
        Files.move(file, file.resolveSibling("." + file.getFileName() + ".part"));
        try (Stream<Path> later = Files.list(file.getParent())) {
            for (Path bin : later.filter(path -> path.getFileName().toString().equals("bin-3"))
                    .toList()) {
                Files.delete(bin);
            }
        }
        spark.sparkContext().setJobGroup("mine", "my own", false);
        List<String> jobs = Collections.synchronizedList(new ArrayList<>());
        SparkListener listener = new SparkListener() {
            @Override
            public void onJobStart(SparkListenerJobStart job) {
                jobs.add(String.valueOf(job.properties().getProperty("spark.jobGroup.id")));
            }
        };
        spark.sparkContext().addSparkListener(listener);
        assertThat(LocalSpark.fitted(quantizer, rows)).isEqualTo(undisturbed);
        spark.sparkContext().listenerBus().waitUntilEmpty(10_000);
        spark.sparkContext().removeSparkListener(listener);
        spark.sparkContext().clearJobGroup();
        assertThat(jobs).contains("mine", quantizer.uid() + ": ids and classes");
        if (taskBytes == 0) {
            assertThat(jobs).noneMatch(job -> job.contains("class 0: bin 2 of 4") || job.contains("class 1:"));
            assertThat(jobs).anyMatch(job -> job.contains("class 0: bin 3 of 4"));
        } else {
            assertThat(jobs).anyMatch(job -> job.contains("classes binned in 1 tasks"));
        }

        assertThatThrownBy(() -> quantizer.setSeed(12).fit(rows))
                .isInstanceOf(PithException.class)
                .hasMessageContaining("holds bins of another quantization (seed 11, now seed 12)");
    }
}
