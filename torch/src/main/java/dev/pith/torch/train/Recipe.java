package dev.pith.torch.train;

import dev.pith.torch.optimize.Optimizer.Regular;
import dev.pith.torch.optimize.Ranges;
import dev.pith.torch.optimize.Schedule;
import dev.pith.torch.optimize.Sgd;
import dev.pith.torch.optimize.UpdateRule;
import java.util.Set;

/**
 * How a network is trained; {@link #builder()} starts from what does well on small images.
 *
 * @param epochs how often every sample is seen, at least 1; 0 when {@code steps} says how long
 * @param steps how often the weights change, at least 1; 0 when {@code epochs} says how long
 * @param batch how many samples go through the network together; a rest of one sample joins the batch before
 * @param accumulate how many batches make a step
 * @param rule the optimizer
 * @param regular which parameters decay and get a scale of their own
 * @param schedule the learning rate
 * @param labelSmoothing the share of the target that is spread over all classes, in [0, 1)
 * @param augmentations what varies the images
 * @param precision of the network's numbers, and their order in memory
 * @param seed of augmentation; the order of samples is the pruning's
 */
public record Recipe(
        int epochs,
        long steps,
        int batch,
        int accumulate,
        UpdateRule rule,
        Regular regular,
        Schedule schedule,
        double labelSmoothing,
        Set<Augmentation> augmentations,
        Precision precision,
        long seed) {

    /** Checks the ranges and copies the set. */
    public Recipe {
        if (epochs < 0 || steps < 0 || (epochs == 0) == (steps == 0)) {
            throw new IllegalArgumentException(
                    "either epochs or steps must be at least 1, got " + epochs + " and " + steps);
        }
        if (batch < 1) {
            throw new IllegalArgumentException("batch must be at least 1, got " + batch);
        }
        if (accumulate < 1) {
            throw new IllegalArgumentException("accumulate must be at least 1, got " + accumulate);
        }
        Ranges.fraction("label smoothing", labelSmoothing);
        augmentations = Set.copyOf(augmentations);
    }

    /**
     * Returns the usual batch size: 128, or 16 where at most a tenth of a source is trained on, as Dataset
     * Quantization has it.
     */
    public static int usualBatch(int samples, int sourceSize) {
        return 10L * samples > sourceSize ? 128 : 16;
    }

    /** Returns how many batches {@code samples} samples make. */
    public int batches(int samples) {
        int whole = samples / batch;
        int rest = samples % batch;
        return rest == 0 || (rest == 1 && whole > 0) ? whole : whole + 1;
    }

    /** Returns how many steps an epoch of {@code samples} samples takes. */
    public int steps(int samples) {
        return (batches(samples) + accumulate - 1) / accumulate;
    }

    /** Returns how many steps the training takes when every epoch sees {@code samples} samples. */
    public long totalSteps(int samples) {
        return steps > 0 ? steps : (long) epochs * steps(samples);
    }

    /**
     * Returns how many epochs the training takes, the last perhaps not whole, when every epoch sees that many samples.
     */
    public int totalEpochs(int samples) {
        return epochs > 0 ? epochs : Math.toIntExact((steps - 1) / steps(samples) + 1);
    }

    /** Returns a builder that starts from 20 epochs of SGD with momentum 0.9 on a one-cycle schedule. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a recipe, each value optional. */
    public static final class Builder {
        private int epochs = 20;
        private long steps;
        private int batch = 128;
        private int accumulate = 1;
        private UpdateRule rule = new Sgd(0.9, false, 5e-4);
        private Regular regular = Regular.ALL;
        private Schedule schedule = new Schedule.OneCycle(0.05, 0.3);
        private double labelSmoothing;
        private Set<Augmentation> augmentations = Set.of();
        private Precision precision = new Precision(false, false);
        private long seed;

        private Builder() {}

        /** Sets how often every sample is seen. */
        public Builder epochs(int count) {
            epochs = count;
            steps = 0;
            return this;
        }

        /** Sets how often the weights change. */
        public Builder steps(long count) {
            steps = count;
            epochs = 0;
            return this;
        }

        /** Sets how many samples go through the network together. */
        public Builder batch(int size) {
            batch = size;
            return this;
        }

        /** Sets how many batches make a step. */
        public Builder accumulate(int batches) {
            accumulate = batches;
            return this;
        }

        /** Sets the optimizer. */
        public Builder rule(UpdateRule optimizer) {
            rule = optimizer;
            return this;
        }

        /** Sets which parameters decay and get a scale of their own. */
        public Builder regular(Regular which) {
            regular = which;
            return this;
        }

        /** Sets the learning rate. */
        public Builder schedule(Schedule rates) {
            schedule = rates;
            return this;
        }

        /** Sets the share of the target that is spread over all classes. */
        public Builder labelSmoothing(double share) {
            labelSmoothing = share;
            return this;
        }

        /** Sets what varies the images. */
        public Builder augmentations(Set<Augmentation> kinds) {
            augmentations = kinds;
            return this;
        }

        /** Sets the precision of the network's numbers, and their order in memory. */
        public Builder precision(Precision numbers) {
            precision = numbers;
            return this;
        }

        /** Sets the seed of augmentation. */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /** Returns the recipe. */
        public Recipe build() {
            return new Recipe(
                    epochs,
                    steps,
                    batch,
                    accumulate,
                    rule,
                    regular,
                    schedule,
                    labelSmoothing,
                    augmentations,
                    precision,
                    seed);
        }
    }
}
