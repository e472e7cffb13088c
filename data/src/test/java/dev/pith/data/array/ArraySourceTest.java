package dev.pith.data.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import dev.pith.data.FeatureSource;
import dev.pith.data.SourceOptions;
import dev.pith.data.open.Sources;
import dev.pith.feature.Features;
import dev.pith.npy.Npy;
import dev.pith.parallel.Threads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArraySourceTest {
    @TempDir
    private Path folder;

    @Test
    void opensAMatrix() {
        Path file = write("features.npy", 3, 2);

        try (FeatureSource source = open(file, null);
                Threads threads = new Threads(1);
                Features features = source.features(threads)) {
            assertThat(source.size()).isEqualTo(3);
            assertThat(source.dimension()).isEqualTo(2);
            assertThat(source.key(2)).isEqualTo("2");
            assertThat(source.labels()).isEmpty();
            assertThat(features.size()).isEqualTo(3);
            assertThat(features.dot(0, 2)).isEqualTo(0 * 4 + 1 * 5);
        }
    }

    @Test
    void takesLabelsOfEitherForm() throws IOException {
        Path file = write("features.npy", 3, 2);
        Path npy = folder.resolve("labels.npy");
        Npy.write(npy, new long[] {5, -1, 7});
        Path idx =
                Files.write(folder.resolve("labels-idx1-ubyte"), HexFormat.of().parseHex("0000080100000003020103"));

        assertThat(open(file, npy).labels().orElseThrow().values()).containsExactly(5, -1, 7);
        assertThat(open(file, idx).labels().orElseThrow().values()).containsExactly(2, 1, 3);
    }

    @Test
    void opensGradientFactorsWithTheirLabels() {
        write("logit_gradients.npy", 3, 2);
        write("embeddings.npy", 3, 4);
        Npy.write(folder.resolve("labels.npy"), new long[] {1, 0, 1});

        try (FeatureSource source = open(folder, null);
                Threads threads = new Threads(1);
                Features features = source.features(threads)) {
            assertThat(source.size()).isEqualTo(3);
            assertThat(source.dimension()).isEqualTo(2 * (4 + 1)).isEqualTo(features.dimension());
            assertThat(source.labels().orElseThrow().values()).containsExactly(1, 0, 1);
            // (b . b') (1 + e . e') with b = (0, 1), (2, 3) and e = (0, 1, 2, 3), (4, 5, 6, 7)
            assertThat(features.dot(0, 1)).isEqualTo(3.0 * (1 + 5 + 12 + 21));
        }
    }

    @Test
    void refusesLabelsOfAnotherLength() {
        Path file = write("features.npy", 3, 2);
        Path labels = folder.resolve("labels.npy");
        Npy.write(labels, new long[] {5, 6});

        assertThatThrownBy(() -> open(file, labels))
                .isInstanceOf(PithException.class)
                .hasMessage(
                        labels + ": holds 2 labels, but " + file + " has 3 samples; give the labels of this source");
    }

    @Test
    void refusesAnArrayWithoutRowsAndOneThatIsCut() throws IOException {
        Path empty = write("empty.npy", 0, 2);
        assertThatThrownBy(() -> open(empty, null))
                .isInstanceOf(PithException.class)
                .hasMessage(empty + ": has 0 rows; from 1 to 2147483647 samples are read");

        Path cut = write("cut.npy", 3, 2);
        Files.write(cut, Arrays.copyOf(Files.readAllBytes(cut), 140));
        assertThatThrownBy(() -> open(cut, null))
                .isInstanceOf(PithException.class)
                .hasMessageStartingWith(cut + ": ");
    }

    @Test
    void refusesFactorsThatDoNotFit() {
        write("logit_gradients.npy", 3, 2);
        assertThatThrownBy(() -> open(folder, null))
                .isInstanceOf(PithException.class)
                .hasMessage(folder + ": holds logit_gradients.npy but not embeddings.npy; gradient features need both");

        Path embeddings = write("embeddings.npy", 4, 2);
        assertThatThrownBy(() -> open(folder, null))
                .isInstanceOf(PithException.class)
                .hasMessage(embeddings + ": has 4 rows, but logit_gradients.npy has 3; both need one row per sample");
    }

    @Test
    void theFingerprintFollowsFeaturesAndLabels() {
        Path file = write("features.npy", 3, 2);
        Path labels = folder.resolve("labels.npy");
        Npy.write(labels, new long[] {5, 6, 7});
        String plain = open(file, null).fingerprint();
        String labelled = open(file, labels).fingerprint();
        assertThat(plain)
                .hasSize(64)
                .isNotEqualTo(labelled)
                .isEqualTo(open(file, null).fingerprint());

        Npy.write(labels, new long[] {5, 6, 8});
        assertThat(open(file, labels).fingerprint()).isNotEqualTo(labelled);
        write("features.npy", 3, 3);
        assertThat(open(file, null).fingerprint()).isNotEqualTo(plain);
    }

    private static FeatureSource open(Path path, @Nullable Path labels) {
        return (FeatureSource) Sources.open(
                path.toString(), SourceOptions.builder().labels(labels).build());
    }

    /** Writes 0, 1, 2, ... row by row. */
    private Path write(String name, int rows, int columns) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        Path file = folder.resolve(name);
        Npy.write(file, values, rows, columns);
        return file;
    }
}
