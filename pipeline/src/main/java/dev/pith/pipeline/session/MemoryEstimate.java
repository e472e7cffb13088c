package dev.pith.pipeline.session;

import dev.pith.feature.Apart;
import dev.pith.run.MemoryLimit;
import dev.pith.score.Score;
import dev.pith.score.TrainingDynamics;
import dev.pith.torch.feature.FeatureTraining;
import dev.pith.torch.image.ImageOptions;

/** How much memory steps need besides mapped files, roughly and rather too much than too little. */
public final class MemoryEstimate {
    /** The virtual machine, its code and its caches. */
    private static final long BASE = 200L << 20;

    /** Small images that the pixels features keep between their two passes. */
    private static final long THUMBNAILS = 256L << 20;

    /**
     * PyTorch, the usual network, what a batch leaves behind on its way through it, and images on their way into it.
     */
    private static final long NETWORK = 400L << 20;

    /** What another network and its batches take more; resnet18 trained on 28 pixels takes 1.4 GiB in all. */
    private static final long LARGER_NETWORK = 1L << 30;

    /** Weights at the start, their target, their gradient and what is learned of it, in the slices of a batch too. */
    private static final int STUDENT_COPIES = 16;

    private static final int RGB = 3;

    /** A key, a label and the row of samples.csv. */
    private static final long SAMPLE = 250;

    private MemoryEstimate() {}

    /** Returns the bytes that the features pixels of n images need. */
    public static long pixels(int n) {
        return BASE + THUMBNAILS + n * SAMPLE;
    }

    /**
     * Returns the bytes that training a network and looking at n images with it need.
     *
     * @param side of the images in pixels, at most
     * @param limit of which images that are kept may take a part
     */
    public static long network(int n, int side, MemoryLimit limit) {
        long images = Math.min(ImageOptions.cacheWithin(limit), (long) n * side * side * RGB);
        long network = side <= FeatureTraining.MOST_SIDE ? NETWORK : NETWORK + LARGER_NETWORK;
        return BASE + network + images + n * SAMPLE;
    }

    /**
     * Returns the bytes that students need which take steps that gradients flow back through: weights after each step,
     * and one graph of second order for each thread.
     *
     * @param weights of a student
     */
    public static long students(long weights, int steps, int threads) {
        return BASE + threads * NETWORK + (steps + STUDENT_COPIES) * weights * Float.BYTES;
    }

    /**
     * Returns the bytes that training experts needs on the heap: all images, and the trajectories that are not written
     * yet.
     *
     * @param numbers of all images
     * @param trajectory bytes of one
     * @param threads how many experts are trained side by side
     */
    public static long experts(long numbers, long trajectory, int threads) {
        return BASE + numbers * Float.BYTES + threads * trajectory;
    }

    /**
     * Returns the bytes that training a language model needs.
     *
     * @param model bytes of its weights and all that comes of them
     */
    public static long language(long model) {
        return BASE + NETWORK + model;
    }

    /** Returns the bytes that scores of n samples need while they are made, besides the networks. */
    public static long scores(int n, int looks, int scorers) {
        long tables = (long) Double.BYTES * Score.values().length * (scorers + 1);
        return TrainingDynamics.bytes(n, looks) + n * tables;
    }

    /** Returns the bytes that looking for vectors near to each other among n needs. */
    public static long duplicates(int n) {
        return BASE + n * SAMPLE + Apart.bytes(n);
    }
}
