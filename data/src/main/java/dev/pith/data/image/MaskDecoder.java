package dev.pith.data.image;

import dev.pith.PithException;
import dev.pith.data.MaskSource.Mask;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * Decodes masks: PNG files of one number a pixel, the label. Where a file has a palette, the label is the number of the
 * color, and the colors only show it. Of 16 bits labels up to 255 are read.
 */
public final class MaskDecoder {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int MOST = 255;

    private MaskDecoder() {}

    /**
     * Decodes a mask file's content.
     *
     * @param name what messages call the file
     * @return the labels as they are in the file
     * @throws PithException when it is no PNG, has colors, is damaged, or holds a label above 255
     */
    public static Mask decode(byte[] content, String name) {
        if (!isPng(content)) {
            throw new PithException(name + ": is no PNG; a mask is one number a pixel, which formats for photographs"
                    + " change, so save masks as PNG");
        }
        ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
        try (ImageInputStream in = new ContentStream(content)) {
            reader.setInput(in, false, true);
            ImageDecoder.requireSize(reader.getWidth(0), reader.getHeight(0), name);
            ImageDecoder.requireRoom(reader.getWidth(0), reader.getHeight(0), content, name);
            TruncationListener truncation = new TruncationListener();
            reader.addIIOReadWarningListener(truncation);
            BufferedImage decoded = reader.read(0);
            if (truncation.heard()) {
                throw new IOException("it ends too early");
            }
            return labels(decoded.getRaster(), name);
        } catch (PithException e) {
            throw e;
        } catch (OutOfMemoryError e) {
            throw new PithException(
                    name + ": does not fit in memory; make the image smaller, or give Java more with -Xmx", e);
        } catch (IOException | RuntimeException e) {
            throw ImageDecoder.damaged(name, e); // readers meet damaged files with exceptions of every kind
        } finally {
            reader.dispose();
        }
    }

    private static boolean isPng(byte[] content) {
        for (int i = 0; i < SIGNATURE.length; i++) {
            if (i >= content.length || content[i] != SIGNATURE[i]) {
                return false;
            }
        }
        return true;
    }

    private static Mask labels(Raster raster, String name) {
        int bands = raster.getNumBands();
        if (bands > 1) {
            throw new PithException(
                    name + ": is a mask saved " + (bands == 2 ? "with transparency" : "as RGB") + ", of " + bands
                            + " numbers a pixel; save one number a pixel, the label, in grey or with a palette");
        }
        int width = raster.getWidth();
        byte[] labels = new byte[Math.multiplyExact(width, raster.getHeight())];
        int[] row = new int[width];
        for (int y = 0, at = 0; y < raster.getHeight(); y++) {
            raster.getSamples(0, y, width, 1, 0, row);
            for (int x = 0; x < width; x++) {
                if (row[x] > MOST) {
                    throw new PithException(name + ": label " + row[x] + " at column " + x + " of row " + y
                            + " is beyond 255; number the classes from 0");
                }
                labels[at++] = (byte) row[x];
            }
        }
        return new Mask(width, raster.getHeight(), labels);
    }
}
