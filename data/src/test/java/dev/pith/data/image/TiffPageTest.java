package dev.pith.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TiffPageTest {
    private static final String OTHERWISE =
            "; write one or three of them to an image, or give arrays of float32[n, c, h, w] in a .npy file)";

    @ParameterizedTest(name = "{0}")
    @CsvSource({"bands13.tif, 13, 1 of grey", "bands5.tif, 5, 3 of color", "bands2.tif, 2, 1 of grey"})
    void refusesBandsThatAreNeitherColorNorAlpha(String file, int bands, String colors) {
        assertThatThrownBy(() -> Fixtures.decode(file))
                .isInstanceOf(PithException.class)
                .hasMessage(file + ": is no readable image (it has " + bands + " bands, " + colors
                        + " and none of alpha" + OTHERWISE);
    }

    @Test
    void refusesSeveralPages() {
        assertThatThrownBy(() -> Fixtures.decode("pages.tif"))
                .isInstanceOf(PithException.class)
                .hasMessage("pages.tif: is no readable image (it holds 3 images; write each to a file of its own)");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"signed.tif, signed", "float.tif, floating-point"})
    void refusesNumbersWhoseRangeNobodyKnows(String file, String kind) {
        assertThatThrownBy(() -> Fixtures.decode(file))
                .isInstanceOf(PithException.class)
                .hasMessage(file + ": is no readable image (its samples are " + kind
                        + " numbers; scale them to whole numbers"
                        + " from 0 on, of 8 or 16 bits, or give arrays of float32[n, c, h, w] in a .npy file)");
    }

    @Test
    void refusesThirtyTwoBits() {
        assertThatThrownBy(() -> Fixtures.decode("deep32.tif"))
                .hasMessage("deep32.tif: is no readable image (its samples have 32 bits; scale them to 8 or 16)");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"pyramid.tif", "big.tif"})
    void smallerCopiesAreNoPagesAndBigTiffIsRead(String file) throws IOException {
        assertThat(Fixtures.decode(file)).usingRecursiveComparison().isEqualTo(Fixtures.decode("rgb.tif"));
    }

    @Test
    void dropsAlphaBesideGrey() throws IOException {
        assertThat(Fixtures.decode("la.tif").channels()).isEqualTo(1);
        assertThat(Fixtures.decode("la.tif").pixels()).startsWith(0, 6, 12, 18);
    }

    /** The numbers are Pillow's. */
    @Test
    void takesAlphaOutOfColorsThatWereMultipliedByIt() throws IOException {
        assertThat(Fixtures.decode("multiplied.tif").pixels()).containsExactly(255, 127, 0, 42, 85, 127, 7, 8, 9);
    }
}
