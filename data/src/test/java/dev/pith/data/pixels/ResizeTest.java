package dev.pith.data.pixels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.data.ImageSource.Image;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResizeTest {

    @Test
    void leavesAnImageOfTheRightSizeAlone() {
        byte[] pixels = random(2, 2, 3, 1);

        assertThat(Resize.stretch(new Image(2, 2, 3, pixels), 2, 2)).isEqualTo(pixels);
    }

    @Test
    void interpolatesWhenItGrows() {
        // Centers of the four output pixels lie at -0.25, 0.25, 0.75 and 1.25 of the two input pixels.
        byte[] row = {0, 100, 0, 100};

        assertThat(Resize.stretch(new Image(2, 2, 1, row), 4, 4)).startsWith(0, 25, 75, 100);
    }

    @Test
    void averagesWithTriangleWeightsWhenItShrinks() {
        // Scale 2: weights 1/8, 3/8, 3/8, 1/8 inside; at the border the part inside, scaled to 1: 3/7, 3/7, 1/7.
        byte[] rows = {70, 0, 0, 0, 70, 0, 0, 0, 70, 0, 0, 0, 70, 0, 0, 0};

        assertThat(Resize.stretch(new Image(4, 4, 1, rows), 2, 2)).containsExactly(30, 0, 30, 0);
    }

    @ParameterizedTest(name = "{0} x {1}, {2} channels")
    @CsvSource({"1, 1, 1", "1, 50, 3", "500, 375, 3", "33, 31, 1", "28, 28, 1", "7, 640, 3"})
    void keepsAConstantConstant(int width, int height, int channels) {
        byte[] pixels = new byte[width * height * channels];
        Arrays.fill(pixels, (byte) 201);

        assertThat(Resize.stretch(new Image(width, height, channels, pixels), 32, 32))
                .hasSize(32 * 32 * channels)
                .containsOnly((byte) 201);
    }

    @ParameterizedTest(name = "{0} x {1}")
    @CsvSource({"40, 20", "5, 9", "100, 64"})
    void treatsChannelsAlike(int width, int height) {
        byte[] grey = random(width, height, 1, 7);
        byte[] color = new byte[3 * grey.length];
        for (int i = 0; i < color.length; i++) {
            color[i] = grey[i / 3];
        }

        byte[] small = Resize.stretch(new Image(width, height, 1, grey), 32, 32);
        byte[] smallColor = Resize.stretch(new Image(width, height, 3, color), 32, 32);

        for (int i = 0; i < smallColor.length; i++) {
            assertThat(smallColor[i]).isEqualTo(small[i / 3]);
        }
    }

    @Test
    void coversAndCutsAtTheCenter() {
        byte[] pixels = {9, 1, 2, 9, 9, 3, 4, 9};

        assertThat(Resize.cover(new Image(4, 2, 1, pixels), 2, 2)).containsExactly(1, 2, 3, 4);
        assertThat(Resize.cover(new Image(2, 4, 1, pixels), 2, 2)).containsExactly(2, 9, 9, 3);
    }

    @Test
    void coveringASquareIsResizingIt() {
        Image image = new Image(50, 50, 3, random(50, 50, 3, 3));

        assertThat(Resize.cover(image, 32, 32)).isEqualTo(Resize.stretch(image, 32, 32));
    }

    private static byte[] random(int width, int height, int channels, long seed) {
        byte[] pixels = new byte[width * height * channels];
        new SplittableRandom(seed).nextBytes(pixels);
        return pixels;
    }
}
