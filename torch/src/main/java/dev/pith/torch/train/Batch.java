package dev.pith.torch.train;

import dev.pith.random.Priority;
import dev.pith.torch.Tensors;
import dev.pith.torch.network.InputShape;
import java.util.Arrays;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/** Samples on their way to the network, with prepared images where they are such; filled anew again and again. */
public final class Batch {
    private final LabelledImages images;
    private final int imageLength;
    private float[] pixels = {};
    private byte[] masks = {};

    /** Where the batch begins in the epoch's order. */
    int from;

    int[] positions = {};

    /** How often each image came in the epoch before. */
    int[] repeats = {};

    int[] labels = {};
    float[] weights = {};

    /**
     * The share of image i in what the network sees; the rest is image {@code size - 1 - i}. 1 where nothing is mixed.
     */
    double share;

    Batch(LabelledImages images) {
        this.images = images;
        InputShape shape = images.shape();
        this.imageLength = shape.channels() * shape.height() * shape.width();
    }

    /** Reads images {@code order[from]} to {@code order[to - 1]}, each of which comes once in the epoch. */
    void fill(int[] order, float[] orderWeights, int begin, int end) {
        from = begin;
        positions = Arrays.copyOfRange(order, begin, end);
        repeats = new int[positions.length];
        weights = Arrays.copyOfRange(orderWeights, begin, end);
        labels = new int[positions.length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = images.label(positions[i]);
        }
        share = 1;
        if (pixels.length < positions.length * imageLength) {
            pixels = new float[Math.multiplyExact(positions.length, imageLength)];
        }
        images.read(positions, pixels);
        if (images.hasMasks()) {
            if (masks.length < positions.length * area()) {
                masks = new byte[Math.multiplyExact(positions.length, area())];
            }
            images.readMasks(positions, masks);
        }
    }

    /**
     * Reads images {@code order[from]} to {@code order[to - 1]}.
     *
     * @param orderRepeats how often each came in the order before
     */
    void fill(int[] order, float[] orderWeights, int[] orderRepeats, int begin, int end) {
        fill(order, orderWeights, begin, end);
        repeats = Arrays.copyOfRange(orderRepeats, begin, end);
    }

    /** Returns which samples these are, counted from 0; not to be changed. */
    public int[] positions() {
        return positions;
    }

    /** Returns the classes of the samples, from 0, before any mixing; 0 where samples have none. Not to be changed. */
    public int[] labels() {
        return labels;
    }

    /** Returns how many samples these are. */
    public int size() {
        return positions.length;
    }

    int imageLength() {
        return imageLength;
    }

    /** Returns {@code float[size * c * h * w]}, or longer. */
    float[] pixels() {
        return pixels;
    }

    /** Returns {@code byte[size * h * w]}, or longer; none where images have no masks. */
    byte[] masks() {
        return masks;
    }

    private int area() {
        return images.shape().height() * images.shape().width();
    }

    /** Returns the masks as a tensor {@code (B, h, w)} of bytes that the open scope owns. */
    Tensor maskTensor() {
        return Tensors.of(masks, size(), images.shape().height(), images.shape().width());
    }

    /**
     * Returns the seed of what is random about image i; each time it comes in an epoch another.
     *
     * @param epochSeed by the seed of the training and the epoch
     */
    public long seed(int i, long epochSeed) {
        long first = Priority.of(positions[i], epochSeed);
        return repeats[i] == 0 ? first : Priority.of(repeats[i], first);
    }

    /** Returns the images as a tensor {@code (B, c, h, w)} that the open scope owns. */
    public Tensor tensor() {
        InputShape shape = images.shape();
        return Tensors.of(pixels, 0, size(), shape.channels(), shape.height(), shape.width());
    }

    /** Returns whether images are mixed with others. */
    boolean isMixed() {
        return share != 1;
    }

    /**
     * Returns what the loss of each image as the network sees it weighs, {@code float[size]}. Of a mixed image the loss
     * of the own label counts its share times its own weight, that of the other label the rest times
     * the other's weight.
     */
    float[] effectiveWeights() {
        float[] sums = new float[size()];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = (float) effectiveWeight(i);
        }
        return sums;
    }

    private double effectiveWeight(int i) {
        return share * weights[i] + (1 - share) * weights[other(i)];
    }

    /**
     * Returns what the network should say, {@code float[size * C]}: each row sums to 1.
     *
     * @param smoothing the share that is spread over all classes
     */
    float[] targets(double smoothing) {
        int classes = images.classes();
        float[] targets = new float[size() * classes];
        Arrays.fill(targets, (float) (smoothing / classes));
        for (int i = 0; i < size(); i++) {
            int other = other(i);
            boolean counts = effectiveWeight(i) > 0; // else any target will do that is one
            double own = counts ? share * weights[i] : share;
            double rest = counts ? (1 - share) * weights[other] : 1 - share;
            targets[i * classes + labels[i]] += (float) ((1 - smoothing) * own / (own + rest));
            targets[i * classes + labels[other]] += (float) ((1 - smoothing) * rest / (own + rest));
        }
        return targets;
    }

    /** Returns what is learned in place of the labels, if anything. */
    Optional<SoftLabels> softLabels() {
        return images.softLabels();
    }

    /**
     * Returns what the network should say by a teacher's word, mixed as {@link #targets}
     * mixes labels, {@code double[size][C]}.
     */
    double[][] targets(SoftLabels teacher) {
        double[][] targets = new double[size()][teacher.classes()];
        for (int i = 0; i < targets.length; i++) {
            int other = other(i);
            boolean counts = effectiveWeight(i) > 0; // else any target will do that is one
            double own = counts ? share * weights[i] : share;
            double rest = counts ? (1 - share) * weights[other] : 1 - share;
            teacher.addProbabilities(images.id(positions[i]), own / (own + rest), targets[i]);
            if (rest > 0) {
                teacher.addProbabilities(images.id(positions[other]), rest / (own + rest), targets[i]);
            }
        }
        return targets;
    }

    /** Returns the image that image i is mixed with. */
    private int other(int i) {
        return size() - 1 - i;
    }
}
