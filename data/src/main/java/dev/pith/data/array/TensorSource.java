package dev.pith.data.array;

import dev.pith.PithException;
import dev.pith.data.Fingerprint;
import dev.pith.data.Labels;
import dev.pith.data.Source;
import dev.pith.data.label.LabelFile;
import dev.pith.npy.FloatMatrix;
import dev.pith.npy.Npy;
import dev.pith.npy.NpyHeader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Images that are ready for a network: {@code float32[n, c, h, w]} in an {@code .npy} file, memory-mapped where its
 * form allows. The key of a sample is its row number.
 */
public final class TensorSource implements Source {
    private final String name;
    private final FloatMatrix rows;
    private final int channels;
    private final int height;
    private final int width;
    private final @Nullable Labels labels;
    private final String fingerprint;

    private TensorSource(String name, Path file, List<Long> shape, @Nullable Path labelFile) {
        this.name = name;
        if (PixelArray.isChannelsLast(shape)) {
            throw new PithException(
                    file + ": has its channels last, as images are stored, and tensors for a network have them"
                            + " first; in Python, numpy.save('first.npy', a.transpose(0, 3, 1, 2)) of the array a, or save the pixels as"
                            + " uint8, which are read as images");
        }
        this.rows = Npy.mapTensor(file);
        if (rows.rows() < 1 || rows.rows() > Integer.MAX_VALUE) {
            throw new PithException(
                    file + ": has " + rows.rows() + " images; from 1 to " + Integer.MAX_VALUE + " are read");
        }
        this.channels = Math.toIntExact(shape.get(1));
        this.height = Math.toIntExact(shape.get(2));
        this.width = Math.toIntExact(shape.get(3));
        this.labels = labelFile == null ? null : LabelFile.read(labelFile, size(), name, this::key);
        this.fingerprint = Fingerprint.ofFiles(labelFile == null ? List.of(file) : List.of(file, labelFile));
    }

    /** Tells whether an {@code .npy} file has the four dimensions of images. */
    public static boolean isTensor(Path file) {
        return NpyHeader.read(file).shape().size() == 4;
    }

    /**
     * Opens a file of four dimensions.
     *
     * @param name what the user called it
     * @param labels a file of n labels, or null
     * @throws PithException when a file cannot be read, there is no image, or the labels are of another number
     */
    public static TensorSource open(String name, Path file, @Nullable Path labels) {
        return new TensorSource(name, file, NpyHeader.read(file).shape(), labels);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int size() {
        return (int) rows.rows();
    }

    @Override
    public String key(int id) {
        return Integer.toString(id);
    }

    @Override
    public Optional<Labels> labels() {
        return Optional.ofNullable(labels);
    }

    /** Returns c. */
    public int channels() {
        return channels;
    }

    /** Returns h, in pixels. */
    public int height() {
        return height;
    }

    /** Returns w, in pixels. */
    public int width() {
        return width;
    }

    /** Returns {@code float32[n, c * h * w]}, one row per image, channel by channel. */
    public FloatMatrix rows() {
        return rows;
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    @Override
    public void close() {
        // A mapped file is let go with the memory.
    }
}
