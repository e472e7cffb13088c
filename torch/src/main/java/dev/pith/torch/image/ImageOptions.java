package dev.pith.torch.image;

import dev.pith.run.MemoryLimit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the images of a source become tensors.
 *
 * @param shape channels, height and width; channels may be left open, and so may both sides
 * @param normalization what is taken off and divided by, or null to measure it
 * @param classes how many classes the labels may have; 0 for one more than the largest label
 * @param classNames of those classes; labels with names are brought to them by name. Empty for those of the source
 * @param cacheBytes how much memory decoded images may take; a source that needs more is decoded whenever it is read
 * @param skipUnreadable whether images that cannot be read are left out instead of stopping the work; all are
 *     looked at first
 */
public record ImageOptions(
        Shape shape,
        @Nullable Normalization normalization,
        int classes,
        List<String> classNames,
        long cacheBytes,
        boolean skipUnreadable) {
    /** As the source is, normalized by what is measured. */
    public static final ImageOptions DEFAULT = new ImageOptions(
            new Shape(0, 0, 0, 1, Integer.MAX_VALUE), null, 0, List.of(), cacheWithin(MemoryLimit.ofMachine()), false);

    /**
     * The shape of all images.
     *
     * @param channels 1 or 3; 0 for what the source has, color if any image that is looked at first is color
     * @param height in pixels; 0 together with {@code width} for the commonest size
     * @param width in pixels
     * @param least where the commonest size has a side below this or one above {@code most}, images become squares of
     *     its shorter side, brought into the range
     * @param most at least {@code least}
     */
    public record Shape(int channels, int height, int width, int least, int most) {
        /** Checks the ranges. */
        public Shape {
            if (channels != 0 && channels != 1 && channels != 3) {
                throw new IllegalArgumentException("channels must be 0, 1 or 3, got " + channels);
            }
            if (height < 0 || width < 0 || (height == 0) != (width == 0)) {
                throw new IllegalArgumentException(
                        "height and width must both be given, got " + height + " and " + width);
            }
            if (least < 1 || most < least) {
                throw new IllegalArgumentException("sides must be in a range, got " + least + " to " + most);
            }
        }
    }

    /**
     * Normalization by channel.
     *
     * @param mean of {@code value / 255}, one for each channel; not copied
     * @param std likewise
     */
    public record Normalization(float[] mean, float[] std) {
        /** Checks that there are as many of both, 1 or 3. */
        public Normalization {
            if (mean.length != std.length || (mean.length != 1 && mean.length != 3)) {
                throw new IllegalArgumentException(
                        "one mean and one standard deviation per channel, of 1 or 3, are needed, got " + mean.length
                                + " and " + std.length);
            }
        }
    }

    /**
     * Returns the bytes of decoded images to keep where all may use {@code limit}: a quarter, and not half of the heap.
     */
    public static long cacheWithin(MemoryLimit limit) {
        return Math.min(limit.bytes() / 4, Runtime.getRuntime().maxMemory() / 2);
    }

    /** Returns options that treat another source as this one was, for instance a test set as the training set. */
    public static ImageOptions like(ImageSet images) {
        return DEFAULT.shape(
                        images.shape().channels(),
                        images.shape().height(),
                        images.shape().width())
                .normalization(images.mean(), images.std())
                .classes(images.classes())
                .classNames(images.givenNames());
    }

    /** Returns these options with another shape; 0 leaves a part to the source. */
    public ImageOptions shape(int channels, int height, int width) {
        Shape changed = new Shape(channels, height, width, shape.least, shape.most);
        return new ImageOptions(changed, normalization, classes, classNames, cacheBytes, skipUnreadable);
    }

    /** Returns these options with a range of sides, for the size that is left to the source. */
    public ImageOptions sides(int least, int most) {
        Shape changed = new Shape(shape.channels, shape.height, shape.width, least, most);
        return new ImageOptions(changed, normalization, classes, classNames, cacheBytes, skipUnreadable);
    }

    /** Returns these options with given means and standard deviations of {@code value / 255}. */
    public ImageOptions normalization(float[] mean, float[] std) {
        return new ImageOptions(shape, new Normalization(mean, std), classes, classNames, cacheBytes, skipUnreadable);
    }

    /** Returns these options with a given number of classes. */
    public ImageOptions classes(int number) {
        return new ImageOptions(shape, normalization, number, classNames, cacheBytes, skipUnreadable);
    }

    /** Returns these options with names of the classes. */
    public ImageOptions classNames(List<String> names) {
        return new ImageOptions(shape, normalization, classes, List.copyOf(names), cacheBytes, skipUnreadable);
    }

    /** Returns these options with another limit of what is kept. */
    public ImageOptions cacheBytes(long bytes) {
        return new ImageOptions(shape, normalization, classes, classNames, bytes, skipUnreadable);
    }

    /** Returns these options, images that cannot be read left out or not. */
    public ImageOptions skipUnreadable(boolean skip) {
        return new ImageOptions(shape, normalization, classes, classNames, cacheBytes, skip);
    }
}
