package dev.pith.torch.train;

import dev.pith.PithException;
import dev.pith.torch.image.ImageSet;
import dev.pith.torch.image.MaskSet;
import dev.pith.torch.image.SegmentedSet;
import dev.pith.torch.network.InputShape;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Images to learn from, or to be tested on: a source, a selection from one, or a synthetic set. Counted from 0,
 * whatever their ids in the source are.
 */
public interface LabelledImages {
    /** Returns how many there are. */
    int size();

    /** Returns the shape of each. */
    InputShape shape();

    /** Returns the number of classes C. */
    int classes();

    /** Returns the class of an image, from 0 to C - 1. */
    int label(int position);

    /**
     * Returns the id of an image in its source, by which soft labels know it; its position where there is no source.
     */
    default int id(int position) {
        return position;
    }

    /** Returns what is learned in place of the labels, if anything. */
    default Optional<SoftLabels> softLabels() {
        return Optional.empty();
    }

    /** Returns whether there is a mask for each image, which says of every pixel what it shows. */
    default boolean hasMasks() {
        return false;
    }

    /**
     * Reads masks; called as {@link #read} is.
     *
     * @param out {@code byte[positions.length * h * w]} or longer: classes, or {@link dev.pith.data.MaskSource#IGNORED}
     */
    default void readMasks(int[] positions, byte[] out) {
        throw new IllegalStateException("these images have no masks");
    }

    /**
     * Writes what is learned of an image, a probability for each class.
     *
     * @param out zeros from {@code at} on
     */
    default void target(int position, float[] out, int at) {
        out[at + label(position)] = 1;
    }

    /** Returns what black is in each channel once normalized. */
    float[] black();

    /**
     * Reads images; called by one thread, not always the same.
     *
     * @param out {@code float[positions.length * c * h * w]} or longer, image by image, channel by channel
     */
    void read(int[] positions, float[] out);

    /**
     * Returns the images of a source that can be read.
     *
     * @throws dev.pith.PithException when the source has no labels
     */
    static LabelledImages of(ImageSet images) {
        boolean[] unreadable = new boolean[images.size()];
        images.unreadable().forEach(image -> unreadable[image.id()] = true);
        return of(
                images,
                IntStream.range(0, images.size()).filter(id -> !unreadable[id]).toArray());
    }

    /**
     * Returns a selection from a source.
     *
     * @param ids not copied
     * @throws dev.pith.PithException when the source has no labels
     */
    static LabelledImages of(ImageSet images, int[] ids) {
        if (images.labels().length == 0) {
            throw new PithException(images.name() + ": has no labels, and a classifier learns from labels; give them"
                    + " with `labels FILE`");
        }
        return new SelectedImages(images, ids, true, null);
    }

    /**
     * Returns a selection from a source that learns what a teacher says of it.
     *
     * @param ids not copied
     * @param softLabels of all of the source
     * @throws dev.pith.PithException when the source has no labels, or the teacher has not seen one of the samples
     */
    static LabelledImages of(ImageSet images, int[] ids, SoftLabels softLabels) {
        of(images, ids);
        softLabels.requireSeen(ids);
        return new SelectedImages(images, ids, true, softLabels);
    }

    /**
     * Returns a selection from a source of images with masks.
     *
     * @param ids not copied
     */
    static LabelledImages of(ImageSet images, MaskSet masks, int[] ids) {
        return new SegmentedImages(images, masks, ids);
    }

    /** Returns the images of a source that can be read, with their masks. */
    static LabelledImages of(SegmentedSet set) {
        return of(set.images(), set.masks(), set.readable());
    }

    /**
     * Returns images for those who do not ask what they show: all are of one class.
     *
     * @param ids not copied
     */
    static LabelledImages withoutLabels(ImageSet images, int[] ids) {
        return new SelectedImages(images, ids, false, null);
    }
}
