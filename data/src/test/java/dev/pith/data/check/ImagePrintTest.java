package dev.pith.data.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pith.data.ImageSource.Image;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

class ImagePrintTest {
    private static final int SIDE = 40;

    /** A picture of some soft blobs. */
    private static Image picture(long seed, int side) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] blobs = new double[6][];
        for (int b = 0; b < blobs.length; b++) {
            blobs[b] = new double[] {random.nextDouble(), random.nextDouble(), 0.05 + 0.2 * random.nextDouble()};
        }
        byte[] pixels = new byte[side * side];
        for (int p = 0; p < pixels.length; p++) {
            int column = p % side;
            int row = p / side;
            double x = (column + 0.5) / side;
            double y = (row + 0.5) / side;
            double light = 0;
            for (double[] blob : blobs) {
                double distance = (x - blob[0]) * (x - blob[0]) + (y - blob[1]) * (y - blob[1]);
                light += Math.exp(-distance / (2 * blob[2] * blob[2]));
            }
            pixels[p] = (byte) Math.min(200, 90 * light);
        }
        return new Image(side, side, 1, pixels);
    }

    private static Image changed(Image image, IntUnaryOperator brightness) {
        byte[] pixels = image.pixels().clone();
        for (int p = 0; p < pixels.length; p++) {
            pixels[p] = (byte) Math.max(0, Math.min(255, brightness.applyAsInt(pixels[p] & 0xff)));
        }
        return new Image(image.width(), image.height(), 1, pixels);
    }

    private static int bits(ImagePrint a, ImagePrint b) {
        return Long.bitCount(a.shape() ^ b.shape());
    }

    @Test
    void aCopyThatWasScaledOrMadeBrighterIsAlike() {
        ImagePrint print = ImagePrint.of(picture(1, SIDE));
        for (Image copy : new Image[] {
            picture(1, 2 * SIDE), picture(1, 57), changed(picture(1, SIDE), v -> (int) Math.round(1.2 * v) + 8)
        }) {
            ImagePrint other = ImagePrint.of(copy);
            assertThat(bits(print, other)).isLessThanOrEqualTo(4);
            assertThat(print.likeness(other)).isGreaterThan(0.998);
            assertThat(other.pixels()).isNotEqualTo(print.pixels());
        }
    }

    @Test
    void otherPicturesAreNot() {
        ImagePrint print = ImagePrint.of(picture(1, SIDE));
        for (int seed = 2; seed < 30; seed++) {
            ImagePrint other = ImagePrint.of(picture(seed, SIDE));
            assertThat(bits(print, other)).isGreaterThan(8);
            assertThat(print.likeness(other)).isLessThan(0.95);
        }
    }

    /** Draws a picture on a plain ground. */
    private static Image framed(Image image, int x, int y, int ground) {
        byte[] pixels = new byte[SIDE * SIDE];
        Arrays.fill(pixels, (byte) ground);
        for (int p = 0; p < image.pixels().length; p++) {
            pixels[(y + p / image.width()) * SIDE + x + p % image.width()] = image.pixels()[p];
        }
        return new Image(SIDE, SIDE, 1, pixels);
    }

    @Test
    void aShiftChangesNothingOfWhatIsOnAPlainGround() {
        for (int ground : new int[] {0, 230}) {
            ImagePrint print = ImagePrint.of(framed(picture(1, 20), 9, 10, ground));
            for (int[] at : new int[][] {{10, 10}, {6, 12}, {19, 1}}) {
                ImagePrint moved = ImagePrint.of(framed(picture(1, 20), at[0], at[1], ground));
                assertThat(moved.centredShape()).isEqualTo(print.centredShape());
                assertThat(moved.centredThumbnail()).isEqualTo(print.centredThumbnail());
                assertThat(print.centredLikeness(moved)).isCloseTo(1, within(1e-12));
                assertThat(print.likeness(moved)).isLessThan(0.995);
            }
            for (int seed = 2; seed < 30; seed++) {
                ImagePrint other = ImagePrint.of(framed(picture(seed, 20), 10, 10, ground));
                assertThat(print.centredLikeness(other)).isLessThan(0.99);
            }
        }
        ImagePrint plain = ImagePrint.of(new Image(3, 1, 1, new byte[] {7, 7, 7}));
        assertThat(plain.centredThumbnail()).isEqualTo(plain.thumbnail());
    }

    @Test
    void pixelsAreThoseOfSizeAndContent() {
        byte[] pixels = {1, 2, 3, 4, 5, 6};
        ImagePrint wide = ImagePrint.of(new Image(3, 2, 1, pixels));
        assertThat(ImagePrint.of(new Image(3, 2, 1, pixels.clone())).pixels()).isEqualTo(wide.pixels());
        assertThat(ImagePrint.of(new Image(2, 3, 1, pixels)).pixels()).isNotEqualTo(wide.pixels());
        assertThat(ImagePrint.of(new Image(2, 1, 3, pixels)).pixels()).isNotEqualTo(wide.pixels());
    }

    @Test
    void imagesOfEqualPixelsAreCopies() {
        ImagePrint.Pixels one = ImagePrint.Pixels.of(picture(1, SIDE));
        ImagePrint.Pixels two = ImagePrint.Pixels.of(picture(2, SIDE));
        Copies copies = new Copies(new ImagePrint.Pixels[] {one, null, two, one, null});
        assertThat(copies.among(new int[] {0, 1, 2, 3, 4})).containsExactly(new Copies.Match(3, 0, 1));
        assertThat(copies.among(new int[] {3, 2, 0})).containsExactly(new Copies.Match(0, 3, 1));
        assertThat(copies.acrossFrom(2)).containsExactly(new Copies.Match(0, 3, 1));
    }

    @Test
    void aThumbnailHoldsMeansOverAreas() {
        float[] grey = {0, 30, 60, 90, 120, 150}; // 3 wide, 2 high
        assertThat(Thumbnail.of(grey, 3, 2, 1)).containsExactly(new double[] {75}, within(1e-9));
        double[] two = Thumbnail.of(grey, 3, 2, 2);
        assertThat(two)
                .as("the pixel in the middle counts half on either side")
                .containsExactly(new double[] {10, 50, 100, 140}, within(1e-9));
        double[] larger = Thumbnail.of(grey, 3, 2, 6);
        assertThat(larger[0]).isEqualTo(0);
        assertThat(larger[35]).isCloseTo(150, within(1e-9));
    }

    @Test
    void likenessIsTheCorrelationOfTheThumbnails() {
        byte[] rising = new byte[256];
        byte[] falling = new byte[256];
        byte[] flat = new byte[256];
        for (int p = 0; p < 256; p++) {
            rising[p] = (byte) (p / 2);
            falling[p] = (byte) (255 - p / 2);
            flat[p] = 7;
        }
        assertThat(ImagePrint.likeness(rising, rising)).isCloseTo(1, within(1e-12));
        assertThat(ImagePrint.likeness(rising, falling)).isCloseTo(-1, within(1e-12));
        assertThat(ImagePrint.likeness(rising, flat)).isZero();
        assertThat(ImagePrint.likeness(flat, flat.clone())).isEqualTo(1);
        assertThat(ImagePrint.likeness(flat, new byte[256])).isZero();
    }

    @Test
    void measures() {
        SplittableRandom random = new SplittableRandom(5);
        byte[] noise = new byte[SIDE * SIDE];
        random.nextBytes(noise);
        ImageMeasures sharp = ImageMeasures.of(new Image(SIDE, SIDE, 1, noise));
        assertThat(sharp.sharpness()).isCloseTo(20, within(2.0));
        assertThat(sharp.contrast()).isGreaterThan(240);
        assertThat(ImageMeasures.of(picture(1, SIDE)).sharpness()).isLessThan(0.5);
        ImageMeasures blank = ImageMeasures.of(new Image(5, 4, 3, new byte[60]));
        assertThat(blank.contrast()).isZero();
        assertThat(blank.sharpness()).isNaN();
        assertThat(ImageMeasures.of(new Image(2, 2, 1, new byte[] {0, 1, 2, 3})).sharpness())
                .isNaN();
    }
}
