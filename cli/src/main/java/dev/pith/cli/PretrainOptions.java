package dev.pith.cli;

import dev.pith.torch.network.AutoencoderSize;
import dev.pith.torch.train.Adam;
import dev.pith.torch.train.Optimizer.Regular;
import dev.pith.torch.train.Recipe;
import dev.pith.torch.train.Schedule;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a masked autoencoder is trained. */
final class PretrainOptions {
    /** How many images are looked at in all when nothing is said: enough for the small sizes to settle. */
    private static final int IMAGES_SEEN = 300_000;

    private static final int LEAST_EPOCHS = 5;
    private static final int MOST_EPOCHS = 200;

    @Option(
            names = "--net",
            paramLabel = "NAME",
            defaultValue = AutoencoderSize.DEFAULT,
            description = "mae-tiny-patch4, mae-small-patch4 (or with patches of another side), mae-vit-base-patch16,"
                    + " mae-vit-large-patch16 or mae-vit-huge-patch14 (default: ${DEFAULT-VALUE}).")
    private String net = AutoencoderSize.DEFAULT;

    @Option(
            names = "--mask-ratio",
            paramLabel = "SHARE",
            defaultValue = "0.75",
            description = "The share of the patches that is hidden and rebuilt (default: ${DEFAULT-VALUE}).")
    private double maskRatio = 0.75;

    @Option(
            names = "--normalized-pixels",
            description =
                    "Rebuild each patch less its mean, by its standard deviation: better features, but no images.")
    private boolean normalized;

    @Option(
            names = "--epochs",
            paramLabel = "COUNT",
            description = "How often every image is seen (default: 300,000 divided by the images, 5 to 200).")
    private @Nullable Integer epochs;

    @Option(
            names = "--batch",
            paramLabel = "COUNT",
            defaultValue = "128",
            description = "Images in a batch (default: ${DEFAULT-VALUE}).")
    private int batch = 128;

    @Option(
            names = "--lr",
            paramLabel = "RATE",
            defaultValue = "0.002",
            description = "The largest learning rate (default: ${DEFAULT-VALUE}).")
    private double learningRate = 0.002;

    @Option(
            names = "--weight-decay",
            paramLabel = "RATE",
            defaultValue = "0.05",
            description = "Weight decay of AdamW, biases and normalization spared (default: ${DEFAULT-VALUE}).")
    private double weightDecay = 0.05;

    @Option(
            names = "--warmup",
            paramLabel = "SHARE",
            defaultValue = "0.05",
            description = "The share of the training in which the learning rate rises; then it falls by half a cosine"
                    + " (default: ${DEFAULT-VALUE}).")
    private double warmUp = 0.05;

    /** Refuses what is out of range. */
    void check() {
        AutoencoderSize.of(net);
        if (!(maskRatio > 0 && maskRatio < 1)) {
            throw new IllegalArgumentException("--mask-ratio must be in (0, 1), got " + maskRatio);
        }
        if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("--lr must be a positive number, got " + learningRate);
        }
        if (!(warmUp >= 0 && warmUp < 1)) {
            throw new IllegalArgumentException("--warmup must be in [0, 1), got " + warmUp);
        }
        if (epochs != null && epochs < 1) {
            throw new IllegalArgumentException("--epochs must be at least 1, got " + epochs);
        }
    }

    AutoencoderSize size() {
        return AutoencoderSize.of(net);
    }

    double maskRatio() {
        return maskRatio;
    }

    boolean normalized() {
        return normalized;
    }

    /** Returns how often each of n images is seen. */
    int epochs(int n) {
        return epochs != null ? epochs : Math.max(LEAST_EPOCHS, Math.min(MOST_EPOCHS, IMAGES_SEEN / n));
    }

    /** Returns the recipe for n images. */
    Recipe recipe(int n, long seed) {
        return Recipe.builder()
                .epochs(epochs(n))
                .batch(batch)
                .rule(new Adam(0.9, 0.95, 1e-8, weightDecay, true))
                .regular(Regular.WEIGHTS)
                .schedule(new Schedule.WarmUp(warmUp, new Schedule.Cosine(learningRate, 0)))
                .seed(seed)
                .build();
    }

    /** Returns what the manifest remembers of a training on n images: option name to value. */
    Map<String, String> toMap(int n) {
        Map<String, String> map = new LinkedHashMap<>();
        map.put("--net", net);
        map.put("--mask-ratio", Double.toString(maskRatio));
        map.put("--normalized-pixels", Boolean.toString(normalized));
        map.put("--epochs", Integer.toString(epochs(n)));
        map.put("--batch", Integer.toString(batch));
        map.put("--lr", Double.toString(learningRate));
        map.put("--weight-decay", Double.toString(weightDecay));
        map.put("--warmup", Double.toString(warmUp));
        return map;
    }
}
