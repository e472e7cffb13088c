package dev.pith.cli.option;

import dev.pith.pipeline.check.CheckSettings;
import dev.pith.pipeline.check.KeptCopy;
import dev.pith.torch.feature.FeatureTraining;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How images are checked. */
public final class CheckOptions {
    @Option(
            names = "--against",
            paramLabel = "SOURCE",
            description =
                    "Images that networks are tested on, of which no copies may be learned from (default: the test"
                            + " part of a data set that comes in two).")
    private @Nullable String against;

    @Option(
            names = "--keep-duplicate",
            paramLabel = "WHICH",
            defaultValue = KeptCopy.DEFAULT,
            description = "Which of several copies is kept: first, largest, or score, the one whose label networks find"
                    + " the likeliest (default: ${DEFAULT-VALUE}).")
    private KeptCopy copy;

    @Option(
            names = "--threshold",
            paramLabel = "LIKENESS",
            defaultValue = CheckSettings.DEFAULT_THRESHOLD,
            description = "How alike two images are, from 0 to 1, that count as copies: the correlation of their"
                    + " thumbnails (default: ${DEFAULT-VALUE}).")
    private double threshold;

    @Option(
            names = "--net",
            paramLabel = "NAME",
            defaultValue = FeatureTraining.NETWORK,
            description = "The network that says which labels are wrong; none looks at pixels alone (default:"
                    + " ${DEFAULT-VALUE}).")
    private String net;

    @Option(
            names = "--folds",
            paramLabel = "COUNT",
            defaultValue = CheckSettings.DEFAULT_FOLDS,
            description = "Parts of the images; each is looked at by a network trained on the others (default:"
                    + " ${DEFAULT-VALUE}).")
    private int folds;

    @Option(
            names = "--epochs",
            paramLabel = "COUNT",
            defaultValue = CheckSettings.DEFAULT_EPOCHS,
            description = "How often each network sees every image that it learns from (default: ${DEFAULT-VALUE}).")
    private int epochs;

    /** Returns the settings. */
    public CheckSettings settings(long seed) {
        return new CheckSettings(against, copy, threshold, net, folds, epochs, seed);
    }
}
