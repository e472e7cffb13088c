package dev.pith.data.check;

import dev.pith.data.ImageSource.Image;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * What tells an image from others.
 *
 * @param pixels a hash of size and pixels: equal for equal pixels, and for no others (128 bits of SHA-256)
 * @param shape a perceptual hash: few bits differ when an image was scaled, encoded again or made brighter
 * @param thumbnail {@code byte[SIDE * SIDE]}, brightness from 0 to 255; not copied
 * @param centredShape the perceptual hash of the picture moved to its middle, so that few bits differ when what is on a
 *     plain ground was shifted
 * @param centredThumbnail its thumbnail; not copied
 */
public record ImagePrint(Pixels pixels, long shape, byte[] thumbnail, long centredShape, byte[] centredThumbnail) {
    /** Side of the thumbnail. */
    public static final int SIDE = 16;

    private static final int DCT_SIDE = 32;
    private static final int LOW = 8; // frequencies of each direction
    private static final double[][] COSINES = cosines();

    /** A hash of size and pixels. */
    public record Pixels(long high, long low) {
        /** Returns the hash of an image. */
        public static Pixels of(Image image) {
            try {
                MessageDigest digest = MessageDigest.getInstance("SHA-256");
                digest.update(ByteBuffer.allocate(3 * Integer.BYTES)
                        .putInt(image.width())
                        .putInt(image.height())
                        .putInt(image.channels())
                        .flip());
                ByteBuffer hash = ByteBuffer.wrap(digest.digest(image.pixels()));
                return new Pixels(hash.getLong(), hash.getLong());
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has SHA-256", e);
            }
        }
    }

    /** Looks at an image. */
    public static ImagePrint of(Image image) {
        int width = image.width();
        int height = image.height();
        float[] grey = Thumbnail.grey(image);
        float[] centred = Thumbnail.centred(grey, width, height);
        return new ImagePrint(
                Pixels.of(image),
                shape(Thumbnail.of(grey, width, height, DCT_SIDE)),
                bytes(Thumbnail.of(grey, width, height, SIDE)),
                shape(Thumbnail.of(centred, width, height, DCT_SIDE)),
                bytes(Thumbnail.of(centred, width, height, SIDE)));
    }

    private static byte[] bytes(double[] small) {
        byte[] thumbnail = new byte[small.length];
        for (int p = 0; p < small.length; p++) {
            thumbnail[p] = (byte) Math.round(small[p]);
        }
        return thumbnail;
    }

    /**
     * Returns a bit for each of the {@value #LOW} x {@value #LOW} lowest frequencies of a cosine transform but the
     * mean: whether it lies above their median (the "pHash" of Zauner, 2010). The bit of the mean is 0.
     */
    private static long shape(double[] small) {
        double[] low = new double[LOW * LOW];
        for (int v = 0; v < LOW; v++) {
            for (int u = 0; u < LOW; u++) {
                double sum = 0;
                for (int y = 0; y < DCT_SIDE; y++) {
                    double row = 0;
                    for (int x = 0; x < DCT_SIDE; x++) {
                        row += COSINES[u][x] * small[y * DCT_SIDE + x];
                    }
                    sum += COSINES[v][y] * row;
                }
                low[v * LOW + u] = sum;
            }
        }
        double[] sorted = Arrays.copyOfRange(low, 1, low.length);
        Arrays.sort(sorted);
        double median = sorted[sorted.length / 2];
        long bits = 0;
        for (int k = 1; k < low.length; k++) {
            bits |= low[k] > median ? 1L << k : 0;
        }
        return bits;
    }

    private static double[][] cosines() {
        double[][] cosines = new double[LOW][DCT_SIDE];
        for (int u = 0; u < LOW; u++) {
            for (int x = 0; x < DCT_SIDE; x++) {
                cosines[u][x] = Math.cos(Math.PI * u * (2 * x + 1) / (2.0 * DCT_SIDE));
            }
        }
        return cosines;
    }

    /**
     * Returns how alike two thumbnails are: their correlation, which brightness and contrast do not change, in [-1, 1].
     * Two pictures of one brightness each are alike when it is the same.
     */
    public double likeness(ImagePrint other) {
        return likeness(thumbnail, other.thumbnail);
    }

    /** Returns likewise how alike two pictures are that were moved to their middles. */
    public double centredLikeness(ImagePrint other) {
        return likeness(centredThumbnail, other.centredThumbnail);
    }

    /** Returns likewise how alike two thumbnails are, each {@code byte[SIDE * SIDE]}. */
    public static double likeness(byte[] a, byte[] b) {
        long sumA = 0;
        long sumB = 0;
        long squareA = 0;
        long squareB = 0;
        long product = 0;
        for (int p = 0; p < a.length; p++) {
            int x = a[p] & 0xff;
            int y = b[p] & 0xff;
            sumA += x;
            sumB += y;
            squareA += (long) x * x;
            squareB += (long) y * y;
            product += (long) x * y;
        }
        long n = a.length;
        double varianceA = n * squareA - sumA * sumA; // n^2 times; whole numbers below 2^53
        double varianceB = n * squareB - sumB * sumB;
        if (varianceA == 0 || varianceB == 0) {
            return varianceA == varianceB && sumA == sumB ? 1 : 0;
        }
        return (n * product - sumA * sumB) / Math.sqrt(varianceA * varianceB);
    }
}
