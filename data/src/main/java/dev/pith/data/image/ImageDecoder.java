package dev.pith.data.image;

import dev.pith.PithException;
import dev.pith.data.ImageSource.Image;
import dev.pith.data.ImageSource.Reduced;
import java.awt.image.BufferedImage;
import java.io.EOFException;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Decodes image files: JPEG, PNG, BMP, GIF, WebP, TIFF, PPM and PGM, told apart by their content. What a pixel means
 * for each is in docs/images.md.
 *
 * <p>Grey images keep one channel; everything else becomes RGB, CMYK and YCCK included, palettes expanded (a palette of
 * greys counts as grey). Alpha is dropped, not composited; of 16 bits the upper 8 are kept; color profiles are not
 * applied, save where CMYK needs one. PIL's {@code convert("RGB")} makes the same of such files (16-bit greys apart,
 * which it clips), so features and training see the same picture. Of animations the first frame is read, on its canvas.
 * Images are turned as their orientation tag says, as {@code ImageOps.exif_transpose} does.
 */
public final class ImageDecoder {
    /**
     * How many bytes one byte can come from at most by the way that PNG compresses (RFC 1951: 258 bytes for two bits).
     */
    private static final long MOST_INFLATED = 1032;

    /** The most pixels an image may have. Decoding needs several times as many bytes. */
    public static final long MAX_PIXELS = 100_000_000;

    private static final Set<String> FORMATS = Set.of("jpeg", "png", "bmp", "gif", "webp", "tiff", "bigtiff");

    /** How many times as wide and as high as it will be a JPEG is decoded at least where it is scaled down anyway. */
    private static final int MARGIN = 2;

    private static final int MOST_REDUCED = 8;

    private final byte[] content;
    private final String name;
    private final ImageNotes notes;

    private ImageDecoder(byte[] content, String name, ImageNotes notes) {
        this.content = content;
        this.name = name;
        this.notes = notes;
    }

    /** Decodes an image of Pith's own making; see {@link #decode(byte[], String, ImageNotes)}. */
    public static Image decode(byte[] content, String name) {
        return decode(content, name, ImageNotes.none());
    }

    /**
     * Decodes an image file's content.
     *
     * @param name what messages call the file
     * @param notes of the source that the file is from
     * @throws PithException when it is empty, of no known format, damaged, more than one image, of bands that are no
     *     colors, or larger than {@link #MAX_PIXELS}, which is checked before anything is decoded
     */
    public static Image decode(byte[] content, String name, ImageNotes notes) {
        return decodeFor(content, name, notes, Integer.MAX_VALUE, Integer.MAX_VALUE)
                .image();
    }

    /**
     * Decodes an image file's content likewise, where the image is to be scaled down to {@code width} x
     * {@code height}: see {@link dev.pith.data.ImageSource#imageFor}.
     *
     * @param width of the image as it is meant to be seen, positive
     * @param height likewise
     */
    public static Reduced decodeFor(byte[] content, String name, ImageNotes notes, int width, int height) {
        return new ImageDecoder(content, name, notes).decode(true, width, height);
    }

    /** Decodes an image as where the library for JPEG cannot be loaded. */
    static Image decodeByJava(byte[] content, String name) {
        return new ImageDecoder(content, name, ImageNotes.none())
                .decode(false, 1, 1)
                .image();
    }

    private Reduced decode(boolean library, int width, int height) {
        if (content.length == 0) {
            throw new PithException(name + ": is empty, not an image");
        }
        try {
            JpegFile jpeg = JpegFile.knows(content) ? JpegFile.of(content) : null;
            Reduced image = jpeg == null || !library ? null : byLibrary(jpeg, width, height);
            return image == null ? Reduced.whole(byJava(jpeg)) : image;
        } catch (PithException e) {
            throw e;
        } catch (OutOfMemoryError e) {
            throw new PithException(
                    name + ": does not fit in memory; make the image smaller, or give Java more with -Xmx", e);
        } catch (IOException | RuntimeException e) {
            // Readers meet damaged files with exceptions of every kind.
            throw damaged(name, e);
        }
    }

    /**
     * Returns width and height of an image as it is meant to be seen, without decoding it.
     *
     * @param name what messages call the file
     * @throws PithException as {@link #decode}, as far as the header tells
     */
    static int[] size(byte[] content, String name) {
        if (Netpbm.knows(content)) {
            try {
                Netpbm.Header header = Netpbm.header(content);
                return new int[] {header.width(), header.height()};
            } catch (IOException | RuntimeException e) {
                throw damaged(name, e);
            }
        }
        try (ImageInputStream in = new ContentStream(content)) {
            ImageReader reader = reader(in);
            if (reader == null) {
                throw new PithException(name + ": " + ForeignFormat.describe(content));
            }
            try {
                reader.setInput(in, false, false);
                boolean paged = format(reader).endsWith("tiff");
                TiffPage page = paged ? TiffPage.of(reader) : new TiffPage(0, Orientation.of(content), false);
                int width = reader.getWidth(page.index());
                int height = reader.getHeight(page.index());
                return Orientation.isOnItsSide(page.orientation())
                        ? new int[] {height, width}
                        : new int[] {width, height};
            } finally {
                reader.dispose();
            }
        } catch (PithException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw damaged(name, e);
        }
    }

