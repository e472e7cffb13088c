package dev.pith.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pith.Golden;
import dev.pith.Ranking;
import dev.pith.feature.DenseFeatures;
import dev.pith.feature.Features;
import dev.pith.feature.GradientFactors;
import dev.pith.feature.Similarity;
import dev.pith.npy.FloatMatrix;
import dev.pith.npy.Npy;
import dev.pith.parallel.Threads;
import dev.pith.run.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecursiveBinningTest {
    @ParameterizedTest
    @CsvSource({
        "graphcut-cosine, COSINE, 10, vision",
        "graphcut-dot, DOT, 10, language",
        "graphcut-sqeuclid, SQEUCLID, 8, balanced",
        "gradient-factors, COSINE, 5, balanced",
        "graphcut-stratified, COSINE, 5, stratified"
    })
    void agreesWithTheGoldenBins(String name, Similarity similarity, int bins, String rule) {
        Path folder = Golden.folder("selection/" + name);
        try (Threads threads = new Threads(2);
                Features features = open(folder, name, threads)) {
            Classes classes = rule.equals("stratified")
                    ? Classes.byLabel(Npy.readLongs(folder.resolve("labels.npy")), new BitSet())
                    : Classes.all(features.size(), new BitSet());
            int[][] sizes =
                    switch (rule) {
                        case "vision", "stratified" -> BinSizes.publishedForVision(classes.sizes(), bins);
                        case "language" -> BinSizes.publishedForLanguage(classes.sizes(), bins);
                        default -> BinSizes.balanced(classes.sizes(), bins);
                    };
            Binning binning =
                    RecursiveBinning.graphCut(features, classes, sizes, similarity, 1, threads, Progress.NONE);
            for (int k = 0; k < bins; k++) {
                Ranking bin = binning.bins().get(k);
                long[] ids = Npy.readLongs(folder.resolve("exact-bin-%03d.npy".formatted(k)));
                Path gainFile = folder.resolve("exact-gain-%03d.npy".formatted(k));
                double[] gains = Files.exists(gainFile) ? Npy.readDoubles(gainFile) : bin.gains();
                long[] picks = Arrays.stream(bin.ids()).asLongStream().toArray();
                if (rule.equals("stratified") && k == bins - 1) {
                    // The published code writes what is left without picking, in ascending order.
                    Arrays.sort(picks);
                }
                assertThat(picks).as("bin " + k).isEqualTo(ids);
                double tolerance =
                        1e-9 * Arrays.stream(gains).map(Math::abs).max().orElse(0);
                for (int i = 0; i < gains.length; i++) {
                    assertThat(bin.gains()[i]).isCloseTo(gains[i], within(tolerance));
                }
            }
        }
    }

    private static Features open(Path folder, String name, Threads threads) {
        return name.equals("gradient-factors")
                ? new GradientFactors(
                        Npy.mapFloats(folder.resolve("logit_gradients.npy")),
                        Npy.mapFloats(folder.resolve("embeddings.npy")),
                        threads)
                : new DenseFeatures(Npy.mapFloats(folder.resolve("features.npy")), threads);
    }

    @Test
    void ties() {
        Path folder = Golden.folder("selection/ties");
        try (Threads threads = new Threads(1);
                Features features = new DenseFeatures(Npy.mapFloats(folder.resolve("features.npy")), threads)) {
            Classes classes = Classes.all(features.size(), new BitSet());
            Binning binning = RecursiveBinning.graphCut(
                    features, classes, new int[][] {{140}}, Similarity.DOT, 1, threads, Progress.NONE);
            assertThat(Arrays.stream(binning.bins().get(0).ids()).asLongStream().toArray())
                    .isEqualTo(Npy.readLongs(folder.resolve("exact_ids.npy")));
            assertThat(binning.bins().get(0).gains()).isEqualTo(Npy.readDoubles(folder.resolve("exact_gains.npy")));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 3", "2, 3", "3, 7", "2, 1"})
    void isAPartitionWhateverTheThreads(int threadCount, int bins) {
        SplittableRandom random = new SplittableRandom(bins);
        int n = 400;
        int d = 6;
        float[] values = new float[n * d];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        long[] labels = new long[n];
        Arrays.setAll(labels, i -> i == 17 ? -5 : i % 3 == 0 ? 1000 : i % 5);
        BitSet excluded = new BitSet();
        excluded.set(3);
        excluded.set(399);
        Classes classes = Classes.byLabel(labels, excluded);
        int[][] sizes = BinSizes.balanced(classes.sizes(), bins);
        try (Threads threads = new Threads(threadCount);
                Threads one = new Threads(1);
                Features features = DenseFeatures.of(values, d)) {
            Binning binning =
                    RecursiveBinning.graphCut(features, classes, sizes, Similarity.COSINE, 1, threads, Progress.NONE);
            Binning alone =
                    RecursiveBinning.graphCut(features, classes, sizes, Similarity.COSINE, 1, one, Progress.NONE);
            int[] binOf = binning.binOf(n);
            for (int id = 0; id < n; id++) {
                assertThat(binOf[id] >= 0).isEqualTo(!excluded.get(id));
            }
            int total = 0;
            for (int k = 0; k < bins; k++) {
                total += binning.bins().get(k).ids().length;
                assertThat(binning.bins().get(k).ids())
                        .isEqualTo(alone.bins().get(k).ids());
                assertThat(binning.bins().get(k).gains())
                        .isEqualTo(alone.bins().get(k).gains());
            }
            assertThat(total).isEqualTo(n - 2);
        }
    }

    @Test
    void factorsEqualTheFeaturesTheyStandFor() {
        SplittableRandom random = new SplittableRandom(5);
        int n = 300;
        int c = 4;
        int e = 7;
        float[] b = new float[n * c];
        float[] m = new float[n * e];
        // Small integers, so that either arithmetic is exact and the picks must be the same.
        for (int i = 0; i < b.length; i++) {
            b[i] = random.nextInt(7) - 3;
        }
        for (int i = 0; i < m.length; i++) {
            m[i] = random.nextInt(7) - 3;
        }
        float[] full = new float[n * c * (e + 1)];
        for (int i = 0; i < n; i++) {
            b[i * c] += 9;
            for (int k = 0; k < c; k++) {
                for (int j = 0; j <= e; j++) {
                    full[(i * c + k) * (e + 1) + j] = b[i * c + k] * (j == 0 ? 1 : m[i * e + j - 1]);
                }
            }
        }
        try (Threads threads = new Threads(2);
                Features factors = new GradientFactors(FloatMatrix.of(b, n, c), FloatMatrix.of(m, n, e), threads);
                Features dense = DenseFeatures.of(full, c * (e + 1))) {
            Classes classes = Classes.all(n, new BitSet());
            int[][] sizes = BinSizes.balanced(classes.sizes(), 4);
            for (Similarity similarity : new Similarity[] {Similarity.DOT, Similarity.SQEUCLID}) {
                Binning one = RecursiveBinning.graphCut(factors, classes, sizes, similarity, 1, threads, Progress.NONE);
                Binning other = RecursiveBinning.graphCut(dense, classes, sizes, similarity, 1, threads, Progress.NONE);
                for (int k = 0; k < 4; k++) {
                    assertThat(one.bins().get(k).ids())
                            .isEqualTo(other.bins().get(k).ids());
                    assertThat(one.bins().get(k).gains())
                            .isEqualTo(other.bins().get(k).gains());
                }
            }
        }
    }
}
