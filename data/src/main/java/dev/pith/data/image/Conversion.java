package dev.pith.data.image;

import dev.pith.data.ImageSource.Image;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.WritableRaster;
import java.io.IOException;

/** Turns what readers return into 8-bit grey or RGB, by the rules of {@link ImageDecoder}. */
final class Conversion {
    private Conversion() {}

    /**
     * Converts an image.
     *
     * @param multiplied whether its colors are multiplied by its alpha, as they are not to stay
     * @param deep hears of the largest sample of an image of 16 bits
     * @throws IOException when its samples are none of 8 or 16 bits, or the largest is refused
     */
    static Image toImage(BufferedImage image, boolean multiplied, DeepSamples deep) throws IOException {
        int type = image.getRaster().getTransferType();
        if (type != DataBuffer.TYPE_BYTE && type != DataBuffer.TYPE_USHORT && type != DataBuffer.TYPE_INT) {
            throw new IOException("its samples are not whole numbers of 8 or 16 bits; scale them to such");
        }
        ColorModel colors = image.getColorModel();
        if (colors instanceof IndexColorModel palette) {
            return isGrey(palette) ? fromColors(image, 1) : fromColors(image, 3);
        }
        return switch (colors.getColorSpace().getType()) {
            case ColorSpace.TYPE_GRAY -> fromSamples(image, 1, multiplied, deep);
            case ColorSpace.TYPE_RGB -> colors.getComponentSize(0) < 8
                    ? fromColors(image, 3)
                    : fromSamples(image, 3, multiplied, deep);
            default -> fromColors(image, 3);
        };
    }

    private static boolean isGrey(IndexColorModel palette) {
        for (int i = 0; i < palette.getMapSize(); i++) {
            if (palette.getRed(i) != palette.getGreen(i) || palette.getGreen(i) != palette.getBlue(i)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Takes the first bands as they are stored. Asking Java for colors instead would convert greys and images with a
     * profile to its own color space.
     */
    private static Image fromSamples(BufferedImage image, int channels, boolean multiplied, DeepSamples deep)
            throws IOException {
        WritableRaster raster = image.getRaster();
        int shift = raster.getSampleModel().getSampleSize(0) - 8;
        if (shift < 0 || shift > 8) {
            throw new IOException("its samples have " + (shift + 8) + " bits; scale them to 8 or 16");
        }
        int width = image.getWidth();
        int height = image.getHeight();
        byte[] pixels = new byte[Math.multiplyExact(width * height, channels)];
        int bands = raster.getNumBands();
        int[] row = new int[width * bands];
        boolean divides = multiplied && bands > channels;
        int largest = 0;
        for (int y = 0, at = 0; y < height; y++) {
            raster.getPixels(0, y, width, 1, row);
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < channels; c++) {
                    int sample = row[x * bands + c];
                    largest = Math.max(largest, sample);
                    int value = sample >> shift;
                    pixels[at++] = (byte) (divides ? divided(value, row[x * bands + channels] >> shift) : value);
                }
            }
        }
        if (shift == 8) {
            deep.check(largest);
        }
        return new Image(width, height, channels, pixels);
    }

    /** Takes the alpha out of a color that was multiplied by it. */
    private static int divided(int value, int alpha) {
        return alpha == 0 ? value : Math.min(255, value * 255 / alpha);
    }

    private static Image fromColors(BufferedImage image, int channels) {
        int width = image.getWidth();
        int height = image.getHeight();
        byte[] pixels = new byte[Math.multiplyExact(width * height, channels)];
        int[] row = new int[width];
        for (int y = 0, at = 0; y < height; y++) {
            image.getRGB(0, y, width, 1, row, 0, width);
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < channels; c++) {
                    pixels[at++] = (byte) (row[x] >> (16 - 8 * c));
                }
            }
        }
        return new Image(width, height, channels, pixels);
    }
}
