package dev.pith.torch.evaluate;

import dev.pith.torch.optimize.Schedule;
import dev.pith.torch.train.Recipe;
import java.util.List;
import java.util.Map;

/**
 * How selections are compared.
 *
 * @param networks names of the networks
 * @param firstSeed of the seeds, which count up
 * @param seeds how often everything is trained
 * @param lengths how many steps or epochs are trained in each view
 * @param batch how many samples go through the network together; {@link #USUAL_BATCH} for {@value #STEPS_BATCH} at equal steps, which
 *     then cost alike whatever is trained on, and for {@link Recipe#usualBatch} at equal epochs
 * @param learningRate its peak
 * @param infoBatch whether each selection, and everything, is trained on with InfoBatch too, at equal epochs
 */
public record Conditions(
        List<String> networks,
        long firstSeed,
        int seeds,
        Map<View, Integer> lengths,
        int batch,
        double learningRate,
        boolean infoBatch) {
    /** Stands for the batch that suits a view. */
    public static final int USUAL_BATCH = 0;

    private static final int STEPS_BATCH = 64;
    private static final double WARM_UP = 0.3;

    /** Checks the ranges and copies the collections. */
    public Conditions {
        networks = List.copyOf(networks);
        lengths = Map.copyOf(lengths);
        if (networks.isEmpty() || lengths.isEmpty()) {
            throw new IllegalArgumentException("a comparison needs a network and a view");
        }
        if (seeds < 1) {
            throw new IllegalArgumentException("seeds must be at least 1, got " + seeds);
        }
        if (lengths.values().stream().anyMatch(length -> length < 1)) {
            throw new IllegalArgumentException("steps and epochs must be at least 1, got " + lengths);
        }
        if (batch < 0) {
            throw new IllegalArgumentException("batch must be at least 0, got " + batch);
        }
        if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("the learning rate must be a positive number, got " + learningRate);
        }
        if (infoBatch && !lengths.containsKey(View.EPOCHS)) {
            throw new IllegalArgumentException(
                    "InfoBatch spares samples of an epoch, so it is compared at equal epochs");
        }
    }

    /** Returns whether a view has trainings with InfoBatch: what it spares are samples of an epoch, so steps would hide it. */
    boolean prunes(View view) {
        return infoBatch && view == View.EPOCHS;
    }

    /**
     * Returns the largest batch that costs a step as much on few samples as on many: of fewer samples than a batch a step sees them
     * all, and a last batch of an epoch may be small.
     */
    public int evenBatch(int samples) {
        return samples / recipe(View.STEPS, samples, samples, 0).batches(samples);
    }

    /** Returns how a set of samples is trained on. */
    Recipe recipe(View view, int samples, int all, long seed) {
        Recipe.Builder recipe = Recipe.builder()
                .batch(batch(view, samples, all))
                .schedule(new Schedule.OneCycle(learningRate, WARM_UP))
                .seed(seed);
        int length = lengths.get(view);
        return view == View.EPOCHS
                ? recipe.epochs(length).build()
                : recipe.steps(length).build();
    }

    private int batch(View view, int samples, int all) {
        if (batch != USUAL_BATCH) {
            return batch;
        }
        return view == View.STEPS ? STEPS_BATCH : Recipe.usualBatch(samples, all);
    }
}
