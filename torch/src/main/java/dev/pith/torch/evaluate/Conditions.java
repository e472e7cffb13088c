package dev.pith.torch.evaluate;

import dev.pith.prune.PruningKind;
import dev.pith.torch.optimize.Schedule;
import dev.pith.torch.train.Recipe;
import java.util.ArrayList;
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
 * @param prunings how samples are spared when each selection, and everything, is trained on once more at equal epochs
 * @param spare the share that those spare, in [0, 1), where they ask
 */
public record Conditions(
        List<String> networks,
        long firstSeed,
        int seeds,
        Map<View, Integer> lengths,
        int batch,
        double learningRate,
        List<PruningKind> prunings,
        double spare) {
    /** The share of samples that prunings spare unless told otherwise. */
    public static final String DEFAULT_SPARE = "0.4";

    /** Stands for the batch that suits a view. */
    public static final int USUAL_BATCH = 0;

    private static final int STEPS_BATCH = 64;
    private static final double WARM_UP = 0.3;

    /** What is compared without sparing samples. */
    public Conditions(
            List<String> networks,
            long firstSeed,
            int seeds,
            Map<View, Integer> lengths,
            int batch,
            double learningRate) {
        this(networks, firstSeed, seeds, lengths, batch, learningRate, List.of(), 0);
    }

    /** Checks the ranges and copies the collections. */
    public Conditions {
        networks = List.copyOf(networks);
        lengths = Map.copyOf(lengths);
        prunings = List.copyOf(prunings);
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
        if (!prunings.isEmpty()) {
            if (!lengths.containsKey(View.EPOCHS)) {
                throw new IllegalArgumentException(
                        "pruning spares samples of an epoch, so it is compared at equal epochs");
            }
            int epochs = lengths.get(View.EPOCHS);
            for (PruningKind pruning : prunings) {
                pruning.pruning(1, epochs, 0, spare); // says what cannot be
            }
        }
    }

    /** Returns how samples are spared in a view, not at all first: what is spared are samples of an epoch, so steps would hide it. */
    List<PruningKind> prunings(View view) {
        List<PruningKind> all = new ArrayList<>(List.of(PruningKind.NONE));
        if (view == View.EPOCHS) {
            all.addAll(prunings);
        }
        return all;
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
