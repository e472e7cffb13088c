package dev.pith.torch.condense;

import dev.pith.PithException;
import dev.pith.parallel.Threads;
import dev.pith.random.Priority;
import dev.pith.torch.Slices;
import dev.pith.torch.network.InputShape;
import dev.pith.torch.network.Network;
import dev.pith.torch.network.Networks;
import dev.pith.torch.optimize.Sgd;
import dev.pith.torch.train.SyntheticSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * The loop that condenses images.
 *
 * <p>Each iteration makes a network with new random weights. The network looks at real and at synthetic images, and the
 * synthetic images are changed such that the network sees less of a difference. The same configuration, images and
 * start give the same result, bit for bit, on any number of threads; where networks normalize by batches, on the same
 * number.
 *
 * <p>The work is shared out by class, one thread each. The graphs of a class are freed before those of the next class
 * are made, and threads need not wait for each other in between.
 */
public final class Condenser {
    private static final double IMAGE_MOMENTUM = 0.5;

    /** Real images of a class that batch normalization takes its statistics from. */
    private static final int NORMALIZED_BY = 16;

    /** What random numbers are for: so none depends on how many others are drawn. Those of no class go by the first. */
    private static final int NETWORK = 0;

    private static final int COMPARISON = 1;
    private static final int VARIATION = 2;
    private static final int STATISTICS = 3;
    private static final int TRAINING = 4;

    private final Condensation condensation;
    private final RealClasses real;
    private final int[] classes;
    private final Matching matching;
    private final Threads threads;
    private final CondensationState state;

    /**
     * Prepares a condensation.
     *
     * @param classes that are condensed, of those the real images have; not copied
     * @param start {@code float[classes.length * imagesPerClass * c * h * w]}, class by class; copied
     * @param threads share the work; not closed
     */
    public Condenser(Condensation condensation, RealClasses real, int[] classes, float[] start, Threads threads) {
        int expected =
                classes.length * condensation.imagesPerClass() * shape(real).numbers();
        if (start.length != expected) {
            throw new IllegalArgumentException("the start needs " + expected + " numbers, got " + start.length);
        }
        this.condensation = condensation;
        this.real = real;
        this.classes = classes;
        this.threads = threads;
        matching = condensation.method().matchesGradients()
                ? new GradientMatching(condensation.distance())
                : new DistributionMatching();
        state = new CondensationState(start.clone());
    }

    private static InputShape shape(RealClasses real) {
        return real.images().shape();
    }

    /** Returns what is to be known between two iterations; to be saved and restored. */
    public CondensationState state() {
        return state;
    }

    /** Returns whether all iterations are done. */
    public boolean isDone() {
        return state.iteration() >= condensation.iterations();
    }

    /**
     * Lets the next network look.
     *
     * @return the mean distance of a class
     * @throws PithException when it is no longer a number; the state is then as it was
     */
    public double next() {
        try (Network network = Networks.create(
                condensation.network(),
                shape(real),
                real.classes(),
                random(NETWORK, 0, classes[0]).nextLong())) {
            float[] before = state.images().clone();
            double loss =
                    condensation.method().matchesGradients() ? matchGradients(network) : matchDistributions(network);
            if (!Double.isFinite(loss) || !isFinite(state.images())) {
                System.arraycopy(before, 0, state.images(), 0, before.length);
                throw new PithException("the distance became " + loss + " in iteration " + (state.iteration() + 1)
                        + " of " + condensation.iterations()
                        + ", or the images were no longer numbers: lower `lr-img` ("
                        + condensation.imageRate() + ")");
            }
            state.advance(loss);
            return loss;
        }
    }

    private static boolean isFinite(float[] values) {
        float sum = 0;
        for (float value : values) {
            sum += 0 * value; // NaN from the first that is infinite or no number
        }
        return sum == 0;
    }

    private double matchGradients(Network network) {
        double sum = 0;
        for (int outer = 0; outer < condensation.loops().outer(); outer++) {
            takeStatistics(network, positions(STATISTICS, outer, NORMALIZED_BY));
            sum += compare(network, positions(COMPARISON, outer, condensation.realBatch()), variations(outer));
            if (outer < condensation.loops().outer() - 1) {
                train(network, condensation.loops().inner(), random(TRAINING, outer, classes[0]));
            }
        }
        return sum / (classes.length * condensation.loops().outer());
    }

    private double matchDistributions(Network network) {
        network.parameters().training(true);
        int[][] positions = positions(COMPARISON, 0, condensation.realBatch());
        return compare(network, positions, variations(0)) / classes.length;
    }

