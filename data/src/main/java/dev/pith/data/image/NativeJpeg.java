package dev.pith.data.image;

import dev.pith.data.ImageSource.Image;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.leptonica.PIX;
import org.bytedeco.leptonica.global.leptonica;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decodes JPEG files by libjpeg-turbo, which Pillow uses, too, and which leptonica brings along: the same pixels as
 * Pillow's, several times as fast as Java's reader. At a half, a quarter or an eighth of the size it computes fewer
 * frequencies of each block, which is faster again.
 *
 * <p>It is strict: whatever the library only warns of is left to Java's reader, whose messages users know.
 */
final class NativeJpeg {
    private static final Logger log = LoggerFactory.getLogger(NativeJpeg.class);

    /** Larger ones are left to Java's reader, whose memory is bounded by its heap. */
    private static final long MOST_PIXELS = 50_000_000;

    private static final int NO_PALETTE = 0;
    private static final int STOP_AT_WARNINGS = 0;
    private static final int COLOR_DEPTH = 32;

    private NativeJpeg() {}

    /** Loads the library when it is first asked for. */
    private static final class Library {
        static final boolean LOADED = load();

        private static boolean load() {
            try {
                leptonica.setMsgSeverity(leptonica.L_SEVERITY_NONE); // what fails is said by Java's reader
                return true;
            } catch (LinkageError | RuntimeException e) {
                log.warn(
                        "JPEG files are decoded by Java alone, at a fraction of the speed, and where they are made"
                                + " smaller the pixels differ a little: the library leptonica cannot be loaded ({})",
                        e.toString());
                return false;
            }
        }
    }

    /**
     * Decodes a file.
     *
     * @param frame what it says of itself
     * @param reduction 1, 2, 4 or 8: what width and height are divided by, rounded up
     * @return null where Java's reader is to decode it
     */
    static @Nullable Image decode(byte[] content, JpegFile.Frame frame, int reduction) {
        if ((long) frame.width() * frame.height() > MOST_PIXELS || !Library.LOADED) {
            return null;
        }
        PIX picture = leptonica.pixReadMemJpeg(
                content, content.length, NO_PALETTE, reduction, (int[]) null, STOP_AT_WARNINGS);
        if (picture == null) {
            return null;
        }
        try {
            int width = leptonica.pixGetWidth(picture);
            int height = leptonica.pixGetHeight(picture);
            int channels = leptonica.pixGetDepth(picture) == COLOR_DEPTH ? 3 : 1;
            boolean expected = channels == frame.channels()
                    && width == reduced(frame.width(), reduction)
                    && height == reduced(frame.height(), reduction);
            return expected ? new Image(width, height, channels, pixels(picture, width, height, channels)) : null;
        } finally {
            leptonica.pixDestroy(picture);
        }
    }

    /** Returns what a width or height becomes. */
    static int reduced(int length, int reduction) {
        return (length + reduction - 1) / reduction;
    }

    /** Samples lie in words of 32 bits, the first in the upper bits; a color fills a word, its lowest byte empty. */
    private static byte[] pixels(PIX picture, int width, int height, int channels) {
        IntPointer words = leptonica.pixGetData(picture);
        int[] row = new int[leptonica.pixGetWpl(picture)];
        byte[] pixels = new byte[Math.multiplyExact(width * height, channels)];
        for (int y = 0, at = 0; y < height; y++) {
            words.position((long) y * row.length).get(row);
            for (int x = 0; x < width; x++) {
                if (channels == 1) {
                    pixels[at++] = (byte) (row[x >> 2] >> (24 - 8 * (x & 3)));
                } else {
                    int color = row[x];
                    pixels[at++] = (byte) (color >> 24);
                    pixels[at++] = (byte) (color >> 16);
                    pixels[at++] = (byte) (color >> 8);
                }
            }
        }
        return pixels;
    }
}
