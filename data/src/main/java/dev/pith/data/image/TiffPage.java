package dev.pith.data.image;

import com.twelvemonkeys.imageio.metadata.Entry;
import com.twelvemonkeys.imageio.metadata.tiff.TIFF;
import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageMetadata;
import java.io.IOException;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageReader;

/**
 * The one image of a TIFF file. Smaller copies and masks beside it are passed over; files of several images, and bands
 * that are neither colors nor alpha, are refused, since whatever is taken of them is not what they show.
 *
 * <p>Format: TIFF 6.0.
 *
 * @param index among the images that its reader counts
 * @param orientation as of Exif
 * @param multiplied whether colors are multiplied by their alpha
 */
record TiffPage(int index, int orientation, boolean multiplied) {
    /** Bits of NewSubfileType: a smaller copy of another page, and a mask for one. */
    private static final int COPY_OR_MASK = 1 | 4;

    private static final int MULTIPLIED_ALPHA = 1;
    private static final int ALPHA = 2;
    private static final int RGB = 2;
    private static final int CMYK = 5;
    private static final int SIGNED = 2;
    private static final int FLOATING_POINT = 3;
    private static final int VOID = 4;

    private static final String ARRAY = "float32[n, c, h, w] in a .npy file";

    static TiffPage of(ImageReader reader) throws IOException {
        List<TiffPage> pages = new ArrayList<>();
        int count = reader.getNumImages(true);
        for (int i = 0; i < count; i++) {
            TIFFImageMetadata tags = (TIFFImageMetadata) reader.getImageMetadata(i);
            if ((numbers(tags, TIFF.TAG_SUBFILE_TYPE, 0)[0] & COPY_OR_MASK) == 0) {
                requireColors(tags);
                pages.add(new TiffPage(
                        i,
                        Orientation.of(tags.getTIFFField(TIFF.TAG_ORIENTATION)),
                        numbers(tags, TIFF.TAG_EXTRA_SAMPLES, 0)[0] == MULTIPLIED_ALPHA));
            }
        }
        if (pages.size() != 1) {
            throw new IOException(
                    pages.isEmpty()
                            ? "it holds no image"
                            : "it holds " + pages.size() + " images; write each to a file of its own");
        }
        return pages.get(0);
    }

    private static void requireColors(TIFFImageMetadata tags) throws IOException {
        for (int format : numbers(tags, TIFF.TAG_SAMPLE_FORMAT, 1)) {
            if (format == SIGNED || (format >= FLOATING_POINT && format != VOID)) {
                throw new IOException("its samples are " + (format == SIGNED ? "signed" : "floating-point")
                        + " numbers; scale them to whole numbers from 0 on, of 8 or 16 bits, or give arrays of "
                        + ARRAY);
            }
        }
        int samples = numbers(tags, TIFF.TAG_SAMPLES_PER_PIXEL, 1)[0];
        int photometric = numbers(tags, TIFF.TAG_PHOTOMETRIC_INTERPRETATION, 0)[0];
        int colors = colors(photometric);
        int others = samples - colors;
        // Some writers of RGB with alpha do not name the fourth band.
        int[] extra = numbers(tags, TIFF.TAG_EXTRA_SAMPLES, photometric == RGB ? ALPHA : 0);
        boolean alpha = others == 1 && (extra[0] == MULTIPLIED_ALPHA || extra[0] == ALPHA);
        if (others > 0 && !alpha) {
            throw new IOException("it has " + samples + " bands, " + colors + (colors == 1 ? " of grey" : " of color")
                    + " and none of alpha; write one or three of them to an image, or give arrays of " + ARRAY);
        }
    }

    private static int colors(int photometric) {
        return switch (photometric) {
            case 0, 1, 3, 4 -> 1;
            case CMYK -> 4;
            default -> 3;
        };
    }

    private static int[] numbers(TIFFImageMetadata tags, int tag, int otherwise) {
        Entry entry = tags.getTIFFField(tag);
        Object value = entry == null ? null : entry.getValue();
        if (value instanceof Number number) {
            return new int[] {number.intValue()};
        }
        if (value == null || !value.getClass().isArray() || Array.getLength(value) == 0) {
            return new int[] {otherwise};
        }
        int[] numbers = new int[Array.getLength(value)];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Array.get(value, i) instanceof Number number ? number.intValue() : otherwise;
        }
        return numbers;
    }
}