    /** Draws real images of every class. */
    private int[][] positions(int purpose, int outer, int count) {
        int[][] positions = new int[classes.length][];
        for (int c = 0; c < classes.length; c++) {
            positions[c] = real.draw(classes[c], count, random(purpose, outer, classes[c]));
        }
        return positions;
    }

    /** Draws how every class is varied. */
    private List<UnaryOperator<Tensor>> variations(int outer) {
        List<UnaryOperator<Tensor>> variations = new ArrayList<>();
        for (int label : classes) {
            SiameseAugmentation augmentation = condensation.augmentation();
            variations.add(
                    augmentation == null
                            ? UnaryOperator.identity()
                            : augmentation.draw(random(VARIATION, outer, label), shape(real))::apply);
        }
        return variations;
    }

    private SplittableRandom random(int purpose, int outer, int label) {
        long seed = Priority.of(purpose, condensation.seed());
        return new SplittableRandom(Priority.of(label, Priority.of(outer, Priority.of(state.iteration(), seed))));
    }

    /**
     * Compares every class and changes the images.
     *
     * @param positions of real images, for each class
     * @return the sum of the distances
     */
    double compare(Network network, int[][] positions, List<UnaryOperator<Tensor>> variations) {
        List<ClassImages> batches = new ArrayList<>();
        int count = condensation.imagesPerClass();
        for (int c = 0; c < classes.length; c++) {
            batches.add(new ClassImages(
                    classes[c], real.images(), positions[c], state.images(), c * count, count, variations.get(c)));
        }
        float[] gradient = new float[state.images().length];
        double[] distances = new double[classes.length];
        if (network.parameters().mixesSamples()) {
            Slices.forEach(
                    threads,
                    1,
                    1,
                    (from, one) -> distances[0] = DistributionMatching.matchJointly(network, batches, gradient));
        } else if (classes.length
                == 1) { // the native library's threads would share it out, and round otherwise than one of them
            try (Threads one = new Threads(1)) {
                Slices.forEach(
                        one, 1, 1, (c, size) -> distances[c] = matching.match(network, batches.get(c), gradient));
            }
        } else {
            Slices.forEach(
                    threads,
                    classes.length,
                    1,
                    (c, one) -> distances[c] = matching.match(network, batches.get(c), gradient));
        }
        state.descend(gradient, condensation.imageRate(), IMAGE_MOMENTUM);
        return Arrays.stream(distances).sum();
    }

    /**
     * Lets batch normalization see real images, and leaves the network in evaluation mode, where it uses what it saw;
     * the gradients of a batch do not then depend on the rest of it.
     *
     * @param positions of real images, for each class
     */
    void takeStatistics(Network network, int[][] positions) {
        network.parameters().training(true);
        if (network.parameters().mixesSamples()) {
            Slices.forEach(threads, 1, 1, (from, one) -> {
                Tensor[] images = new Tensor[classes.length];
                for (int c = 0; c < classes.length; c++) {
                    ClassImages batch = new ClassImages(
                            classes[c], real.images(), positions[c], new float[0], 0, 0, UnaryOperator.identity());
                    images[c] = batch.realImages(0, positions[c].length);
                }
                try (NoGradGuard noGradients = new NoGradGuard()) {
                    network.forward(torch.cat(new TensorVector(images)));
                }
            });
        }
        network.parameters().training(false);
    }

    /** Trains the network on the images as they are now. */
    void train(Network network, int epochs, SplittableRandom random) {
        Variation variation = condensation.augmentation() == null
                ? Variation.NONE
                : condensation.augmentation().eachDifferently();
        try (PointerScope scope = new PointerScope();
                SyntheticTraining training = new SyntheticTraining(
                        network, images(), new Sgd(0, false, 0), condensation.trainBatch(), variation, threads)) {
            for (int epoch = 0; epoch < epochs; epoch++) {
                training.epoch(condensation.networkRate(), random);
            }
        }
    }

    /** Returns the images, class by class, as they are now. */
    private SyntheticSet images() {
        InputShape shape = shape(real);
        float[] black = real.images().black();
        float[] std = new float[shape.channels()];
        float[] mean = new float[shape.channels()];
        for (int c = 0; c < std.length; c++) {
            std[c] = 1;
            mean[c] = -black[c];
        }
        return new SyntheticSet(shape, real.classes(), state.images(), labels(), mean, std);
    }

    /** Returns the label of every image. */
    public long[] labels() {
        long[] labels = new long[classes.length * condensation.imagesPerClass()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = classes[i / condensation.imagesPerClass()];
        }
        return labels;
    }
}
