package dev.pith.data.image;

import dev.pith.PithException;
import dev.pith.data.ImageSource.Image;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Decodes image files: JPEG, PNG, BMP, GIF (its first frame), WebP, TIFF (its first page), PPM and PGM, told apart by
 * their content.
 *
 * <p>Grey images keep one channel; everything else becomes RGB, CMYK and YCCK included, palettes expanded (a palette of
 * greys counts as grey). Alpha is dropped, not composited; of 16 bits the upper 8 are kept; color profiles are not
 * applied, save where CMYK needs one; orientation tags are not followed. PIL's {@code convert("RGB")} makes the same of such
 * files (16-bit greys apart, which it clips), so features and training see the same picture.
 */
public final class ImageDecoder {
    /** The most pixels an image may have. Decoding needs several times as many bytes. */
    public static final long MAX_PIXELS = 100_000_000;

    private static final Set<String> FORMATS = Set.of("jpeg", "jpg", "png", "bmp", "gif", "webp", "tiff", "tif");

    private ImageDecoder() {}

    /**
     * Decodes an image file's content.
     *
     * @param name what messages call the file
     * @throws PithException when it is empty, of no known format, damaged, or larger than {@link #MAX_PIXELS}, which is
     *     checked before anything is decoded
     */
    public static Image decode(byte[] content, String name) {
        if (content.length == 0) {
            throw new PithException(name + ": is empty, not an image");
        }
        if (Netpbm.knows(content)) {
            return decodeNetpbm(content, name);
        }
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(content))) {
            ImageReader reader = reader(in);
            if (reader == null) {
                throw new PithException(name + ": is no image of a known format");
            }
            try {
                return decode(reader, in, name);
            } finally {
                reader.dispose();
            }
        } catch (IOException e) {
            throw damaged(name, e);
        }
    }

    private static Image decode(ImageReader reader, ImageInputStream in, String name) throws IOException {
        TruncationListener truncation = new TruncationListener();
        try {
            reader.setInput(in, false, true);
            reader.addIIOReadWarningListener(truncation);
            requireSize(reader.getWidth(0), reader.getHeight(0), name);
            BufferedImage decoded = reader.read(0);
            if (truncation.heard()) {
                throw new IOException("it ends too early");
            }
            return Conversion.toImage(decoded);
        } catch (PithException e) {
            throw e;
        } catch (OutOfMemoryError e) {
            throw new PithException(
                    name + ": does not fit in memory; make the image smaller, or give Java more with -Xmx", e);
        } catch (RuntimeException e) {
            // Readers meet damaged files with exceptions of every kind.
            throw damaged(name, e);
        }
    }

    private static Image decodeNetpbm(byte[] content, String name) {
        try {
            Netpbm.Header header = Netpbm.header(content);
            requireSize(header.width(), header.height(), name);
            return Netpbm.read(content, header);
        } catch (IOException e) {
            throw damaged(name, e);
        }
    }

    private static void requireSize(int width, int height, String name) {
        if (width < 1 || height < 1) {
            throw new PithException(name + ": an image of " + width + " x " + height + " pixels");
        }
        if ((long) width * height > MAX_PIXELS) {
            throw new PithException(name + ": its header claims " + width + " x " + height + " pixels, more than the "
                    + String.format(Locale.ROOT, "%,d", MAX_PIXELS) + " that are read");
        }
    }

    /**
     * Formats are chosen by name because Java's reader for WBMP takes almost anything for one, and the reader that comes with
     * the encoder of WebP is left out, so that images are read alike, by Java alone, on every machine.
     */
    private static @Nullable ImageReader reader(ImageInputStream in) throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
        while (readers.hasNext()) {
            ImageReader reader = readers.next();
            boolean ofEncoder = reader.getClass().getName().startsWith("com.luciad.");
            if (!ofEncoder && FORMATS.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) {
                return reader;
            }
            reader.dispose();
        }
        return null;
    }

    private static PithException damaged(String name, Exception failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        String reason = cause instanceof EOFException
                ? "it ends too early"
                : message == null
                        ? cause.getClass().getSimpleName()
                        : message.lines().findFirst().orElse("");
        return new PithException(name + ": is no readable image (" + reason + ")", failure);
    }
}
