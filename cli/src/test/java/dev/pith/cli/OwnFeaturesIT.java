package dev.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.npy.Npy;
import dev.pith.run.SamplesTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Features that users bring. */
class OwnFeaturesIT {
    private static final int N = 60;
    private static final int D = 5;

    @TempDir
    Path folder;

    private Path run;
    private Path features;
    private float[] values;

    @BeforeEach
    void makeFeatures() {
        run = folder.resolve("run");
        features = folder.resolve("features.npy");
        values = numbers(N * D);
        Npy.write(features, values, N, D);
    }

    private static float[] numbers(int count) {
        SplittableRandom random = new SplittableRandom(1);
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextDouble(-1, 1);
        }
        return numbers;
    }

    @ParameterizedTest
    @ValueSource(strings = {"cosine", "dot", "sqeuclid"})
    void areBinnedWithoutACopy(String similarity) {
        Invocation done = Invocation.of("bins", features, "--bins", 7, "--similarity", similarity, "-o", run);
        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(run.resolve("features.npy")).doesNotExist();
        assertThat(SamplesTable.read(run.resolve("samples.csv"), N).bin).containsOnly(0, 1, 2, 3, 4, 5, 6);
        assertThat(Invocation.of("sample", run, "--keep", 10).exitCode()).isZero();
        assertThat(Npy.readLongs(run.resolve("selection.npy"))).hasSize(10);
    }

    @Test
    void inShardsAreBinnedEachForItself() throws IOException {
        Invocation done = Invocation.of("bins", features, "--bins", 4, "--shards", 3, "-o", run);
        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(done.err())
                .containsPattern(
                        "binned in 3 random shards, which is not what binning all samples together gives: gains"
                                + " are off by [0-9.]+ % of their range at most");
        assertThat(Files.readString(run.resolve("manifest.json")))
                .contains("\"shards\" : \"3\"", "\"in shards\" : \"3\"", "\"gains off by\"");
        assertThat(SamplesTable.read(run.resolve("samples.csv"), N).bin).containsOnly(0, 1, 2, 3);
        assertThat(Invocation.of("bins", run, "--bins", 4, "--shards", 3).err()).doesNotContain("binned in");
        assertThat(Invocation.of("bins", features, "--shards", 0, "-o", run).err())
                .contains("expected a count of at least 1, or auto, got '0'");
    }

    @Test
    void mayBeGradientFactors() throws IOException {
        Path gradients = Files.createDirectories(folder.resolve("gradients"));
        Npy.write(gradients.resolve("logit_gradients.npy"), numbers(N * 3), N, 3);
        Npy.write(gradients.resolve("embeddings.npy"), values, N, D);
        Invocation done = Invocation.of("quantize", gradients, "--bins", 4, "-o", run);
        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(run.resolve("bins/bin-003.npy")).exists();
    }

    @Test
    void thatChangedBetweenStepsAreRefused() {
        assertThat(Invocation.of("features", features, "-o", run).exitCode()).isZero();
        values[3] += 1;
        Npy.write(features, values, N, D);
        assertThat(Invocation.of("bins", run, "--bins", 4))
                .isEqualTo(new Invocation(
                        1,
                        "",
                        "pith: " + features + ": the source has changed since this run began;"
                                + " give another directory, or --force to start the run over\n"));
    }

    @Test
    void withUnusableRowsAreRefusedNamingThem() {
        spoil();
        assertThat(Invocation.of("bins", features, "--bins", 4, "-o", run))
                .isEqualTo(new Invocation(
                        1,
                        "",
                        "pith: " + features + ": 3 samples cannot be used: id 4 (4) features hold NaN,"
                                + " id 9 (9) features are infinite, id 11 (11) features are all zero;"
                                + " repair or remove, or leave out with --on-error skip\n"));
        assertThat(run.resolve("samples.csv")).doesNotExist();
    }

    @Test
    void withManyUnusableRowsNameTheFirstTen() {
        for (int i = 0; i < 20 * D; i++) {
            values[i] = 0;
        }
        Npy.write(features, values, N, D);
        assertThat(Invocation.of("bins", features, "--bins", 4, "-o", run).err())
                .contains(": 20 samples cannot be used: id 0 ", "id 9 (9) features are all zero, ...;")
                .doesNotContain("id 10 ");
    }

    @Test
    void withUnusableRowsCanLeaveThemOut() throws IOException {
        spoil();
        Invocation done =
                Invocation.of("quantize", features, "--bins", 4, "--keep", "1.0", "--on-error", "skip", "-o", run);
        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(done.out()).contains("3 cannot be used and are left out", "57 selected");
        assertThat(run.resolve("skipped.csv"))
                .hasContent(
                        """
                        id,key,reason
                        4,4,features hold NaN
                        9,9,features are infinite
                        11,11,features are all zero
                        """);
        assertThat(Files.readAllLines(run.resolve("samples.csv")).get(5)).isEqualTo("4,4,,,,,0,");
        assertThat(Npy.readLongs(run.resolve("selection.npy"))).hasSize(57).doesNotContain(4, 9, 11);
    }

    private void spoil() {
        values[4 * D + 1] = Float.NaN;
        values[9 * D] = Float.NEGATIVE_INFINITY;
        for (int j = 0; j < D; j++) {
            values[11 * D + j] = 0;
        }
        Npy.write(features, values, N, D);
    }

    @Test
    void needOneLabelEach() {
        Path labels = folder.resolve("labels.npy");
        Npy.write(labels, new long[N - 1]);
        Invocation refused = Invocation.of("bins", features, "--labels", labels, "--bins", 4, "-o", run);
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err())
                .startsWith("pith: " + labels)
                .contains("59", "60")
                .hasLineCount(1);
        assertThat(run).doesNotExist();
    }

    @Test
    void withoutLabelsCannotBeStratified() {
        assertThat(Invocation.of("bins", features, "--stratify", "-o", run).err())
                .startsWith("pith: --stratify needs labels, and the source has none; give --labels FILE\n");
    }
}
