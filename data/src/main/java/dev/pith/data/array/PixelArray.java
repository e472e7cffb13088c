package dev.pith.data.array;

import dev.pith.PithException;
import dev.pith.data.Fingerprint;
import dev.pith.data.ImageSource;
import dev.pith.data.Labels;
import dev.pith.data.image.RawImages;
import dev.pith.data.label.LabelFile;
import dev.pith.npy.Npy;
import dev.pith.npy.NpyHeader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Images as pixels in an array: {@code uint8[n, height, width, c]} with 1 channel or 3. */
public final class PixelArray {
    private PixelArray() {}

    /** Tells whether the channels come last: the last dimension is 1 or 3 long and the second is not. */
    static boolean isChannelsLast(List<Long> shape) {
        return shape.size() == 4 && isChannels(shape.get(3)) && !isChannels(shape.get(1));
    }

    private static boolean isChannels(long length) {
        return length == 1 || length == 3;
    }

    /** Tells whether an array holds pixels. */
    public static boolean is(Path file) {
        NpyHeader header = NpyHeader.read(file);
        return isChannelsLast(header.shape()) && header.type().toString().equals("uint8");
    }

    /**
     * Reads the images into memory; the key of a sample is its row number.
     *
     * @param name what the user called the source
     * @param labels a file of n labels, or null
     * @throws PithException when a file cannot be read, there is no image, or the labels are of another number
     */
    public static ImageSource open(String name, Path file, @Nullable Path labels) {
        NpyHeader header = NpyHeader.read(file);
        int images = Math.toIntExact(Math.min(Integer.MAX_VALUE, header.shape().get(0)));
        if (images == 0 || header.count() == 0) {
            throw new PithException(file + ": holds no image; give an array with at least one");
        }
        if (header.fortranOrder()) {
            throw new PithException(file + ": holds images in Fortran order; save numpy.ascontiguousarray(array)");
        }
        byte[] all = Npy.readBytes(file);
        int bytes = all.length / images;
        byte[][] pixels = new byte[images][];
        for (int i = 0; i < images; i++) {
            pixels[i] = Arrays.copyOfRange(all, i * bytes, (i + 1) * bytes);
        }
        Labels read = labels == null ? null : LabelFile.read(labels, images, name, Integer::toString);
        return new RawImages(
                name,
                Math.toIntExact(header.shape().get(2)),
                Math.toIntExact(header.shape().get(1)),
                pixels,
                read,
                RawImages.fileBytes(List.of(Npy.fileOf(file))),
                Fingerprint.ofFiles(labels == null ? List.of(file) : List.of(file, labels)));
    }
}
