package dev.pith.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import dev.pith.data.ImageSource.Image;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The fixtures, made by {@code make_images.py}, show one picture of 40 x 24: red 6x, green 10y, blue 4(x + y). Grey
 * ones show its luma.
 */
class ImageDecoderTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "rgb.png, 0",
        "rgb.bmp, 0",
        "rgb.tif, 0",
        "rgb.ppm, 0",
        "lossless.webp, 0",
        "lossy.webp, 24",
        "rgb.jpg, 16",
        "progressive.jpg, 16",
        "cmyk.jpg, 16",
        "cmyk.tif, 0",
        "rgba.png, 0",
        "palette.png, 60",
        "palette.gif, 60",
        "ptrans.png, 60",
        "anim.gif, 60",
    })
    void readsColors(String file, int tolerance) throws IOException {
        Image image = Fixtures.decode(file);

        assertThat(image.width()).isEqualTo(40);
        assertThat(image.height()).isEqualTo(24);
        assertThat(image.channels()).isEqualTo(3);
        for (int y = 0; y < 24; y++) {
            for (int x = 0; x < 40; x++) {
                int[] color = {6 * x, 10 * y, 4 * (x + y)};
                for (int c = 0; c < 3; c++) {
                    int value = image.pixels()[(y * 40 + x) * 3 + c] & 0xff;
                    assertThat(Math.abs(value - color[c])).isLessThanOrEqualTo(tolerance);
                }
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"grey.png, 1", "grey.pgm, 1", "grey.tif, 1", "grey.jpg, 16", "la.png, 1"})
    void keepsGreysAtOneChannelWithoutGamma(String file, int tolerance) throws IOException {
        Image image = Fixtures.decode(file);

        assertThat(image.channels()).isEqualTo(1);
        for (int i = 0; i < 40 * 24; i++) {
            int x = i % 40;
            int y = i / 40;
            double luma = 0.299 * 6 * x + 0.587 * 10 * y + 0.114 * 4 * (x + y);
            assertThat(Math.abs((image.pixels()[i] & 0xff) - luma)).isLessThanOrEqualTo(tolerance);
        }
    }

    @Test
    void keepsTheUpperHalfOfSixteenBits() throws IOException {
        Image image = Fixtures.decode("grey16.png");

        assertThat(image.channels()).isEqualTo(1);
        for (int i = 0; i < 40 * 24; i++) {
            assertThat(image.pixels()[i] & 0xff).isEqualTo((i % 40 * 1600 + i / 40) >> 8);
        }
    }

    /** Red, then green 32 of 63 with blue 16 of 31. */
    @Test
    void spreadsTheFiveAndSixBitsOfASixteenBitBmp() {
        byte[] bmp = HexFormat.of()
                .parseHex("424d46000000000000004200000028000000020000000100000001001000030000000400000000000000"
                        + "00000000000000000000000000f80000e00700001f00000000f81004");

        assertThat(ImageDecoder.decode(bmp, "a.bmp").pixels()).containsExactly(255, 0, 0, 0, 130, 132);
    }

    @Test
    void readsBlackAndWhiteAsGrey() throws IOException {
        Image image = Fixtures.decode("one.png");

        assertThat(image.channels()).isEqualTo(1);
        assertThat(image.pixels()).containsOnly((byte) 0, (byte) 255);
    }

    @Test
    void dropsAlphaWithoutCompositing() throws IOException {
        assertThat(Fixtures.decode("rgba.png").pixels())
                .isEqualTo(Fixtures.decode("rgb.png").pixels());
    }

    @Test
    void keepsTheUpperHalfOfSixteenBitColors() throws IOException {
        BufferedImage deep = new BufferedImage(
                new ComponentColorModel(
                        ColorSpace.getInstance(ColorSpace.CS_sRGB),
                        false,
                        false,
                        Transparency.OPAQUE,
                        DataBuffer.TYPE_USHORT),
                Raster.createInterleavedRaster(DataBuffer.TYPE_USHORT, 2, 1, 3, null),
                false,
                null);
        deep.getRaster().setPixels(0, 0, 2, 1, new int[] {0xffff, 0x80ff, 0x00ff, 0, 0x1234, 0x7fff});

        assertThat(ImageDecoder.decode(write(deep, "png"), "deep.png").pixels())
                .containsExactly(0xff, 0x80, 0x00, 0, 0x12, 0x7f);
    }

    @Test
    void readsNetpbmAsTextAndWithOtherMaxima() {
        assertThat(ImageDecoder.decode(ascii("P2\n# made by hand\n3 1\n# more\n4\n0 2 4"), "a.pgm"))
                .usingRecursiveComparison()
                .isEqualTo(new Image(3, 1, 1, new byte[] {0, (byte) 128, (byte) 255}));
        assertThat(ImageDecoder.decode(ascii("P3 1 1 255 1 2 3\n"), "a.ppm").pixels())
                .containsExactly(1, 2, 3);
        byte[] wide = Arrays.copyOf(ascii("P5 1 1 65535 "), 15);
        wide[13] = (byte) 0xff;
        wide[14] = (byte) 0xff;
        assertThat(ImageDecoder.decode(wide, "a.pgm").pixels()).containsExactly(255);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "rgb.png",
                "rgb.bmp",
                "rgb.tif",
                "rgb.ppm",
                "rgb.jpg",
                "cmyk.jpg",
                "cmyk.tif",
                "lossless.webp",
                "lossy.webp",
                "palette.gif",
                "grey.pgm",
                "grey.tif"
            })
    void refusesHalfAFile(String file) throws IOException {
        byte[] half = Arrays.copyOf(Fixtures.content(file), Fixtures.content(file).length / 2);

        assertThatThrownBy(() -> ImageDecoder.decode(half, file))
                .isInstanceOf(PithException.class)
                .hasMessageStartingWith(file + ": is no readable image (")
                .hasMessageNotContaining("\n");
    }

    @Test
    void saysThatAJpegEndsTooEarly() throws IOException {
        byte[] cut = Arrays.copyOf(Fixtures.content("rgb.jpg"), Fixtures.content("rgb.jpg").length - 20);

        assertThatThrownBy(() -> ImageDecoder.decode(cut, "cut.jpg"))
                .hasMessage("cut.jpg: is no readable image (it ends too early)");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"rgb.png", "rgb.jpg", "rgb.tif", "rgb.bmp", "palette.gif", "lossless.webp", "rgb.ppm"})
    void damagedFilesGiveAnImageOrOneClearLine(String file) throws IOException {
        SplittableRandom random = new SplittableRandom(11);
        for (int repeat = 0; repeat < 15; repeat++) {
            byte[] damaged = Fixtures.content(file).clone();
            for (int hit = 0; hit < 4; hit++) {
                damaged[random.nextInt(Math.min(damaged.length, 200))] = (byte) random.nextInt();
            }
            try {
                assertThat(ImageDecoder.decode(damaged, file).pixels()).isNotEmpty();
            } catch (PithException e) {
                assertThat(e).hasMessageStartingWith(file + ": ").hasMessageNotContaining("\n");
            }
        }
    }

    @Test
    void refusesWhatIsNoImage() {
        assertThatThrownBy(() -> ImageDecoder.decode(new byte[0], "a/b.png"))
                .isInstanceOf(PithException.class)
                .hasMessage("a/b.png: is empty, not an image");
        assertThatThrownBy(() -> ImageDecoder.decode(ascii("hello"), "a/b.png"))
                .hasMessage("a/b.png: is text, no image");
        assertThatThrownBy(() -> ImageDecoder.decode(new byte[5000], "a/b.png"))
                .hasMessage("a/b.png: holds nothing but zeros; copy or download it again");
        assertThatThrownBy(() -> ImageDecoder.decode(ascii("P6 0 0 255\n"), "a/b.ppm"))
                .hasMessage("a/b.ppm: an image of 0 x 0 pixels");
        assertThatThrownBy(() -> ImageDecoder.decode(pngHeader(0, 0), "a/b.png"))
                .hasMessageStartingWith("a/b.png: is no readable image (")
                .hasMessageContaining("0");
    }

    @Test
    void refusesAHugeHeaderBeforeDecoding() {
        String rest = ": its header claims 50000 x 50000 pixels, more than the 100,000,000 that are read";
        assertThatThrownBy(() -> ImageDecoder.decode(pngHeader(50_000, 50_000), "big.png"))
                .isInstanceOf(PithException.class)
                .hasMessage("big.png" + rest);
        assertThatThrownBy(() -> ImageDecoder.decode(ascii("P5 50000 50000 255\n"), "big.pgm"))
                .hasMessage("big.pgm" + rest);
    }

    @Test
    void refusesAHeaderThatClaimsMoreThanItsBytesCanHold() {
        byte[] tall = pngHeader(3, 14_352_386);
        assertThatThrownBy(() -> ImageDecoder.decode(tall, "tall.png"))
                .isInstanceOf(PithException.class)
                .hasMessage("tall.png: its header claims 3 x 14352386 pixels, more than its " + tall.length
                        + " bytes can hold; it is damaged, get it again");
    }

    @Test
    void anImageOfOneColorIsReadHoweverSmallItsFile() {
        Image plain = new Image(4000, 4000, 1, new byte[4000 * 4000]);
        byte[] file = Png.encode(plain);
        assertThat(ImageDecoder.decode(file, "plain.png").pixels()).isEqualTo(plain.pixels());
    }

    @Test
    void whatPngWritesIsReadAgain() throws IOException {
        for (String file : new String[] {"rgb.png", "grey.png"}) {
            Image image = Fixtures.decode(file);
            assertThat(ImageDecoder.decode(Png.encode(image), "again.png"))
                    .usingRecursiveComparison()
                    .isEqualTo(image);
        }
    }

    private static byte[] pngHeader(int width, int height) {
        return HexFormat.of()
                .parseHex("89504e470d0a1a0a0000000d49484452" + HexFormat.of().toHexDigits(width)
                        + HexFormat.of().toHexDigits(height) + "080200000000000000");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] write(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, out)).isTrue();
        return out.toByteArray();
    }

    /** Its table of codes goes on beyond the end, where the library reads zeros without end. */
    @Test
    @Timeout(20)
    void aReaderThatReadsOnBeyondTheEndIsStopped() throws IOException {
        byte[] content = Files.readAllBytes(Path.of("src/test/resources/fuzz/Image/webp-without-end"));
        assertThatThrownBy(() -> ImageDecoder.decode(content, "x.webp"))
                .isInstanceOf(PithException.class)
                .hasMessageContaining("it ends too early");
    }
}
