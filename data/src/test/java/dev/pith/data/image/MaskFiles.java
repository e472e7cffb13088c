package dev.pith.data.image;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Makes small images and masks. */
final class MaskFiles {
    private static final int WIDTH = 3;
    private static final int HEIGHT = 2;

    private MaskFiles() {}

    /** Returns an image of 3 x 2 pixels, or as many wide. */
    static byte[] image(int width) {
        return encoded(new BufferedImage(width, HEIGHT, BufferedImage.TYPE_INT_RGB));
    }

    /** Returns a mask of 3 x 2 pixels in grey. */
    static byte[] grey(int... labels) {
        return mask(BufferedImage.TYPE_BYTE_GRAY, labels);
    }

    /** Returns a mask of 16 bits. */
    static byte[] deep(int... labels) {
        return mask(BufferedImage.TYPE_USHORT_GRAY, labels);
    }

    private static byte[] mask(int type, int... labels) {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, type);
        image.getRaster().setSamples(0, 0, WIDTH, HEIGHT, 0, labels);
        return encoded(image);
    }

    /** Returns a mask of so many bits a pixel with a palette, whose colors mean nothing. */
    static byte[] palette(int bits, int... labels) {
        int size = 1 << bits;
        byte[] colors = new byte[size];
        for (int i = 0; i < size; i++) {
            colors[i] = (byte) (i * 37 + 11);
        }
        IndexColorModel model = new IndexColorModel(bits, size, colors, new byte[size], colors);
        BufferedImage image = new BufferedImage(
                WIDTH, HEIGHT, bits == 8 ? BufferedImage.TYPE_BYTE_INDEXED : BufferedImage.TYPE_BYTE_BINARY, model);
        image.getRaster().setSamples(0, 0, WIDTH, HEIGHT, 0, labels);
        return encoded(image);
    }

    static byte[] encoded(BufferedImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static void write(Path file, byte[] content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }
}
