package dev.pith.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.feature.Similarity;
import dev.pith.selection.BinningSettings;
import dev.pith.spark.LocalSpark.Data;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users of Spark ML expect of an Estimator and its model. */
class ConventionsTest {
    private static final Data DATA = LocalSpark.data(400, 5, 3, 12);
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

    @Test
    void parametersAreDocumentedAndChecked() {
        DatasetQuantizer quantizer = new DatasetQuantizer();
        assertThat(Arrays.stream(quantizer.params()).map(Param::name))
                .containsExactly(
                        "checkpointDir",
                        "embeddingsCol",
                        "featuresCol",
                        "idCol",
                        "keep",
                        "labelCol",
                        "lambda",
                        "maxTaskBytes",
                        "method",
                        "numBins",
                        "objective",
                        "seed",
                        "similarity");
        assertThat(quantizer.explainParams()).contains("numBins: number of bins (default: 10)");
        assertThatThrownBy(() -> quantizer.setNumBins(0)).hasMessageContaining("numBins");
        assertThatThrownBy(() -> quantizer.setSimilarity("angle")).hasMessageContaining("similarity");
        assertThatThrownBy(() -> quantizer.setMethod("kmeans")).hasMessageContaining("method");
        assertThatThrownBy(() -> quantizer.setObjective("herding")).hasMessageContaining("objective");
        assertThatThrownBy(() -> quantizer.setLambda(0)).hasMessageContaining("lambda");
        assertThatThrownBy(() -> quantizer.setKeep("150%")).hasMessageContaining("150%");
    }

    @Test
    void defaultsAreThoseOfCore() {
        assertThat(new DatasetQuantizer().settings()).isEqualTo(BinningSettings.usual(false, false, 0));
        assertThat(LocalSpark.quantizer().setLabelCol("label").settings().stratify())
                .isTrue();
    }

    @Test
    void parametersThatDoNotGoTogetherAreToldBeforeAnyRowIsRead() {
        assertThatThrownBy(() -> LocalSpark.quantizer().setMethod("exchange").transformSchema(rows.schema()))
                .hasMessage(
                        "method exchange moves samples between bins that one machine holds; a cluster bins by method"
                                + " recursive or random");
        assertThatThrownBy(() -> LocalSpark.quantizer().setSimilarity("rbf").transformSchema(rows.schema()))
                .hasMessage("graphcut needs `similarity cosine`, dot or sqeuclid, got rbf");
        assertThatThrownBy(() -> LocalSpark.quantizer()
                        .setObjective("facility-location")
                        .setSimilarity("dot")
                        .transformSchema(rows.schema()))
                .hasMessage("facility-location needs `similarity cosine or rbf`, got dot");
    }

    @Test
    void copiesKeepNameAndValues() {
        DatasetQuantizer quantizer = LocalSpark.quantizer();
        DatasetQuantizer copy = quantizer.copy(new ParamMap().put(quantizer.numBins(), 7));
        assertThat(copy.uid()).isEqualTo(quantizer.uid());
        assertThat(copy.getOrDefault(copy.numBins())).isEqualTo(7);
        assertThat(copy.getOrDefault(copy.keep())).isEqualTo("20%");
        assertThat(quantizer.getOrDefault(quantizer.numBins())).isEqualTo(4);
        DatasetQuantizerModel model = quantizer.fit(rows, new ParamMap().put(quantizer.numBins(), 7));
        assertThat(model.getOrDefault(model.numBins())).isEqualTo(7);
        assertThat(model.copy(new ParamMap())
                        .transform(rows)
                        .agg(functions.max("bin"))
                        .first()
                        .getInt(0))
                .isEqualTo(6);
        assertThat(model.hasParent()).isTrue();
    }

