package dev.pith.spark;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pith.PithException;
import dev.pith.Ranking;
import dev.pith.feature.DenseFeatures;
import dev.pith.feature.Features;
import dev.pith.feature.Similarity;
import dev.pith.parallel.Threads;
import dev.pith.random.Priority;
import dev.pith.run.Choices;
import dev.pith.run.MemoryLimit;
import dev.pith.run.Progress;
import dev.pith.sample.Coverage;
import dev.pith.selection.RankingMethod;
import dev.pith.selection.RankingSettings;
import dev.pith.spark.LocalSpark.Data;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ranker on rows of this process, beside core's greedy picks of the same rows. */
class DatasetRankerTest {
    private static final int CLUSTERS = 40;
    private static final Data DATA = clusters(1200, 3);
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

    /** Returns rows around as many directions, at right angles, as there are clusters. */
    private static Data clusters(int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[n * CLUSTERS];
        for (int i = 0; i < n; i++) {
            int cluster = random.nextInt(CLUSTERS);
            for (int j = 0; j < CLUSTERS; j++) {
                values[i * CLUSTERS + j] = (float) ((j == cluster ? 1 : 0) + 0.05 * random.nextGaussian());
            }
        }
        return new Data(values, CLUSTERS, new long[n]);
    }

    private static DatasetRanker ranker() {
        return new DatasetRanker()
                .setIdCol("id")
                .setBudget(Integer.toString(CLUSTERS))
                .setShards("6");
    }

    private static List<Row> picks(Dataset<Row> ranked) {
        return ranked.filter("rank is not null")
                .orderBy("rank")
                .select("id", "rank", "gain")
                .collectAsList();
    }

    private static Ranking core(Data data, String objective, int budget) {
        RankingSettings settings = RankingSettings.of(Choices.of(RankingMethod.class, objective), 0);
        int[] all = IntStream.range(0, data.size()).toArray();
        try (Threads threads = new Threads(2);
                Features features = DenseFeatures.of(data.values(), data.columns())) {
            return settings.rank(features, all, budget, threads, new MemoryLimit(1L << 30), Progress.NONE);
        }
    }

    @ParameterizedTest
    @CsvSource({"facility-location, 0, 1", "log-determinant, -70, 3", "feature-based, 0, 1"})
    void oneShardPicksWhatCorePicks(String objective, long first, long step) {
        Data data = LocalSpark.data(700, 6, 4, 9);
        Ranking core = core(data, objective, 70);
        DatasetRanker ranker =
                new DatasetRanker().setIdCol("id").setObjective(objective).setShards("1");
        List<Row> picks = picks(ranker.transform(data.shuffled(spark, first, step, 5)));
        assertThat(picks).hasSize(70);
        for (int rank = 0; rank < picks.size(); rank++) {
            assertThat(picks.get(rank).getLong(0)).isEqualTo(first + step * core.ids()[rank]);
            assertThat(picks.get(rank).getInt(1)).isEqualTo(rank);
            assertThat(picks.get(rank).getDouble(2)).isEqualTo(core.gains()[rank]);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"facility-location", "feature-based"})
    void picksDependOnSeedAndRowsAlone(String objective) {
        DatasetRanker ranker = ranker().setObjective(objective);
        List<Row> picks = picks(ranker.transform(rows));
        assertThat(picks).hasSize(CLUSTERS);
        Dataset<Row> descending = rows.orderBy(functions.desc("id")).coalesce(1);
        assertThat(picks(ranker.transform(descending))).isEqualTo(picks);
        assertThat(picks(ranker.transform(rows.repartition(11, col("label"), col("id")))))
                .isEqualTo(picks);
        assertThat(picks(ranker.setSeed(1).transform(rows))).isNotEqualTo(picks);

        // Ids that are made are hashes of features.
        DatasetRanker hashed = new DatasetRanker().setBudget("9").setShards("4");
        assertThat(picks(hashed.transform(descending))).isEqualTo(picks(hashed.transform(rows)));
    }

    /** One row of each cluster gives nearly all; a random draw of as many misses a third of the clusters. */
    @ParameterizedTest
    @ValueSource(strings = {"2", "6", "30"})
    void facilityLocationLosesLittle(String shards) {
        List<Row> picks = picks(ranker().setShards(shards).transform(rows));
        int[] ids = picks.stream().mapToInt(row -> (int) row.getLong(0)).toArray();
        double exact =
                facilityLocation(core(DATA, "facility-location", CLUSTERS).ids());
        double random = facilityLocation(
                Arrays.copyOf(Priority.shuffled(IntStream.range(0, DATA.size()).toArray(), 8), CLUSTERS));
        assertThat(random).isLessThan(0.9 * exact);
        assertThat(facilityLocation(ids)).isGreaterThan(0.98 * exact);

        // Gains are of all rows, each as the pick that is most like it.
        double gained = picks.stream().mapToDouble(row -> row.getDouble(2)).sum();
        assertThat(gained).isCloseTo(facilityLocation(ids), within(0.05 * exact));
    }

