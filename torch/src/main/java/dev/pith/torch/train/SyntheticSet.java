package dev.pith.torch.train;

import dev.pith.PithException;
import dev.pith.npy.FloatMatrix;
import dev.pith.npy.Npy;
import dev.pith.npy.NpyHeader;
import dev.pith.torch.Tensors;
import dev.pith.torch.image.Whitening;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Images that were made to be trained on, normalized already.
 *
 * @param shape of each image
 * @param classes how many there are
 * @param pixels {@code float[m * c * h * w]}; not copied
 * @param labels {@code long[m]}, from 0 to classes - 1; not copied
 * @param mean per channel, what the images were normalized by; empty where that is not known; not copied
 * @param std per channel, likewise; not copied
 * @param soft {@code float[m * classes]}, the probabilities that are learned in place of the labels; empty when it is
 *     the labels; not copied
 * @param rate the learning rate that was learned with the images; NaN when none was
 * @param factor each image holds factor x factor small ones, see {@link MultiFormation}; 1 for images as they are
 * @param whitening what images went through after that, or null; networks are tested on images that went through it too
 */
public record SyntheticSet(
        InputShape shape,
        int classes,
        float[] pixels,
        long[] labels,
        float[] mean,
        float[] std,
        float[] soft,
        double rate,
        int factor,
        @Nullable Whitening whitening)
        implements LabelledImages {
    private static final String SOFT = "soft_labels";
    private static final String RATE = "lr";
    private static final String FACTOR = "factor";
    private static final String ZCA = "zca";
    private static final String ZCA_MEAN = "zca_mean";

    /** Of a probability that is less the logarithm is taken of this, which is as good as never. */
    private static final double LEAST_PROBABILITY = 1e-30;

    /** A time for entries of archives, which the clock would make different. */
    private static final FileTime WRITTEN = FileTime.from(Instant.parse("1980-02-01T00:00:00Z"));

    /**
     * Returns images as they are, whose labels are learned.
     *
     * @param pixels as of the record; nothing is copied
     */
    public static SyntheticSet labelled(
            InputShape shape, int classes, float[] pixels, long[] labels, float[] mean, float[] std) {
        return new SyntheticSet(shape, classes, pixels, labels, mean, std, new float[0], Double.NaN, 1, null);
    }

    /**
     * Reads an {@code .npz} archive of {@code images} ({@code float32[m, c, h, w]}), {@code labels} ({@code int64[m]}),
     * {@code mean} and {@code std} (a number per channel); it may hold {@code soft_labels}
     * ({@code float32[m, classes]}), {@code lr} ({@code float32[1]}), {@code factor}, {@code zca} and
     * {@code zca_mean} ({@code float32[d, d]} and {@code float32[d]}, d = c h w). Or reads the {@code .pt} files
     * of the papers' programs, which do not say what the images are normalized by: mean and std are empty then.
     *
     * @param classes how many the labels may name
     * @throws PithException naming the file when it cannot be read, an array is missing or of another shape, or a label
     *     is outside its range
     */
    public static SyntheticSet read(Path file, int classes) {
        if (PublishedImages.is(file)) {
            return PublishedImages.read(file, classes);
        }
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
            requireLabels(file, labels, classes);
            float[] soft = optional(archive, SOFT);
            if (soft.length > 0 && soft.length != labels.length * classes) {
                throw new PithException(file + ": " + labels.length + " images of " + classes + " classes need "
                        + labels.length * classes + " numbers of soft labels, got " + soft.length);
            }
            float[] rate = optional(archive, RATE);
            return new SyntheticSet(
                    shape,
                    classes,
                    pixels,
                    labels,
                    mean,
                    std,
                    soft,
                    rate.length == 0 ? Double.NaN : rate[0],
                    factor(archive, file, shape),
                    whitening(archive, file, shape));
        } catch (IOException | ProviderNotFoundException e) {
            throw new PithException(file + ": cannot be read as an .npz archive (" + e.getMessage() + ")", e);
        }
    }

    static void requireLabels(Path file, long[] labels, int classes) {
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= classes) {
                throw new PithException(file + ": label " + labels[i] + " of image " + i + " is outside the range 0 to "
                        + (classes - 1));
            }
        }
    }

    /**
     * Writes {@code images_best.pt} and {@code labels_best.pt}, and {@code lr.pt} where a rate was learned, as the
     * authors of trajectory matching save them.
     *
     * @param folder that is empty
     */
    public void writePublished(Path folder) throws IOException {
        PublishedImages.write(this, folder);
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
            List<String> names = new ArrayList<>(List.of("images", "labels", "mean", "std"));
            if (soft.length > 0) {
                names.add(SOFT);
                Npy.write(made(archive, SOFT), soft, images, classes);
            }
            if (!Double.isNaN(rate)) {
                names.add(RATE);
                Npy.write(made(archive, RATE), new float[] {(float) rate}, 1);
            }
            if (factor > 1) {
                names.add(FACTOR);
                Npy.write(made(archive, FACTOR), new long[] {factor});
            }
            if (whitening != null) {
                names.addAll(List.of(ZCA, ZCA_MEAN));
                int numbers = shape.numbers();
                Npy.write(made(archive, ZCA), whitening.matrix(), numbers, numbers);
                Npy.write(made(archive, ZCA_MEAN), whitening.mean(), numbers);
            }
            for (String name : names) {
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

    private static int factor(FileSystem archive, Path file, InputShape shape) throws IOException {
        Path entry = archive.getPath(FACTOR + ".npy");
        long[] factor = Files.exists(entry) ? Npy.readLongs(entry) : new long[] {1};
        if (factor.length != 1 || factor[0] < 1 || shape.height() % factor[0] != 0 || shape.width() % factor[0] != 0) {
            throw new PithException(file + ": its factor must be one number that divides both sides of the images");
        }
        return (int) factor[0];
    }

    private static @Nullable Whitening whitening(FileSystem archive, Path file, InputShape shape) {
        float[] matrix = optional(archive, ZCA);
        if (matrix.length == 0) {
            return null;
        }
        Whitening whitening = new Whitening(optional(archive, ZCA_MEAN), matrix);
        if (!whitening.fits(shape)) {
            throw new PithException(file + ": its arrays zca and zca_mean must hold d x d and d numbers, d = "
                    + shape.numbers() + " being those of an image");
        }
        return whitening;
    }

    private static float[] optional(FileSystem archive, String name) {
        Path entry = archive.getPath(name + ".npy");
        return Files.exists(entry) ? floats(entry) : new float[0];
    }

    private static float[] floats(Path file) {
        double[] values = Npy.readDoubles(file);
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    /**
     * Returns images as a set in memory, with hard labels.
     *
     * @param mean that they are normalized by, per channel; not copied
     * @param std likewise
     */
    public static SyntheticSet of(LabelledImages images, float[] mean, float[] std) {
        int[] positions = IntStream.range(0, images.size()).toArray();
        float[] pixels =
                new float[Math.multiplyExact(images.size(), images.shape().numbers())];
        images.read(positions, pixels);
        long[] labels = IntStream.of(positions).mapToLong(images::label).toArray();
        return labelled(images.shape(), images.classes(), pixels, labels, mean, std);
    }

    /** Returns the images with their labels alone. */
    public SyntheticSet hard() {
        return soft(new float[0]);
    }

    /**
     * Returns the images with other labels.
     *
     * @param probabilities {@code float[m * classes]}; not copied
     */
    public SyntheticSet soft(float[] probabilities) {
        return new SyntheticSet(shape, classes, pixels, labels, mean, std, probabilities, rate, factor, whitening);
    }

    /**
     * Returns the same numbers as images that went through a whitening.
     *
     * @param by null for none
     */
    public SyntheticSet whitened(@Nullable Whitening by) {
        return new SyntheticSet(shape, classes, pixels, labels, mean, std, soft, rate, factor, by);
    }

    /** Returns the images as they can be looked at, normalized alone. */
    public SyntheticSet unwhitened() {
        if (whitening == null) {
            return this;
        }
        float[] seen = pixels.clone();
        whitening.undo(seen);
        return new SyntheticSet(shape, classes, seen, labels, mean, std, soft, rate, factor, null);
    }

    /** Returns the images with another learning rate that was learned with them. */
    public SyntheticSet rate(double learned) {
        return new SyntheticSet(shape, classes, pixels, labels, mean, std, soft, learned, factor, whitening);
    }

    /** Returns the same numbers as images of factor x factor small ones. */
    public SyntheticSet formed(int cells) {
        return new SyntheticSet(shape, classes, pixels, labels, mean, std, soft, rate, cells, whitening);
    }

    /** Returns the images that networks see: those in the cells, where there are cells. */
    public SyntheticSet decoded() {
        if (factor == 1) {
            return this;
        }
        int cells = factor * factor;
        float[] seen = new float[Math.multiplyExact(pixels.length, cells)];
        for (int i = 0; i < labels.length; i++) {
            try (PointerScope scope = new PointerScope()) {
                Tensor image =
                        Tensors.of(pixels, i * shape.numbers(), 1, shape.channels(), shape.height(), shape.width());
                float[] ofImage = Tensors.floats(MultiFormation.decode(image, factor));
                System.arraycopy(ofImage, 0, seen, i * cells * shape.numbers(), ofImage.length);
            }
        }
        long[] labelsOf = new long[labels.length * cells];
        Arrays.setAll(labelsOf, i -> labels[i / cells]);
        return new SyntheticSet(shape, classes, seen, labelsOf, mean, std, soft, rate, 1, whitening);
    }

    /** Returns some of the images. */
    public SyntheticSet part(int... positions) {
        float[] pixelsOf = new float[positions.length * shape.numbers()];
        read(positions, pixelsOf);
        long[] labelsOf = new long[positions.length];
        float[] softOf = new float[soft.length == 0 ? 0 : positions.length * classes];
        for (int i = 0; i < positions.length; i++) {
            labelsOf[i] = labels[positions[i]];
            if (soft.length > 0) {
                System.arraycopy(soft, positions[i] * classes, softOf, i * classes, classes);
            }
        }
        return new SyntheticSet(shape, classes, pixelsOf, labelsOf, mean, std, softOf, rate, factor, whitening);
    }

    /**
     * Returns the images of several sets, one set after another, as if they were one.
     *
     * @param sets at least one, of the same kind; the rate that was learned with the last one counts
     */
    public static SyntheticSet joined(List<SyntheticSet> sets) {
        SyntheticSet last = sets.get(sets.size() - 1);
        int count = sets.stream().mapToInt(SyntheticSet::size).sum();
        float[] pixels = new float[count * last.shape.numbers()];
        long[] labels = new long[count];
        float[] soft = new float[last.soft.length == 0 ? 0 : count * last.classes];
        int at = 0;
        for (SyntheticSet set : sets) {
            System.arraycopy(set.pixels, 0, pixels, at * last.shape.numbers(), set.pixels.length);
            System.arraycopy(set.labels, 0, labels, at, set.size());
            System.arraycopy(set.soft, 0, soft, soft.length == 0 ? 0 : at * last.classes, set.soft.length);
            at += set.size();
        }
        return new SyntheticSet(
                last.shape,
                last.classes,
                pixels,
                labels,
                last.mean,
                last.std,
                soft,
                last.rate,
                last.factor,
                last.whitening);
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
    public void target(int position, float[] out, int at) {
        if (soft.length == 0) {
            LabelledImages.super.target(position, out, at);
        } else {
            System.arraycopy(soft, position * classes, out, at, classes);
        }
    }

    @Override
    public Optional<SoftLabels> softLabels() {
        if (soft.length == 0) {
            return Optional.empty();
        }
        float[] logits = new float[soft.length];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) Math.log(Math.max(soft[i], LEAST_PROBABILITY));
        }
        return Optional.of(new SoftLabels(FloatMatrix.wrap(logits, classes), 1));
    }

    @Override
    public float[] black() {
        float[] black = new float[shape.channels()]; // 0, the mean, where black is not one number of each channel
        for (int c = 0; c < black.length && whitening == null && mean.length > 0; c++) {
            black[c] = -mean[c] / std[c];
        }
        return black;
    }

    @Override
    public void read(int[] positions, float[] out) {
        int length = shape.numbers();
        for (int i = 0; i < positions.length; i++) {
            System.arraycopy(pixels, positions[i] * length, out, i * length, length);
        }
    }
}
