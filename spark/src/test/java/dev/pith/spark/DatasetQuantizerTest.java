package dev.pith.spark;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.feature.Similarity;
import dev.pith.selection.BinningSettings;
import dev.pith.spark.LocalSpark.Data;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The quantizer on rows of this process, beside core on the same rows. */
class DatasetQuantizerTest {
    private static final Data DATA = LocalSpark.data(1500, 12, 9, 3);
    private static SparkSession spark;

    @BeforeAll
    static void start() {
        spark = LocalSpark.session();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    @ParameterizedTest
    @CsvSource({
        "cosine, 0, 1, 3, true, 268435456", // classes in tasks
        "dot, -700, 5, 7, true, 268435456", // ids with gaps
        "sqeuclid, 0, 1, 1, true, 12000", // classes of more than 250 rows by the cluster together
        "cosine, 30, 2, 5, false, 0", // one class of everything, by the cluster together
        "dot, 0, 1, 4, false, 0",
    })
    void picksWhatCorePicks(String similarity, long first, long step, int partitions, boolean byClass, long taskBytes) {
        Dataset<Row> rows = DATA.shuffled(spark, first, step, partitions);
        DatasetQuantizer quantizer =
                LocalSpark.quantizer().setSimilarity(similarity).setMaxTaskBytes(taskBytes);
        if (byClass) {
            quantizer.setLabelCol("label");
        }
        Similarity same = Similarity.valueOf(similarity.toUpperCase(Locale.ROOT));
        LocalSpark.assertEqual(LocalSpark.fitted(quantizer, rows), DATA.core(4, same, "20%", 11, byClass), first, step);
    }

    @ParameterizedTest
    @CsvSource({"cosine, 268435456", "dot, 0"})
    void gradientsInTwoColumnsAreThoseOfCore(String similarity, long taskBytes) {
        Data data = LocalSpark.data(300, 5, 2, 4);
        Dataset<Row> rows = data.shuffled(spark, 0, 1, 3);
        DatasetQuantizer quantizer = LocalSpark.quantizer()
                .setEmbeddingsCol("embeddings")
                .setSimilarity(similarity)
                .setMaxTaskBytes(taskBytes);
        Similarity same = Similarity.valueOf(similarity.toUpperCase(Locale.ROOT));
        LocalSpark.assertEqual(LocalSpark.fitted(quantizer, rows), data.coreOfGradients(4, same, "20%", 11), 0, 1);
    }

    @ParameterizedTest
    @CsvSource({
        "graphcut, cosine, 0.5, 268435456",
        "graphcut, dot, 3, 0", // by the cluster together
        "facility-location, cosine, 1, 268435456",
        "facility-location, rbf, 1, 268435456",
        "log-determinant, dot, 1, 268435456",
    })
    void anyObjectiveAndLambdaPickWhatCorePicks(String objective, String similarity, double lambda, long taskBytes) {
        Data data = LocalSpark.data(700, 6, 4, 9);
        DatasetQuantizer quantizer = LocalSpark.quantizer()
                .setLabelCol("label")
                .setObjective(objective)
                .setSimilarity(similarity)
                .setLambda(lambda)
                .setMaxTaskBytes(taskBytes);
        List<Row> picks = LocalSpark.fitted(quantizer, data.shuffled(spark, -40, 3, 5));
        LocalSpark.assertEqual(picks, data.core(quantizer.settings(), "20%"), -40, 3);
        assertThat(quantizer.settings())
                .extracting(BinningSettings::toMap, as(InstanceOfAssertFactories.map(String.class, String.class)))
                .containsEntry("objective", objective)
                .containsEntry("similarity", similarity)
                .containsEntry("bins", "4");
    }

    @Test
    void poolsOfSeveralBlocksUseTheBound() {
        Data data = LocalSpark.data(14_000, 8, 1, 8);
        Dataset<Row> rows = data.shuffled(spark, 0, 1, 6);
        List<Row> picks = LocalSpark.fitted(LocalSpark.quantizer().setNumBins(3).setMaxTaskBytes(0), rows);
        LocalSpark.assertEqual(picks, data.core(3, Similarity.COSINE, "20%", 11, false), 0, 1);
    }
}
