package dev.pith.cli.option;

import dev.pith.pipeline.pixels.PretrainSettings;
import dev.pith.torch.network.AutoencoderSize;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a masked autoencoder is trained. */
public final class PretrainOptions {
    @Option(
            names = "--net",
            paramLabel = "NAME",
            defaultValue = AutoencoderSize.DEFAULT,
            description = "mae-tiny-patch4, mae-small-patch4 (or with patches of another side), mae-vit-base-patch16,"
                    + " mae-vit-large-patch16 or mae-vit-huge-patch14 (default: ${DEFAULT-VALUE}).")
    private String net;

    @Option(
            names = "--mask-ratio",
            paramLabel = "SHARE",
            defaultValue = PretrainSettings.DEFAULT_MASK_RATIO,
            description = "The share of the patches that is hidden and rebuilt (default: ${DEFAULT-VALUE}).")
    private double maskRatio;

    @Option(
            names = "--normalized-pixels",
            description =
                    "Learn to rebuild each patch with its mean taken off and divided by its standard deviation: better"
                            + " features, but no images.")
    private boolean normalized;

    @Option(
            names = "--epochs",
            paramLabel = "COUNT",
            description = "How often every image is seen (default: 300,000 divided by the images, 5 to 200).")
    private @Nullable Integer epochs;

    @Option(
            names = "--batch",
            paramLabel = "COUNT",
            defaultValue = PretrainSettings.DEFAULT_BATCH,
            description = "Images in a batch (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--lr",
            paramLabel = "RATE",
            defaultValue = PretrainSettings.DEFAULT_LEARNING_RATE,
            description = "The largest learning rate (default: ${DEFAULT-VALUE}).")
    private double learningRate;

    @Option(
            names = "--weight-decay",
            paramLabel = "RATE",
            defaultValue = PretrainSettings.DEFAULT_WEIGHT_DECAY,
            description = "Weight decay of AdamW, biases and normalization spared (default: ${DEFAULT-VALUE}).")
    private double weightDecay;

    @Option(
            names = "--warmup",
            paramLabel = "SHARE",
            defaultValue = PretrainSettings.DEFAULT_WARM_UP,
            description = "The share of the training in which the learning rate rises; then it falls by half a cosine"
                    + " (default: ${DEFAULT-VALUE}).")
    private double warmUp;

    /**
     * Returns the settings.
     *
     * @throws IllegalArgumentException when a value is out of range
     */
    public PretrainSettings settings() {
        return PretrainSettings.builder()
                .size(AutoencoderSize.of(net))
                .maskRatio(maskRatio)
                .normalized(normalized)
                .epochs(epochs)
                .batch(batch)
                .learningRate(learningRate)
                .weightDecay(weightDecay)
                .warmUp(warmUp)
                .build();
    }
}
