package dev.pith.cli.option;

import dev.pith.pipeline.feature.FeatureKind;
import dev.pith.pipeline.feature.FeatureSettings;
import dev.pith.pipeline.feature.ScoreSettings;
import dev.pith.torch.feature.FeatureTraining;
import dev.pith.torch.feature.LogitGradient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How samples are scored. */
public final class ScoreOptions {
    @Option(
            names = "--net",
            paramLabel = "NAME",
            description = "The network, such as resnet18 or convnet-width64 (default: " + FeatureTraining.NETWORK
                    + ", which looks at images of up to 64 pixels and at larger ones scaled down).")
    private @Nullable String net;

    @Option(
            names = "--epochs",
            paramLabel = "COUNT",
            defaultValue = ScoreSettings.DEFAULT_EPOCHS,
            description = "How often the training sees every image; it looks at all of them twice in each epoch"
                    + " (default: ${DEFAULT-VALUE}).")
    private int epochs;

    @Option(
            names = "--scorers",
            paramLabel = "COUNT",
            defaultValue = ScoreSettings.DEFAULT_SCORERS,
            description = "Networks whose scores are averaged; the first is the one behind the features (default:"
                    + " ${DEFAULT-VALUE}).")
    private int scorers;

    @Option(
            names = "--unseen",
            description = "Let two networks, each trained on one half of the samples, score the other half, which they"
                    + " have not seen; the one behind the features still learns from all.")
    private boolean unseen;

    @Mixin
    private OnErrorOption onError;

    /** Returns how to score. */
    public ScoreSettings settings() {
        return new ScoreSettings(epochs, scorers, unseen);
    }

    /** Returns the network to train. */
    public FeatureSettings network(long seed) {
        return new FeatureSettings(
                FeatureKind.GRADIENT,
                net == null ? FeatureTraining.NETWORK : net,
                null,
                epochs,
                LogitGradient.CROSS_ENTROPY,
                null,
                seed,
                onError.value(),
                null);
    }

    /** Insists on options that mean something to a run. */
    public void refuseNetwork(String run) {
        if (net != null) {
            throw new IllegalArgumentException("--net is for a source; " + run + " is a run and keeps its network");
        }
    }
}
