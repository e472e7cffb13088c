package dev.pith.data.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.data.ImageSource.Image;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrientationTest {

    /** What Pillow's {@code ImageOps.exif_transpose} makes of 3 x 2 pixels, 1 to 6. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "1, 3, 123456",
        "2, 3, 321654",
        "3, 3, 654321",
        "4, 3, 456123",
        "5, 2, 142536",
        "6, 2, 415263",
        "7, 2, 635241",
        "8, 2, 362514",
    })
    void turnsAsPillowDoes(int orientation, int width, String pixels) {
        Image turned = Orientation.upright(new Image(3, 2, 1, new byte[] {1, 2, 3, 4, 5, 6}), orientation);

        assertThat(turned.width()).isEqualTo(width);
        assertThat(turned.height()).isEqualTo(6 / width);
        StringBuilder digits = new StringBuilder();
        for (byte pixel : turned.pixels()) {
            digits.append(pixel);
        }
        assertThat(digits).hasToString(pixels);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"rotated.jpg, rgb.jpg", "rotated.png, rgb.png", "rotated.webp, rgb.png", "rotated.tif, rgb.png"})
    void everyKindOfFileIsTurnedAsItsTagSays(String file, String upright) throws IOException {
        assertThat(Fixtures.decode(file))
                .usingRecursiveComparison()
                .isEqualTo(Orientation.upright(Fixtures.decode(upright), 6));
    }

    @Test
    void saysOnceThatImagesAreTurned() throws IOException {
        List<String> said = new ArrayList<>();
        ImageNotes notes = new ImageNotes(said::add);
        for (String file : List.of("rgb.jpg", "rotated.jpg", "rotated.png")) {
            ImageDecoder.decode(Fixtures.content(file), file, notes);
        }
        assertThat(said)
                .containsExactly(
                        "rotated.jpg is turned as its orientation tag says, and so are all such images; the usual"
                                + " loaders of torchvision and timm do not turn them");
    }

    @Test
    void aDamagedTagTurnsNothing() throws IOException {
        byte[] rotated = Fixtures.content("rotated.jpg");
        JpegFile jpeg = JpegFile.of(rotated);
        for (int at = jpeg.exifAt(); at < jpeg.exifAt() + jpeg.exifLength(); at++) {
            byte[] damaged = rotated.clone();
            damaged[at] = (byte) 0xff;
            assertThat(ImageDecoder.decode(damaged, "damaged.jpg").pixels()).hasSize(40 * 24 * 3);
        }
    }
}
