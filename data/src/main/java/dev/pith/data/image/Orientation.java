package dev.pith.data.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.twelvemonkeys.imageio.metadata.CompoundDirectory;
import com.twelvemonkeys.imageio.metadata.Directory;
import com.twelvemonkeys.imageio.metadata.Entry;
import com.twelvemonkeys.imageio.metadata.tiff.TIFF;
import com.twelvemonkeys.imageio.metadata.tiff.TIFFReader;
import dev.pith.data.ImageSource.Image;
import dev.pith.data.ImageSource.Reduced;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * How an image lies in its file: Exif's orientation, 1 (upright) to 8.
 *
 * <p>Format: Exif 2.32, 4.6.4, tag 274; PNG's chunk eXIf and WebP's EXIF hold the same structure.
 */
final class Orientation {
    static final int UPRIGHT = 1;
    private static final int LAST = 8;
    private static final int FIRST_ON_ITS_SIDE = 5;
    private static final String EXIF = "Exif\0\0";

    private Orientation() {}

    /** Returns what a JPEG, PNG or WebP file says; {@link #UPRIGHT} where it says nothing that can be understood. */
    static int of(byte[] content) {
        if (JpegFile.knows(content)) {
            return of(content, JpegFile.of(content));
        }
        ByteBuffer chunk = Chunks.find(content, "eXIf");
        if (chunk == null) {
            chunk = Chunks.find(content, "EXIF");
        }
        if (chunk == null) {
            return UPRIGHT;
        }
        // Some writers of WebP keep what goes before the structure in JPEG.
        int from = chunk.arrayOffset();
        String head = new String(content, from, Math.min(EXIF.length(), chunk.limit()), ISO_8859_1);
        int skipped = head.equals(EXIF) ? EXIF.length() : 0;
        return ofExif(content, from + skipped, chunk.limit() - skipped);
    }

    /** Returns what a JPEG file says, likewise. */
    static int of(byte[] content, JpegFile jpeg) {
        return jpeg.exifAt() < 0 ? UPRIGHT : ofExif(content, jpeg.exifAt(), jpeg.exifLength());
    }

    private static int ofExif(byte[] content, int from, int length) {
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(content, from, length))) {
            Directory exif = new TIFFReader().read(in);
            Directory first =
                    exif instanceof CompoundDirectory all && all.directoryCount() > 0 ? all.getDirectory(0) : exif;
            return of(first.getEntryById(TIFF.TAG_ORIENTATION));
        } catch (IOException | RuntimeException e) {
            // An image that can be seen is worth more than what a damaged note says about it.
            return UPRIGHT;
        }
    }

    /** Returns what a directory's entry says. */
    static int of(@Nullable Entry entry) {
        return entry != null
                        && entry.getValue() instanceof Number number
                        && number.intValue() >= UPRIGHT
                        && number.intValue() <= LAST
                ? number.intValue()
                : UPRIGHT;
    }

    /** Returns whether width and height change places when the image is turned as it is meant to be seen. */
    static boolean isOnItsSide(int orientation) {
        return orientation >= FIRST_ON_ITS_SIDE;
    }

    /** Returns whether the columns, as they are stored, are to be read from the last to the first. */
    private static boolean isMirrored(int orientation) {
        return orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
    }

    /** Returns whether the rows, as they are stored, are to be read from the last to the first. */
    private static boolean isUpsideDown(int orientation) {
        return orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
    }

    /** Returns an image as it is meant to be seen whose picture begins with its first pixel. */
    static Reduced upright(Reduced stored, int orientation) {
        double left = isMirrored(orientation) ? stored.image().width() - stored.across() : 0;
        double top = isUpsideDown(orientation) ? stored.image().height() - stored.down() : 0;
        Image image = upright(stored.image(), orientation);
        return isOnItsSide(orientation)
                ? new Reduced(image, top, left, stored.down(), stored.across())
                : new Reduced(image, left, top, stored.across(), stored.down());
    }

    /** Returns the image as it is meant to be seen. */
    static Image upright(Image image, int orientation) {
        if (orientation == UPRIGHT) {
            return image;
        }
        boolean onItsSide = isOnItsSide(orientation);
        boolean mirrored = isMirrored(orientation);
        boolean upsideDown = isUpsideDown(orientation);
        int width = onItsSide ? image.height() : image.width();
        int height = onItsSide ? image.width() : image.height();
        int channels = image.channels();
        byte[] pixels = new byte[image.pixels().length];
        for (int y = 0, to = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int column = onItsSide ? y : x;
                int row = onItsSide ? x : y;
                column = mirrored ? image.width() - 1 - column : column;
                row = upsideDown ? image.height() - 1 - row : row;
                int from = (row * image.width() + column) * channels;
                for (int c = 0; c < channels; c++) {
                    pixels[to++] = image.pixels()[from + c];
                }
            }
        }
        return new Image(width, height, channels, pixels);
    }
}
