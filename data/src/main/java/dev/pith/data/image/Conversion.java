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

    static Image toImage(BufferedImage image) throws IOException {
        int type = image.getRaster().getTransferType();
        if (type != DataBuffer.TYPE_BYTE && type != DataBuffer.TYPE_USHORT && type != DataBuffer.TYPE_INT) {
            throw new IOException("its samples are not whole numbers of 8 or 16 bits");
        }
        ColorModel colors = image.getColorModel();
        if (colors instanceof IndexColorModel palette) {
            return isGrey(palette) ? fromColors(image, 1) : fromColors(image, 3);
        }
        return switch (colors.getColorSpace().getType()) {
            case ColorSpace.TYPE_GRAY -> fromSamples(image, 1);
            case ColorSpace.TYPE_RGB -> fromSamples(image, 3);
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
    private static Image fromSamples(BufferedImage image, int channels) throws IOException {
        WritableRaster raster = image.getRaster();
        int shift = raster.getSampleModel().getSampleSize(0) - 8;
        if (shift < 0 || shift > 8) {
            throw new IOException("its samples have " + (shift + 8) + " bits");
        }
        int width = image.getWidth();
        int height = image.getHeight();
        byte[] pixels = new byte[Math.multiplyExact(width * height, channels)];
        int bands = raster.getNumBands();
        int[] row = new int[width * bands];
        for (int y = 0, at = 0; y < height; y++) {
            raster.getPixels(0, y, width, 1, row);
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < channels; c++) {
                    pixels[at++] = (byte) (row[x * bands + c] >> shift);
                }
            }
        }
        return new Image(width, height, channels, pixels);
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
