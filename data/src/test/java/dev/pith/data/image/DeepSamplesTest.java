package dev.pith.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import dev.pith.data.ImageSource.Image;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeepSamplesTest {
    private final List<String> said = new ArrayList<>();
    private final ImageNotes notes = new ImageNotes(said::add);

    @ParameterizedTest
    @ValueSource(strings = {"png", "tiff", "pgm"})
    void saysOnceThatTwelveBitsLeaveSixteenLevels(String format) throws IOException {
        assertThat(decode(format, 4095, 300, 0).pixels()).containsExactly(expected(format, 4095, 300, 0));
        decode(format, 4000, 300, 0);

        assertThat(said)
                .containsExactly(
                        "deep." + format + " has samples of 16 bits that are all below 4096, as cameras of 12 bits"
                                + " write them; the upper 8 of 16 bits are read, so at most 16 levels are left of such images: multiply"
                                + " the samples, or convert to 8 bits");
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "tiff", "pgm"})
    void refusesWhatWouldBecomeBlack(String format) {
        assertThatThrownBy(() -> decode(format, 255, 17, 0))
                .isInstanceOf(PithException.class)
                .hasMessage("deep." + format
                        + ": is no readable image (its samples of 16 bits are all below 256, and nothing is"
                        + " left of such in the upper 8 bits, which are read; convert it to 8 bits)");
    }

    @Test
    void blackAndBrightImagesAreNoReasonForANote() throws IOException {
        assertThat(decode("png", 0, 0).pixels()).containsExactly(0, 0);
        assertThat(decode("png", 4096, 0).pixels()).containsExactly(16, 0);
        assertThat(decode("pgm", 65535, 0).pixels()).containsExactly(255, 0);
        assertThat(said).isEmpty();
    }

    @Test
    void netpbmSaysItself() {
        byte[] twelveBits = "P5 1 1 4095\n\u0007\u007f".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(ImageDecoder.decode(twelveBits, "a.pgm", notes).pixels()).containsExactly(119);
        assertThat(said).isEmpty();
    }

    @Test
    void netpbmThatClaimsMoreThanThereIsIsRefusedBeforeRoomIsMadeForIt() {
        for (String header : List.of("P5 9999 9999 255\n", "P6 9999 9999 255\n", "P2 9999 9999 9 1 2 3")) {
            assertThatThrownBy(() -> ImageDecoder.decode(header.getBytes(StandardCharsets.US_ASCII), "a.pgm"))
                    .hasMessage("a.pgm: is no readable image (it ends too early)");
        }
    }

    /** PGM is scaled, the others are cut. */
    private static byte[] expected(String format, int... samples) {
        byte[] expected = new byte[samples.length];
        for (int i = 0; i < samples.length; i++) {
            expected[i] = (byte) (format.equals("pgm") ? Math.round(samples[i] * 255.0 / 65535) : samples[i] >> 8);
        }
        return expected;
    }

    private Image decode(String format, int... samples) throws IOException {
        return ImageDecoder.decode(encoded(format, samples), "deep." + format, notes);
    }

    private static byte[] encoded(String format, int... samples) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (format.equals("pgm")) {
            out.writeBytes(("P5 " + samples.length + " 1 65535\n").getBytes(StandardCharsets.US_ASCII));
            for (int sample : samples) {
                out.write(sample >> 8);
                out.write(sample);
            }
            return out.toByteArray();
        }
        BufferedImage image = new BufferedImage(samples.length, 1, BufferedImage.TYPE_USHORT_GRAY);
        image.getRaster().setPixels(0, 0, samples.length, 1, samples);
        assertThat(ImageIO.write(image, format, out)).isTrue();
        return out.toByteArray();
    }
}
