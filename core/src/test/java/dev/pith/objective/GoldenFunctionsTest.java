package dev.pith.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pith.Golden;
import dev.pith.Ranking;
import dev.pith.feature.DenseFeatures;
import dev.pith.feature.Features;
import dev.pith.feature.Similarity;
import dev.pith.maximizer.NaiveGreedy;
import dev.pith.npy.Npy;
import dev.pith.parallel.Threads;
import dev.pith.rule.Evidence;
import dev.pith.rule.RankingTask;
import dev.pith.run.Choices;
import dev.pith.run.MemoryLimit;
import dev.pith.run.Progress;
import dev.pith.selection.RankingMethod;
import dev.pith.selection.RankingSettings;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Picks of the formulas in double, with which apricot 0.6.1 and submodlib 0.0.3 agree (bench/peers/functions.py). */
class GoldenFunctionsTest {
    private static final MemoryLimit ENOUGH = new MemoryLimit(1L << 30);
    private static final Path FOLDER = Golden.folder("peers/functions");
    private static final int N = 40;
    private static final double ALPHA = 0.1;
    private final Threads threads = new Threads(2);

    @AfterEach
    void stop() {
        threads.close();
    }

    private Features rows(String file) {
        return new DenseFeatures(Npy.mapFloats(FOLDER.resolve(file)), threads);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "feature-based sqrt",
                "feature-based log",
                "feature-based saturating",
                "saturated-coverage",
                "set-coverage",
                "probabilistic-set-coverage",
                "disparity-sum",
                "facility-location query",
                "flqmi query",
                "facility-location private",
                "facility-location query private",
                "graphcut query",
                "graphcut private",
                "log-determinant query",
                "log-determinant private",
                "log-determinant query private",
            })
    void picksAndGains(String name) throws IOException {
        JsonNode golden = new ObjectMapper()
                .readTree(FOLDER.resolve("functions.json").toFile())
                .get(name);
        int budget = golden.get("ids").size();
        Ranking ranking = name.contains("query") || name.contains("private")
                ? targeted(name, budget)
                : new NaiveGreedy().maximize(objective(name), budget, Progress.NONE);
        double largest = 0;
        for (JsonNode gain : golden.get("gains")) {
            largest = Math.max(largest, Math.abs(gain.asDouble()));
        }
        for (int k = 0; k < ranking.size(); k++) {
            assertThat(ranking.gains()[k]).isCloseTo(golden.get("gains").get(k).asDouble(), within(1e-7 * largest));
            if (golden.get("said").asText().equals("agrees")) { // where there are ties, rounding chooses
                assertThat(ranking.ids()[k]).isEqualTo(golden.get("ids").get(k).asInt());
            }
        }
    }

    private Objective objective(String name) {
        int[] ids = RandomRows.ids(N);
        PairwiseSimilarity cosine = PairwiseSimilarity.of(rows("features.npy"), Similarity.COSINE, ids);
        double[] worth = {1, 2, 3, 4, 5, 6, 7, 8};
        return switch (name) {
            case "feature-based sqrt" -> featureBased(Concave.SQRT);
            case "feature-based log" -> featureBased(Concave.LOG);
            case "feature-based saturating" -> featureBased(Concave.SATURATING);
            case "saturated-coverage" -> new SaturatedCoverage(cosine, ALPHA, ENOUGH, threads);
            case "set-coverage" -> new RowObjective(shown(), ids, new SetCoverage(worth));
            case "probabilistic-set-coverage" -> new RowObjective(
                    rows("probabilities.npy"), ids, new SetCoverage(worth));
            case "disparity-sum" -> new DisparitySum(cosine);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private Objective featureBased(Concave concave) {
        Features counts = rows("counts.npy");
        return new RowObjective(counts, RandomRows.ids(N), new FeatureBased(counts.dimension(), concave));
    }

    /** As a user has it: by the name of the method, with queries and private samples. */
    private Ranking targeted(String name, int budget) {
        RankingMethod method = Choices.of(RankingMethod.class, name.split(" ", 2)[0]);
        Evidence evidence = Evidence.of(rows("features.npy"))
                .withQueries(name.contains("query") ? vectors("queries.npy") : null)
                .withPrivates(name.contains("private") ? vectors("privates.npy") : null);
        return RankingSettings.of(method, 0)
                .rule()
                .rank(RankingTask.of(evidence, RandomRows.ids(N), budget, threads, ENOUGH, Progress.NONE));
    }

    private double[][] vectors(String file) {
        Features rows = rows(file);
        double[][] vectors = new double[rows.size()][rows.dimension()];
        for (int i = 0; i < vectors.length; i++) {
            rows.add(i, 1, vectors[i]);
        }
        return vectors;
    }

    /** Concepts that are as good as certain. */
    private Features shown() {
        float[] values = new float[N * 8];
        Features probabilities = rows("probabilities.npy");
        for (int i = 0; i < N; i++) {
            double[] row = new double[8];
            probabilities.add(i, 1, row);
            for (int u = 0; u < row.length; u++) {
                values[8 * i + u] = row[u] > 0.8 ? 1 : 0;
            }
        }
        return DenseFeatures.of(values, 8);
    }
}
