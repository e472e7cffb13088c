package dev.pith.torch.condense;

import dev.pith.PithException;
import dev.pith.random.Priority;
import dev.pith.torch.network.InputShape;
import java.util.SplittableRandom;

/**
 * The loop that condenses images, whichever way. The same configuration, images and start give the same result, bit for
 * bit.
 */
public abstract sealed class Condenser permits NetworkCondenser, TrajectoryCondenser {
    final Condensation condensation;
    final InputShape shape;
    final int[] classes;
    final CondensationState state;

    Condenser(Condensation condensation, InputShape shape, int[] classes, float[] start) {
        int expected = classes.length * condensation.imagesPerClass() * shape.numbers();
        if (start.length != expected) {
            throw new IllegalArgumentException("the start needs " + expected + " numbers, got " + start.length);
        }
        this.condensation = condensation;
        this.shape = shape;
        this.classes = classes;
        state = new CondensationState(start.clone());
    }

    /** Returns what is to be known between two iterations; to be saved and restored. */
    public final CondensationState state() {
        return state;
    }

    /** Returns whether all iterations are done. */
    public final boolean isDone() {
        return state.iteration() >= condensation.iterations();
    }

    /** Returns the images to be written, {@code float[m * c * h * w]}; a copy. */
    public float[] images() {
        return state.images().clone();
    }

    /** Returns the learning rate that was learned for networks that train on the images; NaN when none was. */
    public double learnedRate() {
        return Double.NaN;
    }

    /** Returns the probabilities that were learned in place of labels, {@code float[m * classes]}; empty for none. */
    public float[] softLabels() {
        return new float[0];
    }

    /** Returns the label of every image. */
    public final long[] labels() {
        long[] labels = new long[classes.length * condensation.imagesPerClass()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = classes[i / condensation.imagesPerClass()];
        }
        return labels;
    }

    /**
     * Does an iteration.
     *
     * @return the distance, of classes the mean
     * @throws PithException when it is no longer a number; the state is then as it was
     */
    public final double next() {
        CondensationState before = state.copy();
        try {
            double loss = iterate();
            if (!Double.isFinite(loss) || !isFinite(state.images())) {
                throw new PithException("the distance became " + loss + " in iteration " + (state.iteration() + 1)
                        + " of " + condensation.iterations()
                        + ", or the images were no longer numbers: lower `lr-img` ("
                        + condensation.imageRate() + ")");
            }
            state.advance(loss);
            return loss;
        } catch (PithException e) {
            state.become(before);
            throw e;
        }
    }

    /** Changes the images once; returns the distance before. */
    abstract double iterate();

    private static boolean isFinite(float[] values) {
        float sum = 0;
        for (float value : values) {
            sum += 0 * value; // NaN from the first that is infinite or no number
        }
        return sum == 0;
    }

    /** Returns random numbers of this iteration; what they are for and the class keep them apart. */
    final SplittableRandom random(int purpose, int outer, int label) {
        long seed = Priority.of(purpose, condensation.seed());
        return new SplittableRandom(Priority.of(label, Priority.of(outer, Priority.of(state.iteration(), seed))));
    }
}
