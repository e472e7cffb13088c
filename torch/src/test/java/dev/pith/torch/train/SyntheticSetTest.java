package dev.pith.torch.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import dev.pith.npy.Npy;
import dev.pith.torch.network.InputShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyntheticSetTest {
    @TempDir
    Path folder;

    @BeforeEach
    void arrays() {
        float[] images = new float[2 * 3 * 2 * 2];
        for (int i = 0; i < images.length; i++) {
            images[i] = i;
        }
        Npy.write(folder.resolve("images.npy"), images, 2, 3, 2, 2);
        Npy.write(folder.resolve("labels.npy"), new long[] {1, 0});
        Npy.write(folder.resolve("mean.npy"), new float[] {0.5f, 0.25f, 0});
        Npy.write(folder.resolve("std.npy"), new float[] {0.5f, 0.5f, 1});
    }

    private Path archive(String... names) throws IOException {
        Path file = folder.resolve("synthetic.npz");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (String name : names) {
                zip.putNextEntry(new ZipEntry(name + ".npy"));
                zip.write(Files.readAllBytes(folder.resolve(name + ".npy")));
            }
        }
        return file;
    }

    private Path all() throws IOException {
        return archive("images", "labels", "mean", "std");
    }

    @Test
    void whatNumpySavesIsRead() throws IOException {
        SyntheticSet set = SyntheticSet.read(all(), 2);
        assertThat(set.size()).isEqualTo(2);
        assertThat(set.shape()).isEqualTo(new InputShape(3, 2, 2));
        assertThat(set.label(0)).isEqualTo(1);
        assertThat(set.black()).containsExactly(-1, -0.5f, -0f);
        float[] out = new float[12];
        set.read(new int[] {1}, out);
        assertThat(out).startsWith(12, 13).endsWith(23);
    }

    @Test
    void faultsAreOneLine() throws IOException {
        assertThatThrownBy(() -> SyntheticSet.read(all(), 1))
                .isInstanceOf(PithException.class)
                .hasMessageEndingWith("synthetic.npz: label 1 of image 0 is outside the range 0 to 0");
        Path incomplete = archive("images", "labels");
        assertThatThrownBy(() -> SyntheticSet.read(incomplete, 2))
                .hasMessageEndingWith("synthetic.npz: holds no array mean; a synthetic set is an .npz of images,"
                        + " labels, mean and std");
        Npy.write(folder.resolve("labels.npy"), new long[] {1});
        assertThatThrownBy(() -> SyntheticSet.read(all(), 2)).hasMessageContaining("got 1, 3 and 3");
        Npy.write(folder.resolve("images.npy"), new float[4], 2, 2);
        assertThatThrownBy(() -> SyntheticSet.read(all(), 2)).hasMessageContaining("of shape [2, 2], expected");
        Path text = Files.writeString(folder.resolve("text.npz"), "no archive");
        assertThatThrownBy(() -> SyntheticSet.read(text, 2))
                .isInstanceOf(PithException.class)
                .hasMessageContaining("text.npz: cannot be read as an .npz archive");
        assertThatThrownBy(() -> SyntheticSet.read(folder.resolve("none.npz"), 2))
                .isInstanceOf(PithException.class)
                .hasMessageContaining("none.npz");
    }
}
