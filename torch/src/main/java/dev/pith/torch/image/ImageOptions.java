package dev.pith.torch.image;

import dev.pith.run.MemoryLimit;
import org.jspecify.annotations.Nullable;

/**
 * How the images of a source become tensors.
 *
 * @param channels 1 or 3; 0 for what the source has, color if any image that is looked at first is color
 * @param height in pixels; 0 together with {@code width} for the commonest size
 * @param width in pixels
 * @param mean of each channel of {@code value / 255}, or null to measure it; not copied
 * @param std of each channel likewise, absent when {@code mean} is
 * @param classes how many classes the labels may have; 0 for one more than the largest label
 * @param cacheBytes how much memory decoded images may take; a source that needs more is decoded whenever it is read
 * @param skipUnreadable whether images that cannot be read are left out instead of stopping the work; all are looked at first
 */
public record ImageOptions(
        int channels,
        int height,
        int width,
        float @Nullable [] mean,
        float @Nullable [] std,
        int classes,
        long cacheBytes,
        boolean skipUnreadable) {
    /** As the source is, normalized by what is measured. */
    public static final ImageOptions DEFAULT =
            new ImageOptions(0, 0, 0, null, null, 0, cacheWithin(MemoryLimit.ofMachine()), false);

    /** Checks the ranges. */
    public ImageOptions {
        if (channels != 0 && channels != 1 && channels != 3) {
            throw new IllegalArgumentException("channels must be 0, 1 or 3, got " + channels);
        }
        if (height < 0 || width < 0 || (height == 0) != (width == 0)) {
            throw new IllegalArgumentException("height and width must both be given, got " + height + " and " + width);
        }
        if ((mean == null) != (std == null)) {
            throw new IllegalArgumentException("mean and std must both be given or both be measured");
        }
    }

    /** Returns the bytes of decoded images to keep where all may use {@code limit}: a quarter, and not half of the heap. */
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
                .classes(images.classes());
    }

    /** Returns these options with another shape; 0 leaves a part to the source. */
    public ImageOptions shape(int newChannels, int newHeight, int newWidth) {
        return new ImageOptions(newChannels, newHeight, newWidth, mean, std, classes, cacheBytes, skipUnreadable);
    }

    /** Returns these options with given means and standard deviations of {@code value / 255}. */
    public ImageOptions normalization(float[] newMean, float[] newStd) {
        return new ImageOptions(channels, height, width, newMean, newStd, classes, cacheBytes, skipUnreadable);
    }

    /** Returns these options with a given number of classes. */
    public ImageOptions classes(int number) {
        return new ImageOptions(channels, height, width, mean, std, number, cacheBytes, skipUnreadable);
    }

    /** Returns these options with another limit of what is kept. */
    public ImageOptions cacheBytes(long bytes) {
        return new ImageOptions(channels, height, width, mean, std, classes, bytes, skipUnreadable);
    }

    /** Returns these options, images that cannot be read left out or not. */
    public ImageOptions skipUnreadable(boolean skip) {
        return new ImageOptions(channels, height, width, mean, std, classes, cacheBytes, skip);
    }
}
