package dev.pith.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class JpegFileTest {

    @Test
    void refusesAProgressiveFileThatIsCutBetweenScans() throws IOException {
        byte[] whole = Fixtures.content("progressive.jpg");
        int scans = 0;
        for (int at = 0; at + 1 < whole.length; at++) {
            if (whole[at] == (byte) 0xff && whole[at + 1] == (byte) 0xda) {
                scans++;
                byte[] cut = Arrays.copyOf(whole, at);
                assertThatThrownBy(() -> ImageDecoder.decode(cut, "cut.jpg"))
                        .isInstanceOf(PithException.class)
                        .hasMessageStartingWith("cut.jpg: is no readable image (");
                assertThat(JpegFile.of(cut).whole()).isFalse();
            }
        }
        assertThat(scans).isEqualTo(10);
        assertThat(JpegFile.of(whole).whole()).isTrue();
    }

    /** Pillow refuses such a file, too. */
    @Test
    void refusesAFileWithoutItsEndMarker() throws IOException {
        for (String file : new String[] {"rgb.jpg", "progressive.jpg", "cmyk.jpg"}) {
            byte[] whole = Fixtures.content(file);
            byte[] cut = Arrays.copyOf(whole, whole.length - 2);
            assertThatThrownBy(() -> ImageDecoder.decode(cut, "cut.jpg"))
                    .hasMessage("cut.jpg: is no readable image (it ends too early)");
        }
    }

    @Test
    void whatFollowsTheEndIsNoMatter() throws IOException {
        byte[] whole = Fixtures.content("rgb.jpg");
        assertThat(ImageDecoder.decode(Arrays.copyOf(whole, whole.length + 100), "padded.jpg")
                        .pixels())
                .isEqualTo(Fixtures.decode("rgb.jpg").pixels());
    }

    /**
     * The colors are Pillow's: four bands are inverted with and without Adobe's marker, which only tells
     * YCCK from CMYK.
     */
    @Test
    void adobesMarkerDecidesWhatFourBandsMean() throws IOException {
        byte[] cmyk = Fixtures.content("cmyk.jpg");
        int marker = 0;
        while (cmyk[marker] != (byte) 0xff || cmyk[marker + 1] != (byte) 0xee) {
            marker++;
        }
        byte[] bare = new byte[cmyk.length - 16];
        System.arraycopy(cmyk, 0, bare, 0, marker);
        System.arraycopy(cmyk, marker + 16, bare, marker, bare.length - marker);
        byte[] ycck = cmyk.clone();
        ycck[marker + 15] = 2;

        assertThat(firstColor(cmyk)).containsExactly(120, 120, 128);
        assertThat(firstColor(bare)).containsExactly(120, 120, 128);
        assertThat(firstColor(ycck)).containsExactly(135, 132, 149);
    }

    private static int[] firstColor(byte[] file) {
        byte[] pixels = ImageDecoder.decode(file, "a.jpg").pixels();
        int at = (12 * 40 + 20) * 3;
        return new int[] {pixels[at] & 0xff, pixels[at + 1] & 0xff, pixels[at + 2] & 0xff};
    }
}
