package dev.pith.data.patch;

import dev.pith.data.ImageSource;
import dev.pith.data.ImageSource.Encoded;
import java.util.Arrays;
import javax.imageio.plugins.jpeg.JPEGQTable;

/**
 * The codec that suits the images of a source. Where they are JPEG or lossy WebP already, storing what those codecs
 * left of them bit for bit takes more than the files did: so they are stored by the same codec. All others are stored
 * bit for bit.
 *
 * @param quality of a lossy codec, else 100
 * @param reason a few words for the user
 */
public record SourceCodec(PatchCodec codec, int quality, String reason) {
    /** How many images are looked at. */
    private static final int LOOKED_AT = 256;

    private static final int LOSSLESS_QUALITY = 100;
    /** WebP files do not say at which quality they were written; this keeps most of what the usual 75 left. */
    private static final int WEBP_QUALITY = 90;

    /**
     * Looks at some of the images.
     *
     * @param ids of the images to be stored, at least one
     */
    public static SourceCodec of(ImageSource source, int[] ids) {
        int count = Math.min(ids.length, LOOKED_AT);
        int[] qualities = new int[count];
        int jpegs = 0;
        int webps = 0;
        for (int i = 0; i < count; i++) {
            Encoded encoded = source.encoded(ids[(int) ((long) i * ids.length / count)]);
            int quality = jpegQuality(encoded.bytes());
            if (quality > 0) {
                qualities[jpegs++] = quality;
            } else if (isLossyWebp(encoded.bytes())) {
                webps++;
            }
        }
        if (jpegs > count / 2) {
            Arrays.sort(qualities, 0, jpegs);
            int quality = qualities[jpegs / 2];
            return new SourceCodec(PatchCodec.JPEG, quality, "the originals are JPEG of quality " + quality);
        }
        if (webps > count / 2) {
            return new SourceCodec(PatchCodec.WEBP, WEBP_QUALITY, "the originals are lossy WebP");
        }
        return new SourceCodec(PatchCodec.LOSSLESS, LOSSLESS_QUALITY, "the originals are not lossy");
    }

    private static boolean isLossyWebp(byte[] file) {
        String start = new String(file, 0, Math.min(file.length, 16), java.nio.charset.StandardCharsets.ISO_8859_1);
        return start.startsWith("RIFF") && start.endsWith("WEBPVP8 ");
    }

    /**
     * Returns the quality, 1 to 100 on the scale of the Independent JPEG Group, whose first quantization table is
     * closest to a file's by the sum of its entries; 0 when the file is no JPEG.
     */
    static int jpegQuality(byte[] file) {
        if (file.length < 4 || (file[0] & 0xff) != 0xff || (file[1] & 0xff) != 0xd8) {
            return 0;
        }
        for (int at = 2; at + 4 < file.length && (file[at] & 0xff) == 0xff; ) {
            int length = (file[at + 2] & 0xff) << 8 | (file[at + 3] & 0xff);
            boolean tables = (file[at + 1] & 0xff) == 0xdb;
            if (tables && at + 2 + length <= file.length) {
                return nearestQuality(sumOfTable(file, at + 4));
            }
            at += 2 + length;
        }
        return 0;
    }

    /** Returns the sum of a table of 64 entries, of one byte each, or of two if its head says so. */
    private static int sumOfTable(byte[] file, int at) {
        boolean wide = (file[at] & 0xf0) != 0;
        int sum = 0;
        for (int i = 0; i < 64; i++) {
            int place = at + 1 + (wide ? 2 * i : i);
            sum += wide ? (file[place] & 0xff) << 8 | (file[place + 1] & 0xff) : file[place] & 0xff;
        }
        return sum;
    }

    private static int nearestQuality(int sum) {
        int nearest = 1;
        int least = Integer.MAX_VALUE;
        for (int quality = 1; quality <= 100; quality++) {
            // The scale of libjpeg's jpeg_quality_scaling.
            float scale = quality < 50 ? 50f / quality : 2 - quality / 50f;
            JPEGQTable table = JPEGQTable.K1Luminance.getScaledInstance(scale, true);
            int difference = Math.abs(Arrays.stream(table.getTable()).sum() - sum);
            if (difference < least) {
                least = difference;
                nearest = quality;
            }
        }
        return nearest;
    }
}
