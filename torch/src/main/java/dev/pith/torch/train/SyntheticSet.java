package dev.pith.torch.train;

import dev.pith.PithException;
import dev.pith.npy.Npy;
import dev.pith.npy.NpyHeader;
import dev.pith.torch.network.InputShape;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Images that were made to be trained on, normalized already.
 *
 * @param shape of each image
 * @param classes how many there are
 * @param pixels {@code float[m * c * h * w]}; not copied
 * @param labels {@code long[m]}, from 0 to classes - 1; not copied
 * @param mean per channel, what the images were normalized by; not copied
 * @param std per channel; not copied
 */
public record SyntheticSet(InputShape shape, int classes, float[] pixels, long[] labels, float[] mean, float[] std)
        implements LabelledImages {
    /** A time for entries of archives, which the clock would make different. */
    private static final FileTime WRITTEN = FileTime.from(Instant.parse("1980-02-01T00:00:00Z"));

    /**
     * Reads an {@code .npz} archive of {@code images} ({@code float32[m, c, h, w]}), {@code labels} ({@code int64[m]}),
     * {@code mean} and {@code std} (a number per channel).
     *
     * @param classes how many the labels may name
     * @throws PithException naming the file when it cannot be read, an array is missing or of another shape, or a label
     *     is outside its range
     */
    public static SyntheticSet read(Path file, int classes) {
        try (FileSystem archive = FileSystems.newFileSystem(file)) {
            Path images = entry(archive, file, "images");
            List<Long> sizes = NpyHeader.read(images).shape();
            if (sizes.size() != 4 || sizes.contains(0L)) {
                throw new PithException(file + ": its images are of shape " + sizes + ", expected [m, c, h, w]");
            }
            InputShape shape = new InputShape(
                    Math.toIntExact(sizes.get(1)), Math.toIntExact(sizes.get(2)), Math.toIntExact(sizes.get(3)));
            float[] pixels = floats(images);
            long[] labels = Npy.readLongs(entry(archive, file, "labels"));
            float[] mean = floats(entry(archive, file, "mean"));
            float[] std = floats(entry(archive, file, "std"));
            if (labels.length != sizes.get(0) || mean.length != shape.channels() || std.length != shape.channels()) {
                throw new PithException(file + ": " + sizes.get(0) + " images of " + shape.channels()
                        + " channels need as many labels, means and deviations, got " + labels.length + ", "
                        + mean.length + " and " + std.length);
            }
            for (int i = 0; i < labels.length; i++) {
                if (labels[i] < 0 || labels[i] >= classes) {
                    throw new PithException(file + ": label " + labels[i] + " of image " + i
                            + " is outside the range 0 to " + (classes - 1));
                }
            }
            return new SyntheticSet(shape, classes, pixels, labels, mean, std);
        } catch (IOException | ProviderNotFoundException e) {
            throw new PithException(file + ": cannot be read as an .npz archive (" + e.getMessage() + ")", e);
        }
    }

    /**
     * Writes what {@link #read} reads, and NumPy: the same images give the same bytes.
     *
     * @param file does not exist yet
     */
    public void write(Path file) throws IOException {
        try (FileSystem archive = FileSystems.newFileSystem(file, Map.of("create", "true"))) {
            int images = labels.length;
            Npy.write(made(archive, "images"), pixels, images, shape.channels(), shape.height(), shape.width());
            Npy.write(made(archive, "labels"), labels);
            Npy.write(made(archive, "mean"), mean);
            Npy.write(made(archive, "std"), std);
            for (String name : List.of("images", "labels", "mean", "std")) {
                Files.getFileAttributeView(made(archive, name), BasicFileAttributeView.class)
                        .setTimes(WRITTEN, WRITTEN, WRITTEN);
            }
        }
    }

    private static Path made(FileSystem archive, String name) {
        return archive.getPath(name + ".npy");
    }

    private static Path entry(FileSystem archive, Path file, String name) {
        Path entry = archive.getPath(name + ".npy");
        if (!Files.exists(entry)) {
            throw new PithException(
                    file + ": holds no array " + name + "; a synthetic set is an .npz of images, labels, mean and std");
        }
        return entry;
    }

    private static float[] floats(Path file) {
        double[] values = Npy.readDoubles(file);
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public int label(int position) {
        return (int) labels[position];
    }

    @Override
    public float[] black() {
        float[] black = new float[mean.length];
        for (int c = 0; c < black.length; c++) {
            black[c] = -mean[c] / std[c];
        }
        return black;
    }

    @Override
    public void read(int[] positions, float[] out) {
        int length = pixels.length / labels.length;
        for (int i = 0; i < positions.length; i++) {
            System.arraycopy(pixels, positions[i] * length, out, i * length, length);
        }
    }
}
