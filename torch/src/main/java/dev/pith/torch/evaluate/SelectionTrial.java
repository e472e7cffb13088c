package dev.pith.torch.evaluate;

import dev.pith.prune.EpochPruning;
import dev.pith.prune.PruningKind;
import dev.pith.prune.PruningSchedule;
import dev.pith.prune.WeightedSamples;
import dev.pith.torch.train.Recipe;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One training, by all that decides its outcome but the images themselves.
 *
 * @param network its name
 * @param ids of the samples it is trained on, ascending; not copied
 * @param recipe how; its seed also decides initial weights, order and pruning
 * @param pruning how training spares samples
 * @param spare the share that it spares, where the kind of pruning asks
 * @param rebuilt which rebuilt images stand for those of the source; null for none
 * @param weights how much each sample counts, in the order of the ids; null when all count alike; not copied
 * @param teacher whose word is learned in place of labels, {@link Teacher#identity}; null for labels
 */
public record SelectionTrial(
        String network,
        int[] ids,
        Recipe recipe,
        PruningKind pruning,
        double spare,
        @Nullable String rebuilt,
        float @Nullable [] weights,
        @Nullable String teacher)
        implements Trial {
    /** A training on labels of samples that count alike. */
    SelectionTrial(
            String network, int[] ids, Recipe recipe, PruningKind pruning, double spare, @Nullable String rebuilt) {
        this(network, ids, recipe, pruning, spare, rebuilt, null, null);
    }

    /** Returns what decides which samples an epoch sees, not yet begun. */
    EpochPruning epochs() {
        EpochPruning epochs = pruning.pruning(ids.length, recipe.totalEpochs(ids.length), recipe.seed(), spare);
        return weights == null ? epochs : new WeightedSamples(epochs, weights);
    }

    @Override
    public long samples() {
        return recipe.epochs() > 0
                ? (long) recipe.epochs() * ids.length
                : recipe.steps() * Math.min(recipe.batch(), ids.length);
    }

    @Override
    public String identity() {
        String trial = String.join(
                " ",
                network,
                recipe.toString(),
                sparing(),
                Arrays.stream(ids).mapToObj(Integer::toString).collect(Collectors.joining(",")));
        return trial
                + (rebuilt == null ? "" : " rebuilt " + rebuilt)
                + (weights == null ? "" : " weights " + Arrays.toString(weights))
                + (teacher == null ? "" : " " + teacher);
    }

    private String sparing() {
        return switch (pruning) {
            case NONE -> "unpruned";
            case INFOBATCH -> "infobatch " + PruningKind.INFOBATCH_RATIO + " " + PruningSchedule.DEFAULT_DELTA;
            case INFOBATCH_TIERS, RANDOM_SUBSETS, SETA -> pruning + " " + spare;
        };
    }

    @Override
    public Map<String, Object> description() {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("network", network);
        description.put("samples", ids.length);
        description.put("pruning", pruning.toString());
        if (teacher != null) {
            description.put("labels", "soft");
        }
        description.put("seed", recipe.seed());
        description.put("batch", recipe.batch());
        return description;
    }

    /** Returns what a message calls the training. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s on %,d %ssamples, seed %d%s%s",
                network,
                ids.length,
                rebuilt == null ? "" : "rebuilt ",
                recipe.seed(),
                pruning == PruningKind.NONE ? "" : ", " + pruning,
                teacher == null ? "" : ", soft labels");
    }
}
