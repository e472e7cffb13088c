package dev.pith.cli.option;

import dev.pith.data.patch.PatchCodec;
import dev.pith.pipeline.pixels.PixelsSettings;
import dev.pith.selection.Published;
import dev.pith.torch.importance.ImportanceMethod;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which patches are kept, and how they are stored. */
public final class PixelsOptions {
    @Option(
            names = "--drop",
            paramLabel = "SHARE",
            defaultValue = PixelsSettings.DEFAULT_DROP,
            description = "The share of each image's patches that is dropped, from 0 to less than 1 (default:"
                    + " ${DEFAULT-VALUE}).")
    private double drop;

    @Option(
            names = "--threshold",
            paramLabel = "NUMBER",
            description = "In place of --drop: drop the patches whose importance, from 0 to 1, is below this.")
    private @Nullable Double threshold;

    @Option(
            names = "--importance",
            paramLabel = "METHOD",
            defaultValue = PixelsSettings.DEFAULT_IMPORTANCE,
            description =
                    "What says how much a patch matters: gradcampp, gradcampp-torchcam (as that library computes it),"
                            + " gradcam or random (default: ${DEFAULT-VALUE}).")
    private ImportanceMethod importance;

    @Option(
            names = "--compat",
            paramLabel = "NAME",
            defaultValue = Published.DEFAULT,
            description = "dq-vision: patches matter to the class that the network names, not to the label.")
    private Published compat;

    @Option(
            names = "--net",
            paramLabel = "NAME",
            description = "The network that tells how much patches matter (default: that of the weights).")
    private @Nullable String net;

    @Option(
            names = "--weights",
            paramLabel = "FILE",
            description =
                    "Weights of that network (default: those of the features of the run, or of a small network that is"
                            + " trained first).")
    private @Nullable Path weights;

    @Option(
            names = "--mae",
            paramLabel = "FILE",
            description = "The masked autoencoder: one of pith pretrain-mae, or a checkpoint of its authors,"
                    + " mae_visualize_vit_*.pth (default: a small one is trained on the source first).")
    private @Nullable Path mae;

    @Option(
            names = "--codec",
            paramLabel = "NAME",
            description =
                    "How patches are compressed: lossless, jpeg or webp (default: lossless, or like the originals where"
                            + " those are lossy and something is dropped).")
    private @Nullable PatchCodec codec;

    @Option(
            names = "--quality",
            paramLabel = "NUMBER",
            description = "Quality of jpeg and webp, from 1 to 100 (default: " + PixelsSettings.DEFAULT_QUALITY + ").")
    private @Nullable Integer quality;

    /**
     * Returns the configuration.
     *
     * @throws IllegalArgumentException when options contradict each other, or a value is out of range
     */
    public PixelsSettings configuration(long seed) {
        return PixelsSettings.builder()
                .drop(drop)
                .threshold(threshold)
                .importance(importance)
                .compat(compat)
                .net(net)
                .weights(weights)
                .mae(mae)
                .codec(codec)
                .quality(quality)
                .seed(seed)
                .build();
    }
}
