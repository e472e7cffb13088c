package dev.pith.torch.train;

/**
 * How one epoch is cut into batches and steps.
 *
 * @param samples that the epoch's plan holds
 * @param batches of them that are trained on: all, unless the training ends within the epoch
 * @param steps that the batches make
 * @param start of the epoch in the training, in steps of epochs that see every sample
 * @param length of the epoch likewise
 */
record Course(Recipe recipe, int samples, int batches, int steps, double start, double length) {
    /**
     * The course of epoch {@code epoch} after {@code done} steps, where a whole epoch would see {@code all} samples.
     */
    static Course of(Recipe recipe, int samples, int epoch, long done, int all) {
        int batches = recipe.batches(samples);
        int steps = recipe.steps(samples);
        if (recipe.steps() == 0) {
            int whole = recipe.steps(all);
            return new Course(recipe, samples, batches, steps, (double) epoch * whole, whole);
        }
        int remaining = (int) Math.min(steps, recipe.steps() - done);
        int needed = (int) Math.min(batches, (long) remaining * recipe.accumulate());
        return new Course(recipe, samples, needed, remaining, done, remaining);
    }

    /** Returns the position of a batch's first sample in the epoch's order. */
    int begin(int batch) {
        return batch * recipe.batch();
    }

    /** Returns the position after a batch's last sample. */
    int end(int batch) {
        return batch == recipe.batches(samples) - 1 ? samples : begin(batch + 1);
    }

    /** Returns the first batch of a step. */
    int firstBatch(int step) {
        return step * recipe.accumulate();
    }

    /** Returns the batch after a step's last. */
    int endBatch(int step) {
        return Math.min(batches, firstBatch(step + 1));
    }

    /** Returns how many samples a step sees. */
    int samples(int step) {
        return end(endBatch(step) - 1) - begin(firstBatch(step));
    }

    /** Returns how many samples the epoch sees. */
    int samplesSeen() {
        return end(batches - 1);
    }

    /** Returns where the beginning of a step is in the training, in steps of epochs that see every sample. */
    double position(int step) {
        return start + step * length / steps;
    }
}
