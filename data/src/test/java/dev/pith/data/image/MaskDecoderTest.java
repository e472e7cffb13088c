package dev.pith.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MaskDecoderTest {
    private static final int[] LABELS = {0, 1, 3, 2, 1, 0};

    @Test
    void labelsAreTheNumbersOfThePaletteNotItsColors() {
        assertThat(labels(MaskFiles.palette(8, LABELS))).containsExactly(LABELS);
        assertThat(labels(MaskFiles.palette(4, LABELS))).containsExactly(LABELS);
        assertThat(labels(MaskFiles.palette(2, LABELS))).containsExactly(LABELS);
    }

    @Test
    void labelsAreTheGreysOfAMaskWithoutPalette() {
        assertThat(labels(MaskFiles.grey(0, 11, 255, 128, 1, 0))).containsExactly(0, 11, 255, 128, 1, 0);
        assertThat(labels(MaskFiles.deep(LABELS))).containsExactly(LABELS);
    }

    @Test
    void whatIsNoMaskIsRefusedWithOneClearLine() {
        refuses(
                MaskFiles.encoded(new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB)),
                "m.png: is a mask saved as RGB, of 3 numbers a pixel; save one number a pixel, the label, in grey or with"
                        + " a palette");
        refuses(
                MaskFiles.deep(0, 0, 0, 0, 300, 0),
                "m.png: label 300 at column 1 of row 1 is beyond 255; number the" + " classes from 0");
        refuses(
                new byte[] {'B', 'M', 0},
                "m.png: is no PNG; a mask is one number a pixel, which formats for photographs"
                        + " change, so save masks as PNG");
        byte[] whole = MaskFiles.grey(LABELS);
        assertThatThrownBy(() -> labels(Arrays.copyOf(whole, whole.length - 30)))
                .isInstanceOf(PithException.class)
                .hasMessageStartingWith("m.png: is no readable image (");
    }

    private static int[] labels(byte[] content) {
        byte[] labels = MaskDecoder.decode(content, "m.png").labels();
        int[] values = new int[labels.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = labels[i] & 0xff;
        }
        return values;
    }

    private static void refuses(byte[] content, String message) {
        assertThatThrownBy(() -> labels(content))
                .isInstanceOf(PithException.class)
                .hasMessage(message);
    }
}
