package dev.pith.data.patch;

import dev.pith.data.ImageSource.Image;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;

/**
 * Whole images for lossy codecs, which know no masks: the dropped patches go smoothly on from what is visible, and
 * so cost little.
 */
final class Canvas {
    private Canvas() {}

    static Image smooth(PatchGrid grid, Image image, boolean[] kept) {
        byte[] pixels = image.pixels().clone();
        PlainFilling.fill(pixels, grid.pixels(kept), grid.width(), image.channels());
        return new Image(image.width(), image.height(), image.channels(), pixels);
    }

    /** Returns the image as Java's writers take it; a copy. */
    static BufferedImage buffered(Image image) {
        boolean grey = image.channels() == 1;
        BufferedImage buffer = new BufferedImage(
                image.width(), image.height(), grey ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR);
        byte[] out = ((DataBufferByte) buffer.getRaster().getDataBuffer()).getData();
        byte[] in = image.pixels();
        if (grey) {
            System.arraycopy(in, 0, out, 0, in.length);
        } else {
            for (int i = 0; i < in.length; i += 3) {
                out[i] = in[i + 2];
                out[i + 1] = in[i + 1];
                out[i + 2] = in[i];
            }
        }
        return buffer;
    }

    /** Returns the pixels of a decoded canvas. */
    static byte[] pixels(PatchGrid grid, Image decoded, int channels) throws IOException {
        if (decoded.width() != grid.width() || decoded.height() != grid.height()) {
            throw new IOException("its pixels are " + decoded.width() + " x " + decoded.height() + " instead of "
                    + grid.width() + " x " + grid.height());
        }
        if (decoded.channels() == channels) {
            return decoded.pixels();
        }
        if (channels == 3) {
            throw new IOException("its pixels are grey instead of color");
        }
        // WebP knows no grey; what comes back of it has three channels that differ by rounding.
        byte[] green = new byte[grid.width() * grid.height()];
        for (int i = 0; i < green.length; i++) {
            green[i] = decoded.pixels()[3 * i + 1];
        }
        return green;
    }
}
