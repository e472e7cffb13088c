package dev.pith.torch.condense;

import dev.pith.parallel.Threads;
import dev.pith.torch.Slices;
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
 * Condenses images by networks with random weights.
 *
 * <p>Each iteration makes a network with new random weights. The network looks at real and at synthetic images, and the
 * synthetic images are changed such that the network sees less of a difference. Where networks normalize by batches,
 * the same number of threads gives the same images, else any number does.
 *
 * <p>The work is shared out by class, one thread each. The graphs of a class are freed before those of the next class
 * are made, and threads need not wait for each other in between.
 */
public final class NetworkCondenser extends Condenser {
    private static final double IMAGE_MOMENTUM = 0.5;

    /** Real images of a class that batch normalization takes its statistics from. */
    private static final int NORMALIZED_BY = 16;

    /** What random numbers are for: so none depends on how many others are drawn. Those of no class go by the first. */
    private static final int NETWORK = 0;

    private static final int COMPARISON = 1;
    private static final int VARIATION = 2;
    private static final int STATISTICS = 3;
    private static final int TRAINING = 4;

    private final RealClasses real;
    private final Matching matching;
    private final Threads threads;

    /**
     * Prepares a condensation.
     *
     * @param classes that are condensed, of those the real images have; not copied
     * @param start {@code float[classes.length * imagesPerClass * c * h * w]}, class by class; copied
     * @param threads share the work; not closed
     */
    public NetworkCondenser(
            Condensation condensation, RealClasses real, int[] classes, float[] start, Threads threads) {
        super(condensation, real.images().shape(), classes, start);
        this.real = real;
        this.threads = threads;
        matching = condensation.method().matchesGradients()
                ? new GradientMatching(condensation.distance())
                : new DistributionMatching();
    }

    @Override
    double iterate() {
        try (Network network = Networks.create(
                condensation.network(),
                shape,
                real.classes(),
                random(NETWORK, 0, classes[0]).nextLong())) {
            return condensation.method().matchesGradients() ? matchGradients(network) : matchDistributions(network);
        }
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
                            : augmentation.draw(random(VARIATION, outer, label), shape)::apply);
        }
        return variations;
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
                    classes[c],
                    real.images(),
                    positions[c],
                    state.images(),
                    c * count,
                    count,
                    variations.get(c),
                    condensation.factor()));
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
                            classes[c], real.images(), positions[c], new float[0], 0, 0, UnaryOperator.identity(), 1);
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
                        network,
                        asTheyAre(),
                        new Sgd(0, false, 0),
                        condensation.trainBatch(),
                        variation,
                        threads,
                        null)) {
            for (int epoch = 0; epoch < epochs; epoch++) {
                training.epoch(condensation.networkRate(), random);
            }
        }
    }

    /** Returns the images, class by class, as they are now. */
    private SyntheticSet asTheyAre() {
        float[] black = real.images().black();
        float[] std = new float[shape.channels()];
        float[] mean = new float[shape.channels()];
        for (int c = 0; c < std.length; c++) {
            std[c] = 1;
            mean[c] = -black[c];
        }
        return SyntheticSet.labelled(shape, real.classes(), state.images(), labels(), mean, std)
                .formed(condensation.factor())
                .decoded();
    }
}
