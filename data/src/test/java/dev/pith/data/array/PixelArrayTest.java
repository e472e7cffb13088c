package dev.pith.data.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import dev.pith.data.ImageSource;
import dev.pith.data.Source;
import dev.pith.data.SourceOptions;
import dev.pith.data.open.Sources;
import dev.pith.npy.Npy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PixelArrayTest {
    @TempDir
    Path folder;

    /** Writes bytes 0, 1, 2, ... as {@code uint8} of a shape. */
    private Path write(String shape, int count, boolean fortran) throws IOException {
        String header =
                "{'descr': '|u1', 'fortran_order': " + (fortran ? "True" : "False") + ", 'shape': " + shape + ", }";
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length(), 0});
        out.write(header.getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < count; i++) {
            out.write(i);
        }
        return Files.write(folder.resolve("x.npy"), out.toByteArray());
    }

    private static Source open(Path file) {
        return Sources.open(file.toString(), SourceOptions.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource({"'(2, 4, 5, 3)', 120, 3", "'(2, 4, 5, 1)', 40, 1"})
    void pixelsWithTheirChannelsLastAreImages(String shape, int count, int channels) throws IOException {
        try (Source source = open(write(shape, count, false))) {
            ImageSource.Image image = ((ImageSource) source).image(1);
            assertThat(source.size()).isEqualTo(2);
            assertThat(new int[] {image.width(), image.height(), image.channels()})
                    .containsExactly(5, 4, channels);
            assertThat(image.pixels()[0]).isEqualTo((byte) (count / 2));
        }
    }

    @Test
    void whatIsNoPixelsIsRefusedWithWhatHelps() throws IOException {
        Path file = folder.resolve("f.npy");
        Npy.write(file, new float[2 * 4 * 4 * 3], 2, 4, 4, 3);
        assertThatThrownBy(() -> open(file))
                .isInstanceOf(PithException.class)
                .hasMessage(file
                        + ": has its channels last, as images are stored, and tensors for a network have them first;"
                        + " in Python, numpy.save('first.npy', a.transpose(0, 3, 1, 2)) of the array a, or save the pixels as"
                        + " uint8, which are read as images");
        Path turned = write("(2, 4, 5, 3)", 120, true);
        assertThatThrownBy(() -> open(turned)).hasMessageContaining("save numpy.ascontiguousarray(array)");
        Path none = write("(0, 4, 5, 3)", 0, false);
        assertThatThrownBy(() -> open(none)).hasMessageContaining("holds no image");
    }
}