    @Test
    void schemasAreToldAndChecked() {
        DatasetQuantizer quantizer = LocalSpark.quantizer().setLabelCol("label");
        assertThat(quantizer.fit(rows).transform(rows).schema()).isEqualTo(quantizer.transformSchema(rows.schema()));
        assertThatThrownBy(() -> quantizer.transformSchema(rows.drop("id").schema()))
                .hasMessage("idCol 'id' is not among the columns label, features, embeddings");
        assertThatThrownBy(() -> quantizer.transformSchema(
                        rows.withColumn("features", functions.lit("a")).schema()))
                .hasMessage("featuresCol 'features' must be array<float>, array<double> or Vector, but is string");
        assertThatThrownBy(() -> quantizer.transformSchema(
                        rows.withColumn("id", functions.lit("a")).schema()))
                .hasMessage("idCol 'id' must hold whole numbers, but is string");
        assertThatThrownBy(() -> quantizer.transformSchema(
                        rows.withColumn("Rank", functions.lit(1)).schema()))
                .hasMessage("there is a column 'rank' already; drop or rename it");
    }

    @Test
    void quantizersModelsAndPipelinesAreSavedAndLoaded() throws IOException {
        String path = folder.toUri() + "quantizer";
        LocalSpark.quantizer().setLabelCol("label").write().save(path);
        DatasetQuantizer loaded = DatasetQuantizer.load(path);
        assertThat(loaded.getOrDefault(loaded.seed())).isEqualTo(11L);
        DatasetQuantizerModel model = loaded.fit(rows);
        String modelPath = folder.toUri() + "model";
        model.write().save(modelPath);
        assertThat(sorted(DatasetQuantizerModel.load(modelPath).transform(rows)))
                .isEqualTo(sorted(model.transform(rows)));

        Dataset<Row> numbers = rows.select("id", "label", "features")
                .selectExpr(
                        "id",
                        "label",
                        "features[0] a",
                        "features[1] b",
                        "features[2] c",
                        "features[3] d",
                        "features[4] e");
        VectorAssembler assembler = new VectorAssembler()
                .setInputCols(new String[] {"a", "b", "c", "d", "e"})
                .setOutputCol("features");
        PipelineModel pipeline = new Pipeline()
                .setStages(new PipelineStage[] {assembler, loaded})
                .fit(numbers);
        String pipelinePath = folder.toUri() + "pipeline";
        pipeline.write().save(pipelinePath);
        List<Row> picks = sorted(PipelineModel.load(pipelinePath).transform(numbers));
        LocalSpark.assertEqual(picks, DATA.core(4, Similarity.COSINE, "20%", 11, true), 0, 1);
    }

    private static List<Row> sorted(Dataset<Row> transformed) {
        return transformed
                .orderBy("id")
                .select("id", "bin", "rank", "gain", "selected", "weight")
                .collectAsList();
    }

    @Test
    void idsThatAreMadeDoNotDependOnTheOrderOfRows() {
        // Three rows occur twice.
        Dataset<Row> some = rows.union(rows.filter("id < 3"));
        DatasetQuantizer quantizer = new DatasetQuantizer().setNumBins(3).setLabelCol("label");
        List<Row> before = contents(quantizer.fit(some).transform(some));
        Dataset<Row> other = some.orderBy(functions.desc("id")).repartition(5);
        assertThat(contents(quantizer.fit(other).transform(other))).isEqualTo(before);
        assertThat(before).hasSize(403).noneMatch(row -> row.isNullAt(1));
    }

    private static List<Row> contents(Dataset<Row> transformed) {
        return transformed
                .select("id", "bin", "rank", "gain", "selected")
                .orderBy("id", "bin", "rank")
                .collectAsList();
    }

    @Test
    void rowsThatCameLaterHaveNoBin() {
        DatasetQuantizerModel model = LocalSpark.quantizer().fit(rows);
        Dataset<Row> more = rows.withColumn("id", functions.expr("id + 399"));
        assertThat(model.transform(more)
                        .filter("bin is null and selected is null")
                        .count())
                .isEqualTo(399);
    }

    @Test
    void randomBinsAreThoseOfCore() {
        List<Row> picks =
                LocalSpark.fitted(LocalSpark.quantizer().setMethod("random").setLabelCol("label"), rows);
        Assignments core = DATA.coreAtRandom(4, "20%", 11);
        for (int i = 0; i < picks.size(); i++) {
            assertThat(picks.get(i).getInt(1)).isEqualTo(core.bin()[i]);
            assertThat(picks.get(i).getInt(2)).isEqualTo(core.rank()[i]);
            assertThat(picks.get(i).isNullAt(3)).isTrue();
            assertThat(picks.get(i).getBoolean(4)).isEqualTo(core.selected()[i]);
        }
    }
}
