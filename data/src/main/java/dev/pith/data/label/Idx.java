package dev.pith.data.label;

import dev.pith.PithException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * Reads IDX files of unsigned bytes, plain or gzipped.
 *
 * <p>The header's sizes are not trusted: memory grows with the bytes that are really there.
 */
public final class Idx {
    private static final int UNSIGNED_BYTES = 0x08;
    private static final int MAX_SIDE = 10_000;

    private Idx() {}

    /**
     * Grey images of one size.
     *
     * @param pixels one {@code byte[height * width]} for each image, row by row
     */
    public record Images(int width, int height, byte[][] pixels) {}

    /**
     * Reads a file of images, three dimensions: count, height, width.
     *
     * @throws PithException when the file is missing, no such IDX file, truncated, or longer than its header says
     */
    public static Images images(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return images(in, file.toString());
        } catch (IOException e) {
            throw new PithException(file + ": cannot be read (" + e + "); check the file", e);
        }
    }

    /** Reads images from a stream; {@code name} is what messages call it. */
    public static Images images(InputStream stream, String name) {
        try (DataInputStream in = open(stream)) {
            int count = count(in, name, 3);
            int height = in.readInt();
            int width = in.readInt();
            if (height < 1 || width < 1 || height > MAX_SIDE || width > MAX_SIDE) {
                throw new PithException(name + ": its header claims images of " + width + " x " + height
                        + " pixels; sides from 1 to " + MAX_SIDE + " are read");
            }
            List<byte[]> pixels = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                byte[] image = in.readNBytes(height * width);
                if (image.length < height * width) {
                    throw truncated(name, count, i);
                }
                pixels.add(image);
            }
            requireEnd(in, name, count);
            return new Images(width, height, pixels.toArray(byte[][]::new));
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    /**
     * Reads a file of labels, one dimension.
     *
     * @throws PithException when the file is missing, no such IDX file, truncated, or longer than its header says
     */
    public static long[] labels(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return labels(in, file.toString());
        } catch (IOException e) {
            throw new PithException(file + ": cannot be read (" + e + "); check the file", e);
        }
    }

    /** Reads labels from a stream; {@code name} is what messages call it. */
    public static long[] labels(InputStream stream, String name) {
        try (DataInputStream in = open(stream)) {
            int count = count(in, name, 1);
            byte[] bytes = in.readNBytes(count);
            if (bytes.length < count) {
                throw truncated(name, count, bytes.length);
            }
            requireEnd(in, name, count);
            long[] labels = new long[count];
            for (int i = 0; i < count; i++) {
                labels[i] = Byte.toUnsignedLong(bytes[i]);
            }
            return labels;
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    /** Unpacks when the content is gzipped, whatever the file is called: downloads are often renamed. */
    private static DataInputStream open(InputStream stream) throws IOException {
        BufferedInputStream in = new BufferedInputStream(stream, 1 << 16);
        in.mark(2);
        boolean gzipped = in.read() == 0x1f && in.read() == 0x8b;
        in.reset();
        return new DataInputStream(gzipped ? new BufferedInputStream(new GZIPInputStream(in, 1 << 16), 1 << 16) : in);
    }

    private static int count(DataInputStream in, String name, int dimensions) throws IOException {
        int magic = in.readInt();
        if (magic >>> 16 != 0 || ((magic >>> 8) & 0xff) != UNSIGNED_BYTES || (magic & 0xff) != dimensions) {
            throw new PithException(name + ": is no IDX file of unsigned bytes with " + dimensions + " dimension"
                    + (dimensions == 1 ? "" : "s") + " (its first four bytes are " + String.format("%08x", magic)
                    + ")");
        }
        int count = in.readInt();
        if (count < 1) {
            throw new PithException(name + ": its header claims " + Integer.toUnsignedString(count)
                    + " items; from 1 to " + Integer.MAX_VALUE + " are read");
        }
        return count;
    }

    private static void requireEnd(DataInputStream in, String name, int count) throws IOException {
        if (in.read() >= 0) {
            throw new PithException(
                    name + ": goes on after the " + count + " items its header claims; get the file again");
        }
    }

    private static PithException truncated(String name, int count, int found) {
        return new PithException(name + ": truncated, its header claims " + count + " items, it holds " + found
                + "; get the file again");
    }

    private static PithException unreadable(String name, IOException cause) {
        String reason = cause instanceof EOFException ? "it ends too early" : cause.getMessage();
        return new PithException(name + ": cannot be read as IDX (" + reason + "); get the file again", cause);
    }
}
