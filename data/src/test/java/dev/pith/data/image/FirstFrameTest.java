package dev.pith.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import dev.pith.data.ImageSource.Image;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FirstFrameTest {
    private static final String CANVAS = "08000600";
    private static final int RED = 0xff0000;
    private static final int GREEN = 0x00ff00;
    private static final int YELLOW = 0xc8c80a;

    /** The colors are those that Pillow shows. */
    @ParameterizedTest(name = "transparent: {1}")
    @CsvSource({"000a000000, none, ff0000", "010a000100, green, 00ff00"})
    void aSmallFrameOfAGifLiesOnItsCanvas(String control, String transparent, String open) {
        Image image = gif(CANVAS, control);

        assertThat(image.width()).isEqualTo(8);
        assertThat(image.height()).isEqualTo(6);
        int rest = Integer.parseInt(open, 16);
        for (int y = 0; y < 6; y++) {
            for (int x = 0; x < 8; x++) {
                boolean inFrame = x >= 2 && x < 5 && y >= 1 && y < 3;
                assertThat(color(image, x, y)).isEqualTo(inFrame ? inFrame(x - 2, y - 1) : rest);
            }
        }
    }

    private static int inFrame(int x, int y) {
        return x == 2 ? YELLOW : x == y ? RED : GREEN;
    }

    @Test
    void aCanvasThatIsTooSmallGrows() {
        Image image = gif("03000200", "000a000000");

        assertThat(image.width()).isEqualTo(5);
        assertThat(image.height()).isEqualTo(3);
        assertThat(color(image, 4, 2)).isEqualTo(YELLOW);
    }

    @Test
    void aHugeCanvasIsRefusedBeforeItIsMade() {
        assertThatThrownBy(() -> gif("60ea60ea", "000a000000"))
                .isInstanceOf(PithException.class)
                .hasMessage("a.gif: its header claims 60000 x 60000 pixels, more than the 100,000,000 that are read");
    }

    @Test
    void aSmallFrameOfAWebpLiesOnItsCanvas() throws IOException {
        Image image = Fixtures.decode("anim.webp");

        assertThat(image.width()).isEqualTo(16);
        assertThat(image.height()).isEqualTo(12);
        for (int y = 0; y < 12; y++) {
            for (int x = 0; x < 16; x++) {
                boolean inFrame = x >= 4 && x < 8 && y >= 4 && y < 8;
                assertThat(color(image, x, y)).isEqualTo(inFrame ? RED : 0);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"anim.gif", "anim.webp", "anim.png"})
    void saysOnceThatOnlyFirstFramesAreRead(String file) throws IOException {
        List<String> said = new ArrayList<>();
        ImageNotes notes = new ImageNotes(said::add);
        for (String any : List.of("palette.gif", "rgb.png", "lossless.webp", file, file)) {
            ImageDecoder.decode(Fixtures.content(any), any, notes);
        }
        assertThat(said).containsExactly(file + " is an animation; of such images the first frame is read");
    }

    /** Returns a frame of 3 x 2 at (2, 1) of a canvas: red, green, yellow; green, red, yellow. */
    private static Image gif(String canvas, String control) {
        String file = "474946383961" + canvas + "810200ff000000ff000000ffc8c80a21f904" + control
                + "2c020001000300020000020544b8106301003b";
        return ImageDecoder.decode(HexFormat.of().parseHex(file), "a.gif");
    }

    private static int color(Image image, int x, int y) {
        byte[] pixels = image.pixels();
        int at = (y * image.width() + x) * 3;
        return (pixels[at] & 0xff) << 16 | (pixels[at + 1] & 0xff) << 8 | (pixels[at + 2] & 0xff);
    }
}
