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
 * @param batch how many samples go through the network together; 0 for {@link Recipe#usualBatch}
 * @param learningRate its peak
 * @param infoBatch whether each selection, and everything, is also trained on with InfoBatch
 */
public record Conditions(
        List<String> networks,
        long firstSeed,
        int seeds,
        Map<View, Integer> lengths,
        int batch,
        double learningRate,
        boolean infoBatch) {
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
    }

    /** Returns how a set of samples is trained on. */
    Recipe recipe(View view, int samples, int all, boolean pruned, long seed) {
        Recipe.Builder recipe = Recipe.builder()
                .batch(batch > 0 ? batch : Recipe.usualBatch(samples, all))
                .schedule(new Schedule.OneCycle(learningRate, WARM_UP))
                .seed(seed);
        int length = lengths.get(view);
        if (view == View.EPOCHS) {
            return recipe.epochs(length).build();
        }
        Recipe unpruned = recipe.steps(length).build();
        return pruned ? recipe.epochs(wholeEpochs(unpruned, samples)).build() : unpruned;
    }

    /** Returns the nearest number of epochs that the steps make: what InfoBatch spares are samples of an epoch, not steps. */
    private static int wholeEpochs(Recipe recipe, int samples) {
        return Math.toIntExact(Math.max(1, Math.round((double) recipe.steps() / recipe.steps(samples))));
    }
}
