package dev.pith.cli.option;

import dev.pith.data.FeatureSource;
import dev.pith.data.MaskSource;
import dev.pith.data.RecordSource;
import dev.pith.data.Source;
import dev.pith.pipeline.feature.FeatureKind;
import dev.pith.pipeline.feature.FeatureSettings;
import dev.pith.pipeline.feature.MadeElsewhere;
import dev.pith.pipeline.feature.ScoreSettings;
import dev.pith.selection.Published;
import dev.pith.torch.feature.FeatureTraining;
import dev.pith.torch.image.ImageOptions.Normalization;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the images of a source are compared by. */
public final class FeatureOptions {
    @Option(
            names = "--features",
            paramLabel = "KIND",
            description =
                    "What images are compared by: gradient (of the last layer of a network), embedding (what goes into"
                            + " that layer), logits (what comes out), or pixels, which needs no network and no labels"
                            + " (default: gradient, for select and where there are masks embedding; pixels where"
                            + " there are no two classes, or nothing is compared).")
    private @Nullable FeatureKind features;

    @Option(
            names = "--from",
            paramLabel = "DIR",
            description =
                    "Take features that were made elsewhere, as a rule on a GPU in Python, of the same samples in the"
                            + " same order: a folder with keys.txt, source.json, and embeddings.npy (with"
                            + " logit_gradients.npy: gradients) or logits.npy, as examples/python/features.py writes"
                            + " it, see docs/gpu.md.")
    private @Nullable Path from;

    @Option(
            names = "--net",
            paramLabel = "NAME",
            description = "The network of the features, such as resnet18 or convnet-width64 (default: "
                    + FeatureTraining.NETWORK
                    + ", which looks at images of up to 64 pixels and at larger ones scaled down; with masks "
                    + FeatureTraining.NETWORK_OF_PIXELS + ").")
    private @Nullable String net;

    @Option(
            names = "--weights",
            paramLabel = "FILE",
            description =
                    "Weights of the network: safetensors, pth, or a TorchScript program (default: it is trained on the"
                            + " source first).")
    private @Nullable Path weights;

    @Option(
            names = "--epochs",
            paramLabel = "COUNT",
            description = "How often the network, when it is trained, sees every image (default: "
                    + FeatureTraining.EPOCHS
                    + ", and "
                    + ScoreSettings.DEFAULT_EPOCHS
                    + " where it scores samples).")
    private @Nullable Integer epochs;

    @Option(
            names = "--mean",
            paramLabel = "NUMBER",
            split = ",",
            description =
                    "Mean of each channel, of values from 0 to 1, that is taken off (default: what the weights say,"
                            + " else that of the source).")
    private float @Nullable [] mean;

    @Option(
            names = "--std",
            paramLabel = "NUMBER",
            split = ",",
            description = "Standard deviation of each channel, by which it is then divided (default: likewise).")
    private float @Nullable [] std;

    @Mixin
    private TextOptions texts;

    @Mixin
    private OnErrorOption onError;

    /** Returns how samples are scored while the network is trained. */
    public ScoreSettings scores() {
        return epochs == null ? ScoreSettings.DEFAULT : ScoreSettings.DEFAULT.epochs(epochs);
    }

    /** Returns whether any option about images is given. */
    private boolean given() {
        return features != null || ofNetwork();
    }

    private boolean ofNetwork() {
        return net != null || weights != null || epochs != null || mean != null || std != null;
    }

    /** Insists on options that mean something to a run whose features are there already. */
    public void refuse(String run) {
        if (given() || from != null || texts.given()) {
            throw new IllegalArgumentException("--features, --from, --net, --embedder and --dedup are for a source; "
                    + run + " is a run and has its features");
        }
    }

    /**
     * Returns the configuration for a source.
     *
     * @param usual what images are compared by when nothing is said
     * @throws IllegalArgumentException when options contradict each other or the source
     */
    public FeatureSettings configuration(Source source, FeatureKind usual, Published compat, long seed) {
        if (from != null) {
            return madeElsewhere(from, source, usual);
        }
        if (source instanceof FeatureSource) {
            if (given()) {
                throw new IllegalArgumentException(
                        "--features and --net are for images; " + source.name() + " holds features already");
            }
            refuseTexts(source);
            return FeatureSettings.ofSource(onError.value());
        }
        if (source instanceof RecordSource) {
            if (given()) {
                throw new IllegalArgumentException(
                        "--features and --net are for images; " + source.name() + " holds texts, see --embedder");
            }
            return FeatureSettings.ofTexts(texts.configuration(usual != FeatureKind.PIXELS), onError.value());
        }
        if (texts.saysHowToRead()) {
            throw new IllegalArgumentException(
                    "--embedder and --exclude-near are for texts; " + source.name() + " holds none");
        }
        boolean masks = source instanceof MaskSource;
        FeatureKind ofNetwork = masks && usual != FeatureKind.PIXELS ? FeatureKind.EMBEDDING : usual;
        FeatureKind choice = features != null
                ? features
                : ofNetwork() || masks || FeatureSettings.teaches(source) ? ofNetwork : FeatureKind.PIXELS;
        boolean trains = choice != FeatureKind.PIXELS && net == null && weights == null;
        FeatureSettings settings = FeatureSettings.builder(choice)
                .network(masks && trains ? FeatureTraining.NETWORK_OF_PIXELS : net)
                .weights(weights)
                .epochs(epochs)
                .compat(compat)
                .normalization(normalization())
                .seed(seed)
                .onError(onError.value())
                .build()
                .copies(texts.copies());
        settings.requireFits(source);
        return settings;
    }

    private FeatureSettings madeElsewhere(Path folder, Source source, FeatureKind usual) {
        if (source instanceof FeatureSource) {
            throw new IllegalArgumentException(
                    "--from is for images and records; " + source.name() + " holds features already");
        }
        if (ofNetwork()) {
            throw new IllegalArgumentException(
                    "--net, --weights, --epochs, --mean and --std make features, and --from brings them; give either");
        }
        boolean records = source instanceof RecordSource;
        if (!records && texts.saysHowToRead()) {
            throw new IllegalArgumentException(
                    "--embedder and --exclude-near are for texts; " + source.name() + " holds none");
        }
        FeatureKind kind = features != null ? features : MadeElsewhere.kindIn(folder, usual);
        FeatureSettings settings = FeatureSettings.madeElsewhere(
                        folder, kind, records ? texts.madeElsewhere() : null, onError.value())
                .copies(records ? null : texts.copies());
        settings.requireFits(source);
        return settings;
    }

    private void refuseTexts(Source source) {
        if (texts.given()) {
            throw new IllegalArgumentException(
                    "--embedder and --dedup are for texts and images; " + source.name() + " holds neither");
        }
    }

    private @Nullable Normalization normalization() {
        float[] means = mean;
        float[] deviations = std;
        if (means == null && deviations == null) {
            return null;
        }
        if (means == null || deviations == null) {
            throw new IllegalArgumentException("--mean and --std belong together; give both or none");
        }
        return new Normalization(means, deviations);
    }
}
