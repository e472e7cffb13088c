package dev.pith.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import dev.pith.data.ImageSource.Image;
import dev.pith.data.ImageSource.Reduced;
import dev.pith.data.pixels.Pixels;
import dev.pith.data.pixels.Resize;
import dev.pith.parallel.Threads;
import dev.pith.run.Progress;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NativeJpegTest {

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"rgb.jpg", "progressive.jpg", "grey.jpg"})
    void theLibraryDecodesToTheBitAsJavaDoes(String file) throws IOException {
        byte[] content = Fixtures.content(file);

        assertEqual(byLibrary(content, 1), ImageDecoder.decodeByJava(content, "a.jpg"));
    }

    /** Colors at full size, at half the width, at half of both; sizes that are no multiples of a block. */
    @ParameterizedTest(name = "{0} x {1}, {2} x {3}")
    @CsvSource({
        "250, 187, 1, 1",
        "250, 187, 2, 1",
        "250, 187, 2, 2",
        "33, 17, 2, 2",
        "17, 9, 2, 1",
        "8, 8, 2, 2",
        "1, 1, 2, 2",
    })
    void itDoesForEveryUsualSampling(int width, int height, int across, int down) throws IOException {
        for (boolean progressive : new boolean[] {false, true}) {
            byte[] content = jpeg(picture(width, height), across, down, progressive);
            Image expected = ImageDecoder.decodeByJava(content, "a.jpg");
            assertEqual(byLibrary(content, 1), expected);
            assertEqual(ImageDecoder.decode(content, "a.jpg"), expected);
        }
    }

    @Test
    void oddKindsAreLeftToJava() throws IOException {
        byte[] rotatedColors = jpeg(picture(64, 48), 1, 2, false);
        assertThat(JpegFile.of(Fixtures.content("cmyk.jpg")).plain()).isNull();
        assertThat(JpegFile.of(rotatedColors).plain()).isNull();
        assertEqual(ImageDecoder.decode(rotatedColors, "a.jpg"), ImageDecoder.decodeByJava(rotatedColors, "a.jpg"));
    }

    @Test
    void aFileWithoutItsEndIsNotPlain() throws IOException {
        byte[] whole = Fixtures.content("rgb.jpg");
        assertThat(JpegFile.of(whole).plain()).isEqualTo(new JpegFile.Frame(40, 24, 3));
        for (int length = 2; length < whole.length; length++) {
            assertThat(JpegFile.of(Arrays.copyOf(whole, length)).plain()).isNull();
        }
    }

    /** Bytes are lost from the middle of the scan; the markers are all there. */
    @Test
    void whatTheLibraryWarnsOfIsLeftToJava() throws IOException {
        byte[] whole = jpeg(picture(250, 187), 2, 2, false);
        byte[] lost = new byte[whole.length - 500];
        System.arraycopy(whole, 0, lost, 0, whole.length - 1000);
        System.arraycopy(whole, whole.length - 500, lost, whole.length - 1000, 500);

        assertThat(library(lost, 1)).isNull();
        assertThatThrownBy(() -> ImageDecoder.decode(lost, "lost.jpg"))
                .isInstanceOf(PithException.class)
                .hasMessage("lost.jpg: is no readable image (it ends too early)");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "1000, 1000, 200, 150, 200, 150", // never larger
        "100, 75, 200, 150, 200, 150",
        "50, 37, 100, 75, 100, 75",
        "51, 37, 200, 150, 200, 150",
        "25, 18, 50, 38, 50, 37.5",
        "12, 9, 25, 19, 25, 18.75",
        "1, 1, 25, 19, 25, 18.75",
    })
    void aReducedImageIsAtLeastTwiceAsLargeAsItWillBe(
            int width, int height, int columns, int rows, double across, double down) throws IOException {
        byte[] content = jpeg(picture(200, 150), 2, 2, false);

        Reduced reduced = reduced(content, width, height);

        boolean whole = columns == 200;
        assertThat(reduced.image().width()).isEqualTo(columns);
        assertThat(reduced.image().height()).isEqualTo(rows);
        assertThat(reduced.across()).isEqualTo(across);
        assertThat(reduced.down()).isEqualTo(down);
        assertThat(reduced.left()).isZero();
        assertThat(reduced.top()).isZero();
        assertThat(reduced.image().pixels()).hasSize(columns * rows * 3);
        byte[] java = ImageDecoder.decodeByJava(content, "a.jpg").pixels();
        assertThat(Arrays.equals(reduced.image().pixels(), java)).isEqualTo(whole);
    }

    /** Turned by every tag and scaled down, it is the picture that is turned and scaled down whole. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void aReducedImageIsTurnedWithWhereItsPictureEnds(int orientation) throws IOException {
        byte[] content = tagged(jpeg(picture(203, 149), 2, 2, false), orientation);
        Image whole = ImageDecoder.decode(content, "a.jpg");
        int width = orientation < 5 ? 20 : 15;
        int height = 35 - width;

        Reduced reduced = reduced(content, width, height);

        assertThat(reduced.image().width()).isEqualTo(orientation < 5 ? 51 : 38);
        byte[] found = Resize.cover(reduced, width, height);
        byte[] expected = Resize.cover(whole, width, height);
        assertThat(found).hasSameSizeAs(expected);
        int largest = 0;
        long sum = 0;
        for (int i = 0; i < found.length; i++) {
            int difference = Math.abs((found[i] & 0xff) - (expected[i] & 0xff));
            largest = Math.max(largest, difference);
            sum += difference;
        }
        assertThat(largest).isLessThanOrEqualTo(4);
        assertThat((double) sum / found.length).isLessThan(0.5);
    }

    @Test
    void whatIsNoJpegStaysWhole() throws IOException {
        Image png = Fixtures.decode("rgb.png");
        Reduced reduced = reduced(Fixtures.content("rgb.png"), 2, 2);
        assertThat(reduced).usingRecursiveComparison().isEqualTo(Reduced.whole(png));
        assertThat(reduced(Fixtures.content("cmyk.jpg"), 2, 2).image().width()).isEqualTo(40);
    }

    /** Whatever is damaged: what Java refuses is refused, and what it decodes is decoded to the same pixels. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"rgb.jpg", "progressive.jpg", "grey.jpg"})
    void damagedFilesFareAsWithJavaAlone(String file) throws IOException {
        byte[] whole = Fixtures.content(file);
        SplittableRandom random = new SplittableRandom(5);
        for (int repeat = 0; repeat < 100; repeat++) {
            byte[] damaged = whole.clone();
            damaged[2 + random.nextInt(damaged.length - 4)] = (byte) random.nextInt();
            String java = outcome(() -> ImageDecoder.decodeByJava(damaged, file));
            assertThat(outcome(() -> ImageDecoder.decode(damaged, file))).isEqualTo(java);
        }
    }

    @Test
    void featuresOfReducedImagesDoNotDependOnTheNumberOfThreads(@TempDir Path folder) throws IOException {
        Path all = Files.createDirectories(folder.resolve("all"));
        for (int i = 0; i < 12; i++) {
            Files.write(all.resolve(i + ".jpg"), jpeg(picture(300 + i, 200 + 3 * i), 2, 2, i % 2 == 0));
        }
        List<float[]> one = features(folder, 1);
        assertThat(one).hasSize(12);
        assertThat(one.get(0)).isNotEqualTo(one.get(11));
        List<float[]> three = features(folder, 3);
        for (int id = 0; id < 12; id++) {
            assertThat(three.get(id)).isEqualTo(one.get(id));
        }
    }

    private static List<float[]> features(Path folder, int count) {
        List<float[]> rows = new ArrayList<>();
        try (ImageFolder images = ImageFolder.open("folder", folder, null);
                Threads threads = new Threads(count)) {
            Pixels.scan(images, threads, Progress.NONE).write(row -> rows.add(row.clone()), Progress.NONE);
        }
        return rows;
    }

    private static void assertEqual(Image found, Image expected) {
        assertThat(outcome(() -> found)).isEqualTo(outcome(() -> expected));
        assertThat(Arrays.equals(found.pixels(), expected.pixels())).isTrue();
    }

    private interface Decoding {
        Image decode();
    }

    private static String outcome(Decoding decoding) {
        try {
            Image image = decoding.decode();
            return image.width() + " x " + image.height() + " x " + image.channels() + ": "
                    + Arrays.hashCode(image.pixels());
        } catch (PithException e) {
            return Objects.requireNonNull(e.getMessage());
        }
    }

    private static Reduced reduced(byte[] content, int width, int height) {
        return ImageDecoder.decodeFor(content, "a.jpg", ImageNotes.none(), width, height);
    }

    private static @Nullable Image library(byte[] content, int reduction) {
        return NativeJpeg.decode(
                content, Objects.requireNonNull(JpegFile.of(content).plain()), reduction);
    }

    private static Image byLibrary(byte[] content, int reduction) {
        return Objects.requireNonNull(library(content, reduction), "the library did not load, or refused the file");
    }

    /** Waves of each color in another direction. */
    private static BufferedImage picture(int width, int height) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int red = (int) (128 + 100 * Math.sin(0.05 * x + 0.02 * y));
                int green = (int) (128 + 100 * Math.sin(0.06 * y));
                int blue = (int) (128 + 100 * Math.cos(0.04 * (x - y)));
                picture.setRGB(x, y, red << 16 | green << 8 | blue);
            }
        }
        return picture;
    }

    private static byte[] jpeg(BufferedImage picture, int across, int down, boolean progressive) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            ImageWriteParam how = writer.getDefaultWriteParam();
            if (progressive) {
                how.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
            }
            IIOMetadata metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(picture), how);
            String form = "javax_imageio_jpeg_image_1.0";
            IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree(form);
            IIOMetadataNode brightness =
                    (IIOMetadataNode) root.getElementsByTagName("componentSpec").item(0);
            brightness.setAttribute("HsamplingFactor", Integer.toString(across));
            brightness.setAttribute("VsamplingFactor", Integer.toString(down));
            metadata.setFromTree(form, root);
            writer.write(null, new IIOImage(picture, null, metadata), how);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** Returns the file with an orientation tag. */
    private static byte[] tagged(byte[] jpeg, int orientation) {
        byte[] exif = {
            (byte) 0xff,
            (byte) 0xe1,
            0,
            34,
            'E',
            'x',
            'i',
            'f',
            0,
            0,
            'M',
            'M',
            0,
            42,
            0,
            0,
            0,
            8,
            0,
            1, //
            1,
            18,
            0,
            3,
            0,
            0,
            0,
            1,
            0,
            (byte) orientation,
            0,
            0,
            0,
            0,
            0,
            0
        };
        byte[] tagged = new byte[jpeg.length + exif.length];
        System.arraycopy(jpeg, 0, tagged, 0, 2);
        System.arraycopy(exif, 0, tagged, 2, exif.length);
        System.arraycopy(jpeg, 2, tagged, 2 + exif.length, jpeg.length - 2);
        return tagged;
    }
}
