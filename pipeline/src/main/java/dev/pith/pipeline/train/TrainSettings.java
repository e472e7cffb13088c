package dev.pith.pipeline.train;

import dev.pith.data.Fingerprint;
import dev.pith.pipeline.session.OnError;
import dev.pith.prune.EpochPruning;
import dev.pith.prune.WeightedSamples;
import dev.pith.torch.checkpoint.Checkpoints;
import dev.pith.torch.diffusion.DiffusionFiles;
import dev.pith.torch.feature.FeatureTraining;
import dev.pith.torch.image.SegmentationImages;
import dev.pith.torch.train.Recipe;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that decides a training on a given source.
 *
 * @param net full or short name, or null to believe the weights, or to take the usual one
 * @param weights to start from, or null; of a diffusion a folder
 * @param backbone weights of a network whose layers before the last the new one starts from, or null
 * @param recipe what the options come to for these samples
 * @param workers how many processes train, at least 1
 */
public record TrainSettings(
        TaskKind task,
        @Nullable String net,
        @Nullable Path weights,
        @Nullable Path backbone,
        TrainingSamples samples,
        TestSamples tests,
        RecipeSettings recipeSettings,
        Recipe recipe,
        PruningSettings pruning,
        OnError onError,
        int workers) {
    /** Processes that train unless told otherwise. */
    public static final String DEFAULT_WORKERS = "1";

    /** Refuses more processes than a batch has samples. */
    public TrainSettings {
        if (workers < 1) {
            throw new IllegalArgumentException("`workers` must be at least 1, got " + workers);
        }
        if (workers > recipe.batch()) {
            throw new IllegalArgumentException(
                    "`workers` must be at most the samples of a batch, " + recipe.batch() + ", got " + workers);
        }
    }

    /** Returns the network's name where there are no weights to say it. */
    String network() {
        return net == null ? task.network() : net;
    }

    /** Returns the largest side of the images. */
    int mostSide() {
        if (task == TaskKind.SEGMENTATION) {
            return SegmentationImages.MOST_SIDE;
        }
        return net == null || task == TaskKind.DIFFUSION ? FeatureTraining.MOST_SIDE : 224;
    }

    /**
     * Returns what each epoch sees.
     *
     * @param count of the samples that are trained on
     * @param ids of them in the source; not those of a synthetic set
     * @param sourceSize how many samples the source has
     */
    EpochPruning pruning(int count, int[] ids, int sourceSize) {
        int epochs = recipe.totalEpochs(count);
        EpochPruning plain = pruning.pruning(count, ids, sourceSize, epochs, recipe.seed());
        float @Nullable [] byId = samples.weights();
        if (byId == null) {
            return plain;
        }
        float[] weights = new float[ids.length];
        for (int i = 0; i < ids.length; i++) {
            weights[i] = byId[ids[i]];
        }
        return new WeightedSamples(plain, weights);
    }

    /** Returns what the manifest remembers: parameter name to value. */
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        if (task != TaskKind.CLASSIFICATION) {
            map.put("task", task.toString());
        }
        if (weights == null || net != null) {
            map.put("net", network());
        }
        if (weights != null) {
            map.put("weights", weights.getFileName().toString());
            List<Path> files = task == TaskKind.DIFFUSION ? DiffusionFiles.files(weights) : Checkpoints.files(weights);
            map.put("weights fingerprint", Fingerprint.ofFiles(files));
        }
        if (backbone != null) {
            map.put("backbone", backbone.toString());
            map.put("backbone fingerprint", Fingerprint.ofFiles(Checkpoints.files(backbone)));
        }
        map.putAll(samples.description());
        map.putAll(tests.description());
        map.putAll(recipeSettings.toMap(recipe));
        map.putAll(pruning.toMap());
        map.put("seed", Long.toString(recipe.seed()));
        map.put("on-error", onError.toString());
        if (workers > 1) {
            map.put("workers", Integer.toString(workers));
        }
        return map;
    }
}