    /** Returns facility location's value: of unit rows, (1 + cosine) / 2 is 1 - distance^2 / 4. */
    private static double facilityLocation(int[] picks) {
        int[] all = IntStream.range(0, DATA.size()).toArray();
        try (Threads threads = new Threads(2);
                Features features = DenseFeatures.of(DATA.values(), DATA.columns())) {
            return Arrays.stream(Coverage.of(features, Similarity.COSINE, all, picks, threads)
                            .distance())
                    .map(distance -> 1 - distance * distance / 4)
                    .sum();
        }
    }

    /** Of functions of the picks alone, gains add up to the value. */
    @ParameterizedTest
    @ValueSource(strings = {"log-determinant", "feature-based"})
    void functionsOfThePicksLoseLittle(String objective) {
        double sum = picks(ranker().setObjective(objective).transform(rows)).stream()
                .mapToDouble(row -> row.getDouble(2))
                .sum();
        double exact = Arrays.stream(core(DATA, objective, CLUSTERS).gains()).sum();
        assertThat(sum).isCloseTo(exact, within(0.02 * Math.abs(exact)));
    }

    @Test
    void whatIsWrongWithRowsIsSaidInALine() {
        assertRefused(
                "features",
                "if(id in (17, 205), null, features)",
                "id 17: features is null; filter such rows or fill them");
        assertRefused(
                "features",
                "if(id in (902, 200), array_repeat(float('NaN'), 40), features)",
                "id 200: features holds NaN at position 0; filter such rows or repair them");
        assertRefused(
                "features",
                "if(id = 8, array_repeat(0f, 40), features)",
                "id 8: features holds zeros only, which have no cosine; filter such rows or set another similarity");
        assertRefused(
                "features", "cast(null as array<float>)", "id 0: features is null; filter such rows or fill them");
        assertRefused(
                "id",
                "if(id in (40, 50), 30L, if(id = 900, 70L, id))",
                "id 30 occurs more than once; every row needs an id of its own");
        assertRefused(
                "id", "if(id in (4, 5), null, id)", "idCol is null in some row; fill such rows, or do without idCol");
        assertThatThrownBy(() -> ranker().transform(rows.limit(0)))
                .isInstanceOf(PithException.class)
                .hasMessage("the dataset has no rows; there is nothing to rank");
        assertThatThrownBy(() -> ranker().setBudget("1201").transform(rows))
                .hasMessage("cannot keep 1201 of 1200 samples");
        Dataset<Row> ranked = ranker().transform(rows);
        assertThatThrownBy(() -> ranker().transform(ranked))
                .hasMessage("there is a column 'rank' already; drop or rename it");
    }

    private static void assertRefused(String column, String expression, String line) {
        assertThatThrownBy(() -> ranker().transform(rows.withColumn(column, functions.expr(expression))))
                .isInstanceOf(PithException.class)
                .hasMessage(line);
    }

    @Test
    void whatDoesNotFitIsSaidBeforeTheWork() {
        RankingSettings settings = RankingSettings.of(RankingMethod.FACILITY_LOCATION, 0);
        assertThat(Shard.lacking(settings, 10_000, 100)).isNull();
        assertThat(Shard.lacking(settings, 1_000_000, 100))
                .startsWith("1.8 TiB of heap (facility-location of 1,000,000 rows), which is more than the ");
    }

    /** Most shards are of one row, and some empty. */
    @Test
    void shardsOfARowOrNone() {
        Dataset<Row> few = rows.filter("id < 30");
        List<Row> picks = picks(ranker().setBudget("3").setShards("30").transform(few));
        assertThat(picks).hasSize(3);
        assertThat(picks(ranker().setBudget("100%").setShards("4").transform(few)))
                .hasSize(30);
    }

    @Test
    void rankersAreCopiedSavedAndStagesOfPipelines() throws IOException {
        DatasetRanker ranker = ranker();
        assertThat(Arrays.stream(ranker.params()).map(Param::name))
                .containsExactly("budget", "featuresCol", "idCol", "objective", "seed", "shards");
        assertThatThrownBy(() -> ranker.setObjective("graphcut")).hasMessageContaining("objective");
        assertThatThrownBy(() -> ranker.setShards("0")).hasMessageContaining("at least 1");
        assertThatThrownBy(() -> ranker.setBudget("150%")).hasMessageContaining("150%");
        DatasetRanker copy = ranker.copy(new ParamMap().put(ranker.budget(), "7"));
        assertThat(copy.uid()).isEqualTo(ranker.uid());
        Dataset<Row> ranked = copy.transform(rows);
        assertThat(ranked.schema()).isEqualTo(copy.transformSchema(rows.schema()));
        assertThat(ranked.count()).isEqualTo(1200);
        List<Row> picks = picks(ranked);
        assertThat(picks).hasSize(7);

        String path = folder.toUri() + "pipeline";
        Pipeline pipeline = new Pipeline().setStages(new PipelineStage[] {copy});
        pipeline.fit(rows).write().save(path);
        assertThat(picks(PipelineModel.load(path).transform(rows))).isEqualTo(picks);
    }
}
