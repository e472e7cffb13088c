package dev.pith.torch.evaluate;

import dev.pith.torch.train.Recipe;
import dev.pith.torch.train.Schedule;
import java.util.List;
import java.util.Map;

/**
 * How selections are compared.
 *
 * @param networks names of the networks
 * @param firstSeed of the seeds, which count up
 * @param seeds how often everything is trained
 * @param lengths how many steps or epochs are trained in each view
 * @param batch how many samples go through the network together; {@link #BATCH_BY_SIZE} for {@link Recipe#usualBatch}
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
    /** A batch that depends on the number of samples. */
    public static final int BATCH_BY_SIZE = 0;

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

    /** Returns how a set of samples is trained on. */
    Recipe recipe(View view, int samples, int all, long seed) {
        Recipe.Builder recipe = Recipe.builder()
                .batch(batch == BATCH_BY_SIZE ? Recipe.usualBatch(samples, all) : batch)
                .schedule(new Schedule.OneCycle(learningRate, WARM_UP))
                .seed(seed);
        int length = lengths.get(view);
        return view == View.EPOCHS
                ? recipe.epochs(length).build()
                : recipe.steps(length).build();
    }
}
