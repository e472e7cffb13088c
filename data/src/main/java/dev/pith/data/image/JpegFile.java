package dev.pith.data.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.jspecify.annotations.Nullable;

/**
 * What the segments of a JPEG file say that its reader does not.
 *
 * <p>Format: ITU-T T.81, annex B; JFIF (T.871) and Adobe's APP14 (T.872, 6.5.3) for the meaning of three components.
 *
 * @param whole false where it ends before its end marker. Its reader takes the scans of a progressive file that are
 *     there for all; Pillow refuses such files, too
 * @param exifAt where Exif's TIFF structure begins, -1 without one
 * @param exifLength its bytes
 * @param plain its frame where every reader makes the same of it: whole, 8 bits, baseline or progressive, grey, YCbCr
 *     or RGB, with colors at full size, at half the width, or at half the width and height; else null
 */
record JpegFile(boolean whole, int exifAt, int exifLength, @Nullable Frame plain) {
    private static final int START_OF_FRAME = 0xc0;
    private static final int PROGRESSIVE_FRAME = 0xc2;
    private static final int HUFFMAN_TABLES = 0xc4;
    private static final int LAST_FRAME = 0xcf;
    private static final int RESTART = 0xd0;
    private static final int START_OF_IMAGE = 0xd8;
    private static final int END_OF_IMAGE = 0xd9;
    private static final int NUMBER_OF_LINES = 0xdc;
    private static final int HIERARCHY = 0xde;
    private static final int EXPANSION = 0xdf;
    private static final int APPLICATION_0 = 0xe0;
    private static final int APPLICATION_1 = 0xe1;
    private static final int APPLICATION_14 = 0xee;
    private static final String EXIF = "Exif\0\0";
    private static final String JFIF = "JFIF\0";
    private static final String ADOBE = "Adobe";
    private static final int ADOBE_TRANSFORM = 11;

    /** Width and height in pixels as they are stored, and channels, 1 or 3. */
    record Frame(int width, int height, int channels) {}

    static boolean knows(byte[] content) {
        return content.length > 2 && (content[0] & 0xff) == 0xff && (content[1] & 0xff) == START_OF_IMAGE;
    }

    static JpegFile of(byte[] content) {
        int exifAt = -1;
        int exifLength = 0;
        int frameAt = -1;
        boolean odd = false;
        boolean jfif = false;
        int transform = -1;
        for (int at = nextMarker(content, 2); at >= 0; ) {
            int marker = content[at + 1] & 0xff;
            if (marker == END_OF_IMAGE) {
                Frame plain = odd || frameAt < 0 ? null : plain(content, frameAt, jfif, transform);
                return new JpegFile(true, exifAt, exifLength, plain);
            }
            int end = at + 2 + (marker == START_OF_IMAGE ? 0 : length(content, at + 2));
            int textAt = at + 4;
            boolean fits = end <= content.length;
            if (marker == APPLICATION_1 && exifAt < 0 && fits && startsWith(content, textAt, EXIF)) {
                exifAt = textAt + EXIF.length();
                exifLength = Math.max(0, end - exifAt);
            } else if (marker == APPLICATION_0 && startsWith(content, textAt, JFIF)) {
                jfif = true;
            } else if (marker == APPLICATION_14 && startsWith(content, textAt, ADOBE)) {
                boolean transforms = fits && end > textAt + ADOBE_TRANSFORM;
                odd |= !transforms || transform >= 0;
                transform = transforms ? content[textAt + ADOBE_TRANSFORM] & 0xff : -1;
            } else if (marker >= START_OF_FRAME && marker <= PROGRESSIVE_FRAME) {
                odd |= frameAt >= 0;
                frameAt = at;
            } else {
                odd |= isOdd(marker);
            }
            at = nextMarker(content, end);
        }
        return new JpegFile(false, exifAt, exifLength, null);
    }

    /** Frames of other kinds, an image within the image, heights that come later, hierarchies. */
    private static boolean isOdd(int marker) {
        return (marker > PROGRESSIVE_FRAME && marker <= LAST_FRAME && marker != HUFFMAN_TABLES)
                || marker == START_OF_IMAGE
                || marker == NUMBER_OF_LINES
                || marker == HIERARCHY
                || marker == EXPANSION;
    }

    private static @Nullable Frame plain(byte[] content, int at, boolean jfif, int transform) {
        int count = at + 9 < content.length ? content[at + 9] & 0xff : 0;
        int height = length(content, at + 5);
        int width = length(content, at + 7);
        boolean known = (count == 1 || count == 3)
                && length(content, at + 2) == 8 + 3 * count
                && at + 10 + 3 * count <= content.length
                && content[at + 4] == Byte.SIZE
                && width > 0
                && height > 0;
        if (!known) {
            return null;
        }
        if (count == 1) {
            return new Frame(width, height, 1);
        }
        boolean numbered = true;
        for (int c = 0; c < 3; c++) {
            numbered &= content[at + 10 + 3 * c] == c + 1;
        }
        boolean brightnessAndColor = numbered && (transform == 1 || transform == -1);
        boolean redGreenBlue = !jfif && transform == 0;
        int sampling = content[at + 11];
        boolean sampled = (sampling == 0x11 || sampling == 0x21 || sampling == 0x22)
                && content[at + 14] == 0x11
                && content[at + 17] == 0x11;
        return sampled && (brightnessAndColor || redGreenBlue) ? new Frame(width, height, 3) : null;
    }

    /** Returns where the next marker begins that is not part of a scan's data, -1 at the end of the file. */
    private static int nextMarker(byte[] content, int from) {
        for (int at = from; at + 1 < content.length; at++) {
            if (content[at] != (byte) 0xff) {
                continue;
            }
            int code = content[at + 1] & 0xff;
            boolean ofData = code < START_OF_FRAME || code == 0xff || (code >= RESTART && code < START_OF_IMAGE);
            if (!ofData) {
                return at;
            }
        }
        return -1;
    }

    private static int length(byte[] content, int at) {
        return at + 1 < content.length ? (content[at] & 0xff) << 8 | (content[at + 1] & 0xff) : 0;
    }

    private static boolean startsWith(byte[] content, int at, String text) {
        return at + text.length() <= content.length && new String(content, at, text.length(), ISO_8859_1).equals(text);
    }
}
