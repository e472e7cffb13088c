package dev.pith.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pith.Golden;
import dev.pith.Ranking;
import dev.pith.feature.DenseFeatures;
import dev.pith.feature.Features;
import dev.pith.feature.Similarity;
import dev.pith.maximizer.LazyGreedy;
import dev.pith.maximizer.Maximizer;
import dev.pith.maximizer.NaiveGreedy;
import dev.pith.npy.Npy;
import dev.pith.parallel.Threads;
import dev.pith.run.MemoryLimit;
import dev.pith.run.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoldenObjectiveTest {
    private static final MemoryLimit ENOUGH = new MemoryLimit(1L << 30);
    private final Threads threads = new Threads(2);

    @AfterEach
    void stop() {
        threads.close();
    }

    private Features features(Path folder) {
        return new DenseFeatures(Npy.mapFloats(folder.resolve("features.npy")), threads);
    }

    private static void assertRanking(Ranking ranking, Path ids, Path gains) {
        assertThat(Arrays.stream(ranking.ids()).asLongStream().toArray()).isEqualTo(Npy.readLongs(ids));
        double[] expected = Npy.readDoubles(gains);
        double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        for (int k = 0; k < expected.length; k++) {
            assertThat(ranking.gains()[k]).isCloseTo(expected[k], within(1e-9 * largest));
        }
    }

    @Test
    void facilityLocation() {
        Path folder = Golden.folder("selection/facility-location");
        PairwiseSimilarity similarity = PairwiseSimilarity.of(features(folder), Similarity.COSINE, RandomRows.ids(300));
        for (Maximizer maximizer : new Maximizer[] {new NaiveGreedy(), new LazyGreedy()}) {
            Ranking ranking = maximizer.maximize(new FacilityLocation(similarity, ENOUGH, threads), 40, Progress.NONE);
            assertRanking(ranking, folder.resolve("exact_ids.npy"), folder.resolve("exact_gains.npy"));
            assertThat(Arrays.stream(ranking.ids()).sorted().asLongStream().toArray())
                    .isEqualTo(Npy.readLongs(folder.resolve("reference_ids.npy")));
        }
    }

    @Test
    void logDeterminant() {
        Path folder = Golden.folder("selection/log-determinant");
        PairwiseSimilarity similarity = PairwiseSimilarity.of(features(folder), Similarity.COSINE, RandomRows.ids(200));
        for (Maximizer maximizer : new Maximizer[] {new NaiveGreedy(), new LazyGreedy()}) {
            assertRanking(
                    maximizer.maximize(new LogDeterminant(similarity, 30, ENOUGH), 30, Progress.NONE),
                    folder.resolve("exact_ids.npy"),
                    folder.resolve("exact_gains.npy"));
        }
    }

    @Test
    void ties() {
        Path folder = Golden.folder("selection/ties");
        Objective graphCut = new GraphCut(features(folder), Similarity.DOT, RandomRows.ids(140), 1, threads);
        assertRanking(
                new NaiveGreedy().maximize(graphCut, 140, Progress.NONE),
                folder.resolve("exact_ids.npy"),
                folder.resolve("exact_gains.npy"));
    }

    @ParameterizedTest
    @CsvSource({"graphcut-cosine, COSINE", "graphcut-dot, DOT", "graphcut-sqeuclid, SQEUCLID"})
    void graphCut(String name, Similarity similarity) {
        Path folder = Golden.folder("selection/" + name);
        Features features = features(folder);
        BitSet remaining = new BitSet();
        remaining.set(0, features.size());
        for (int k = 0; Files.exists(folder.resolve("exact-bin-00" + k + ".npy")); k++) {
            Path ids = folder.resolve("exact-bin-00" + k + ".npy");
            int size = Npy.readLongs(ids).length;
            int[] pool = remaining.stream().toArray();
            Ranking bin = new NaiveGreedy()
                    .maximize(new GraphCut(features, similarity, pool, 1, threads), size, Progress.NONE);
            assertRanking(bin, ids, folder.resolve("exact-gain-00" + k + ".npy"));
            if (similarity == Similarity.COSINE) {
                assertThat(new LazyGreedy()
                                .maximize(new GraphCut(features, similarity, pool, 1, threads), size, Progress.NONE))
                        .usingRecursiveComparison()
                        .isEqualTo(bin);
            }
            Arrays.stream(bin.ids()).forEach(remaining::clear);
        }
        assertThat(remaining.cardinality()).as("dropped").isEqualTo(similarity == Similarity.DOT ? 3 : 0);
    }
}
