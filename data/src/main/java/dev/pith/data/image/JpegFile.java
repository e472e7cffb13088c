package dev.pith.data.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * What the segments of a JPEG file say that its reader does not.
 *
 * <p>Format: ITU-T T.81, annex B.
 *
 * @param whole false where it ends before its end marker. Its reader takes the scans of a progressive file that are
 *     there for all; Pillow refuses such files, too
 * @param exifAt where Exif's TIFF structure begins, -1 without one
 * @param exifLength its bytes
 */
record JpegFile(boolean whole, int exifAt, int exifLength) {
    private static final int START_OF_FRAME = 0xc0;
    private static final int RESTART = 0xd0;
    private static final int START_OF_IMAGE = 0xd8;
    private static final int END_OF_IMAGE = 0xd9;
    private static final int APPLICATION_1 = 0xe1;
    private static final String EXIF = "Exif\0\0";

    static boolean knows(byte[] content) {
        return content.length > 2 && (content[0] & 0xff) == 0xff && (content[1] & 0xff) == START_OF_IMAGE;
    }

    static JpegFile of(byte[] content) {
        int exifAt = -1;
        int exifLength = 0;
        for (int at = nextMarker(content, 2); at >= 0; ) {
            int marker = content[at + 1] & 0xff;
            if (marker == END_OF_IMAGE) {
                return new JpegFile(true, exifAt, exifLength);
            }
            int end = at + 2 + (marker == START_OF_IMAGE ? 0 : length(content, at + 2));
            int textAt = at + 4;
            if (marker == APPLICATION_1 && exifAt < 0 && end <= content.length && startsWith(content, textAt, EXIF)) {
                exifAt = textAt + EXIF.length();
                exifLength = Math.max(0, end - exifAt);
            }
            at = nextMarker(content, end);
        }
        return new JpegFile(false, exifAt, exifLength);
    }

    /** Returns where the next marker begins that is not part of a scan's data, -1 at the end of the file. */
    private static int nextMarker(byte[] content, int from) {
        for (int at = from; at + 1 < content.length; at++) {
            int code = content[at + 1] & 0xff;
            boolean ofData = code < START_OF_FRAME || code == 0xff || (code >= RESTART && code < START_OF_IMAGE);
            if ((content[at] & 0xff) == 0xff && !ofData) {
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
