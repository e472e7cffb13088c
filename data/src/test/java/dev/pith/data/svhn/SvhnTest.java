package dev.pith.data.svhn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import dev.pith.data.ImageSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The fixtures are made by {@code make_svhn.py}. */
class SvhnTest {
    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"compressed.mat", "plain.mat"})
    void readsRowsOfPixelsAndTurnsTenIntoZero(String fixture) throws IOException {
        ImageSource source = Svhn.open("svhn", write(content(fixture)));

        assertThat(source.size()).isEqualTo(3);
        assertThat(source.labels().orElseThrow().values()).containsExactly(1, 9, 0);
        assertThat(source.labels().orElseThrow().names()).hasSize(10);
        for (int i = 0; i < 3; i++) {
            ImageSource.Image image = source.image(i);
            assertThat(image.channels()).isEqualTo(3);
            for (int p = 0; p < 32 * 32 * 3; p++) {
                int c = p % 3;
                int x = p / 3 % 32;
                int y = p / 96;
                assertThat(image.pixels()[p]).isEqualTo((byte) (x * 3 + y * 5 + c * 40 + i * 7));
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"compressed.mat", "plain.mat"})
    void refusesATruncatedFile(String fixture) throws IOException {
        byte[] whole = content(fixture);
        Path file = write(Arrays.copyOf(whole, whole.length / 2));

        assertThatThrownBy(() -> Svhn.open("svhn", file))
                .isInstanceOf(PithException.class)
                .hasMessage(file + ": cannot be read as a MATLAB file (it ends too early); get the file again");
    }

    @Test
    void refusesWhatIsNoMatlabFile() throws IOException {
        Path file = write(new byte[500]);

        assertThatThrownBy(() -> Svhn.open("svhn", file))
                .hasMessage(file + ": cannot be read as a MATLAB file (it is no MATLAB file of version 5,"
                        + " little-endian); get the file again");
    }

    @Test
    void refusesAFileWithoutImages() throws IOException {
        Path file = write(Arrays.copyOf(content("plain.mat"), 128));

        assertThatThrownBy(() -> Svhn.open("svhn", file))
                .hasMessage(file + ": holds 0 images (X) and 0 labels (y); get the file again");
    }

    private Path write(byte[] content) throws IOException {
        return Files.write(folder.resolve("train_32x32.mat"), content);
    }

    private static byte[] content(String fixture) throws IOException {
        try (InputStream in = SvhnTest.class.getResourceAsStream(fixture)) {
            return in.readAllBytes();
        }
    }
}
