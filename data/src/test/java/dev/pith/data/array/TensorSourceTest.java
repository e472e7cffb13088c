package dev.pith.data.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import dev.pith.data.Source;
import dev.pith.data.SourceOptions;
import dev.pith.data.open.Sources;
import dev.pith.npy.Npy;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorSourceTest {
    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void write() {
        file = folder.resolve("x.npy");
        Npy.write(file, new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, 2, 3, 1, 2);
    }

    @Test
    void fourDimensionsAreImages() {
        try (Source source = Sources.open(file.toString(), SourceOptions.DEFAULT)) {
            assertThat(source).isInstanceOf(TensorSource.class);
            TensorSource tensors = (TensorSource) source;
            assertThat(tensors.size()).isEqualTo(2);
            assertThat(tensors.key(1)).isEqualTo("1");
            assertThat(new int[] {tensors.channels(), tensors.height(), tensors.width()})
                    .containsExactly(3, 1, 2);
            assertThat(tensors.labels()).isEmpty();
            float[] row = new float[8];
            tensors.rows().row(1, row, 2);
            assertThat(row).containsExactly(0, 0, 7, 8, 9, 10, 11, 12);
        }
    }

    @Test
    void labelsComeFromAFileOfTheirOwnAndCount() {
        Path labels = folder.resolve("y.npy");
        Npy.write(labels, new long[] {4, 5});
        try (Source with = TensorSource.open("x", file, labels);
                Source without = TensorSource.open("x", file, null)) {
            assertThat(with.labels().orElseThrow().values()).containsExactly(4, 5);
            assertThat(with.fingerprint()).isNotEqualTo(without.fingerprint());
        }
        Npy.write(labels, new long[] {4, 5, 6});
        assertThatThrownBy(() -> TensorSource.open("x", file, labels))
                .isInstanceOf(PithException.class)
                .hasMessageContaining("holds 3 labels, but x has 2 samples");
    }

    @Test
    void anArrayWithoutImagesIsRefused() {
        Npy.write(file, new float[0], 0, 3, 1, 2);

        assertThatThrownBy(() -> TensorSource.open("x", file, null))
                .isInstanceOf(PithException.class)
                .hasMessageContaining("has 0 images");
    }
}
