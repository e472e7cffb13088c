package dev.pith.torch.image;

import dev.pith.PithException;
import dev.pith.data.ImageSource;
import dev.pith.data.Labels;
import dev.pith.data.Source;
import dev.pith.data.array.TensorSource;
import dev.pith.data.pixels.Unreadable;
import dev.pith.parallel.Threads;
import dev.pith.run.Progress;
import dev.pith.torch.network.InputShape;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The images of a source as a network takes them: all of one size, {@code ((value / 255) - mean) / std} in float32,
 * channel by channel. Safe for use by several threads; does not own the source.
 *
 * <p>Images of another size are scaled, at their aspect ratio, until they just cover it, and cut at the center. Grey
 * images become color by three equal channels, color images grey by {@code 0.299 R + 0.587 G + 0.114 B}. Ready tensors
 * ({@link TensorSource}) are taken as they are: mean 0, standard deviation 1.
 */
public final class ImageSet {
    /** Where the numbers of an image come from. */
    interface Pixels {
        InputShape shape();

        float[] mean();

        float[] std();

        List<Unreadable> unreadable();

        /** Writes c * h * w numbers to {@code out[at]} and after. */
        void read(int id, float[] out, int at);

        /** Returns whether an image is read without decoding it. */
        boolean inMemory();
    }

    private final Source source;
    private final Threads threads;
    private final Pixels pixels;
    private final int[] labels;
    private final int classes;
    private final List<String> names;
    private final @Nullable Whitening whitening;

    private ImageSet(
            Source source,
            Threads threads,
            Pixels pixels,
            int[] labels,
            int classes,
            List<String> names,
            @Nullable Whitening whitening) {
        this.whitening = whitening;
        this.source = source;
        this.threads = threads;
        this.pixels = pixels;
        this.labels = labels;
        this.classes = classes;
        this.names = names;
    }

    /**
     * Opens the images of a source. Looks first at all images, or at 10,000 evenly spread over a larger source, to
     * measure what the options leave open; the commonest size is that of 256 evenly spread images.
     *
     * @param threads decode images that are not in memory
     * @param progress hears of the images looked at first
     * @param notes hears, once, that images are resized
     * @throws PithException when the source has no images, one cannot be read, or a label is not from 0 to C - 1
     */
    public static ImageSet open(
            Source source, ImageOptions options, Threads threads, Progress progress, Consumer<String> notes) {
        int[] labels = SampleLabels.of(source, options.classes(), options.classNames());
        int classes = options.classes() > 0 ? options.classes() : SampleLabels.classes(source, labels);
        List<String> names = options.classNames().isEmpty()
                ? source.labels().map(Labels::names).orElse(List.of())
                : options.classNames();
        return new ImageSet(
                source, threads, pixels(source, options, threads, progress, notes), labels, classes, names, null);
    }

    /**
     * Returns these images whitened; mean and standard deviation stay those of what is whitened. All images are kept in
     * memory once one was read.
     *
     * @param by null for these images as they are
     */
    public ImageSet whitened(@Nullable Whitening by) {
        return by == null
                ? this
                : new ImageSet(source, threads, new WhitenedImages(this, by), labels, classes, names, by);
    }

    /** Returns how the images are whitened, or null. */
    public @Nullable Whitening whitening() {
        return whitening;
    }

    private static Pixels pixels(
            Source source, ImageOptions options, Threads threads, Progress progress, Consumer<String> notes) {
        if (source instanceof TensorSource tensors) {
            return ReadyTensors.of(tensors, options);
        }
        if (source instanceof ImageSource images) {
            return DecodedImages.open(images, options, threads, progress, notes);
        }
        throw new PithException(
                source.name() + ": holds no images; a network looks at an image folder, IDX or CIFAR files,"
                        + " a table or archive of images, or an .npy of float32[n, c, h, w]");
    }

    /** Returns the shape of one image. */
    public InputShape shape() {
        return pixels.shape();
    }

    /** Returns n. */
    public int size() {
        return source.size();
    }

    /** Returns what messages call the source. */
    public String name() {
        return source.name();
    }

    /** Returns the number of classes C, 0 when the source has no labels. */
    public int classes() {
        return classes;
    }

    /** Returns the name of each class, its number where the source does not name it. */
    public List<String> classNames() {
        return IntStream.range(0, classes)
                .mapToObj(c -> c < names.size() ? names.get(c) : Integer.toString(c))
                .toList();
    }

    /** Returns the names of the classes, none where they are numbers. */
    List<String> givenNames() {
        return names;
    }

    /** Returns the label of each id, from 0 to C - 1; empty when the source has none. Not copied. */
    public int[] labels() {
        return labels;
    }

    /**
     * Insists on labels, and on a sample in every class, unless the source gives its classes names: a number that is
     * never seen is a mistake, a name may be that of a class without samples.
     *
     * @throws PithException naming the class and the remedy
     */
    public void requireEveryClass() {
        SampleLabels.requireEveryClass(source, labels, classes);
    }

    /** Returns what is subtracted from {@code value / 255}, per channel. */
    public float[] mean() {
        return pixels.mean().clone();
    }

    /** Returns what the difference is divided by, per channel; 1 where the channel is the same everywhere. */
    public float[] std() {
        return pixels.std().clone();
    }

    /** Returns the images that cannot be read, by id; none unless the options skip them. */
    public List<Unreadable> unreadable() {
        return pixels.unreadable();
    }

    /**
     * Reads images without making a tensor, fit for a thread that works ahead.
     *
     * @param out {@code float[ids.length * c * h * w]} or longer, image by image, channel by channel
     * @throws PithException naming an image that cannot be read
     */
    public void read(int[] ids, float[] out) {
        int length = shape().numbers();
        if (pixels.inMemory()) {
            for (int i = 0; i < ids.length; i++) {
                pixels.read(ids[i], out, i * length);
            }
        } else {
            threads.forEach(ids.length, i -> pixels.read(ids[i], out, i * length));
        }
    }

    /** Returns whether every image is kept in memory once it was read. */
    public boolean inMemory() {
        return pixels.inMemory();
    }

    /** Returns images as a tensor {@code (B, c, h, w)} that the open scope owns. */
    public Tensor batch(int[] ids) {
        InputShape shape = shape();
        float[] values = new float[Math.multiplyExact(ids.length, shape.numbers())];
        read(ids, values);
        return Tensor.create(values, ids.length, shape.channels(), shape.height(), shape.width());
    }
}