    /** Returns null where Java is to decode the file. */
    private @Nullable Reduced byLibrary(JpegFile jpeg, int width, int height) {
        JpegFile.Frame frame = jpeg.plain();
        if (frame == null) {
            return null;
        }
        requireSize(frame.width(), frame.height());
        int orientation = Orientation.of(content, jpeg);
        boolean onItsSide = Orientation.isOnItsSide(orientation);
        int reduction = reduction(frame, onItsSide ? height : width, onItsSide ? width : height);
        Image image = NativeJpeg.decode(content, frame, reduction);
        if (image == null) {
            return null;
        }
        noteTurned(orientation);
        double across = (double) frame.width() / reduction;
        double down = (double) frame.height() / reduction;
        return Orientation.upright(new Reduced(image, 0, 0, across, down), orientation);
    }

    /** Returns the largest of 8, 4, 2 and 1 that leaves {@link #MARGIN} times the size. */
    private static int reduction(JpegFile.Frame frame, long width, long height) {
        int reduction = MOST_REDUCED;
        while (reduction > 1
                && (NativeJpeg.reduced(frame.width(), reduction) < MARGIN * width
                        || NativeJpeg.reduced(frame.height(), reduction) < MARGIN * height)) {
            reduction /= 2;
        }
        return reduction;
    }

    private void noteTurned(int orientation) {
        if (orientation != Orientation.UPRIGHT) {
            notes.say(ImageNotes.Kind.TURNED, name);
        }
    }

    private Image byJava(@Nullable JpegFile jpeg) throws IOException {
        DeepSamples deep = new DeepSamples(name, notes);
        if (Netpbm.knows(content)) {
            Netpbm.Header header = Netpbm.header(content);
            requireSize(header.width(), header.height());
            return Netpbm.read(content, header, deep);
        }
        try (ImageInputStream in = new ContentStream(content)) {
            ImageReader reader = reader(in);
            if (reader == null) {
                throw new PithException(name + ": " + ForeignFormat.describe(content));
            }
            try {
                return decode(reader, in, deep, jpeg);
            } finally {
                reader.dispose();
            }
        }
    }

    private Image decode(ImageReader reader, ImageInputStream in, DeepSamples deep, @Nullable JpegFile jpeg)
            throws IOException {
        String format = format(reader);
        boolean framed = format.equals("gif");
        boolean paged = format.endsWith("tiff");
        reader.setInput(in, false, !framed && !paged);
        TiffPage page = paged ? TiffPage.of(reader) : new TiffPage(0, Orientation.of(content), false);
        FirstFrame frame = framed ? FirstFrame.ofGif(reader) : FirstFrame.ofWebp(content);
        requireSize(reader.getWidth(page.index()), reader.getHeight(page.index()));
        if (frame != null) {
            requireSize(frame.width(), frame.height());
        }
        if (format.equals("png")) {
            requireRoom(reader.getWidth(0), reader.getHeight(0), content, name);
        }
        TruncationListener truncation = new TruncationListener();
        reader.addIIOReadWarningListener(truncation);
        BufferedImage decoded = reader.read(page.index());
        if (truncation.heard() || (jpeg != null && !jpeg.whole())) {
            throw new IOException("it ends too early");
        }
        boolean animated = frame != null ? reader.getNumImages(true) > 1 : Chunks.find(content, "acTL") != null;
        if (animated) {
            notes.say(ImageNotes.Kind.FIRST_FRAME, name);
        }
        noteTurned(page.orientation());
        Image image = Conversion.toImage(frame == null ? decoded : frame.onCanvas(decoded), page.multiplied(), deep);
        return Orientation.upright(image, page.orientation());
    }

    private void requireSize(int width, int height) {
        requireSize(width, height, name);
    }

    /** Refuses what has no pixels, or more than {@link #MAX_PIXELS}. */
    static void requireSize(int width, int height, String name) {
        if (width < 1 || height < 1) {
            throw new PithException(name + ": an image of " + width + " x " + height + " pixels");
        }
        if ((long) width * height > MAX_PIXELS) {
            throw new PithException(name + ": its header claims " + width + " x " + height + " pixels, more than the "
                    + String.format(Locale.ROOT, "%,d", MAX_PIXELS) + " that are read");
        }
    }

    /**
     * A PNG is refused whose header claims more than its bytes can hold, a bit a pixel at least, before room is
     * made for it.
     */
    static void requireRoom(int width, int height, byte[] content, String name) {
        if ((long) width * height / Byte.SIZE > MOST_INFLATED * content.length) {
            throw new PithException(name + ": its header claims " + width + " x " + height + " pixels, more than its "
                    + content.length + " bytes can hold; it is damaged, get it again");
        }
    }

    private static String format(ImageReader reader) throws IOException {
        return reader.getFormatName().toLowerCase(Locale.ROOT);
    }

    /**
     * Formats are chosen by name because Java's reader for WBMP takes almost anything for one, and the reader that
     * comes with the encoder of WebP is left out, so that images are read alike, by Java alone, on every machine.
     */
    private static @Nullable ImageReader reader(ImageInputStream in) throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
        while (readers.hasNext()) {
            ImageReader reader = readers.next();
            boolean ofEncoder = reader.getClass().getName().startsWith("com.luciad.");
            if (!ofEncoder && FORMATS.contains(format(reader))) {
                return reader;
            }
            reader.dispose();
        }
        return null;
    }

    /** Returns what is said of a file that cannot be decoded. */
    static PithException damaged(String name, Exception failure) {
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
