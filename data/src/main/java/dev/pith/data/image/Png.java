package dev.pith.data.image;

import dev.pith.data.ImageSource.Image;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes pixels as PNG. */
public final class Png {
    private Png() {}

    /** Returns the image as a PNG file's content, grey or RGB as it is. */
    public static byte[] encode(Image image) {
        boolean grey = image.channels() == 1;
        BufferedImage buffer = new BufferedImage(
                image.width(), image.height(), grey ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
        if (grey) {
            // The raster, not setRGB: Java would convert greys between colour spaces and change them.
            buffer.getRaster().setDataElements(0, 0, image.width(), image.height(), image.pixels());
        } else {
            buffer.setRGB(0, 0, image.width(), image.height(), packed(image.pixels()), 0, image.width());
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageIO.write(buffer, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static int[] packed(byte[] pixels) {
        int[] packed = new int[pixels.length / 3];
        for (int i = 0; i < packed.length; i++) {
            packed[i] = (pixels[3 * i] & 0xff) << 16 | (pixels[3 * i + 1] & 0xff) << 8 | (pixels[3 * i + 2] & 0xff);
        }
        return packed;
    }
}
