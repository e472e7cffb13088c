package dev.pith.pipeline.pixels;

import static dev.pith.run.Entries.number;
import static dev.pith.run.Entries.text;
import static dev.pith.run.Entries.whole;

import dev.pith.torch.network.AutoencoderSize;
import dev.pith.torch.optimize.Adam;
import dev.pith.torch.optimize.Optimizer.Regular;
import dev.pith.torch.optimize.Schedule;
import dev.pith.torch.train.Recipe;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a masked autoencoder is trained.
 *
 * @param size of the network
 * @param maskRatio the share of the patches that is hidden and rebuilt, in (0, 1)
 * @param normalized whether each patch is rebuilt less its mean and by its standard deviation: better features,
 *     but no images
 * @param epochs how often every image is seen; null for as often as {@value #IMAGES_SEEN} images in all ask for,
 *     5 to 200
 * @param batch images in a batch
 * @param learningRate the largest, positive
 * @param weightDecay of AdamW, biases and normalization spared
 * @param warmUp the share of the training in which the learning rate rises, in [0, 1); then it falls by half a cosine
 */
public record PretrainSettings(
        AutoencoderSize size,
        double maskRatio,
        boolean normalized,
        @Nullable Integer epochs,
        int batch,
        double learningRate,
        double weightDecay,
        double warmUp) {
    /** The share of hidden patches unless told otherwise. */
    public static final String DEFAULT_MASK_RATIO = "0.75";

    /** Images in a batch unless told otherwise. */
    public static final String DEFAULT_BATCH = "128";

    /** The largest learning rate unless told otherwise. */
    public static final String DEFAULT_LEARNING_RATE = "0.002";

    /** Weight decay unless told otherwise. */
    public static final String DEFAULT_WEIGHT_DECAY = "0.05";

    /** The share of the training in which the learning rate rises unless told otherwise. */
    public static final String DEFAULT_WARM_UP = "0.05";

    /** A small autoencoder that settles on small images in a few minutes. */
    public static final PretrainSettings DEFAULT = builder().build();

    /** How many images are looked at in all when nothing is said: enough for the small sizes to settle. */
    private static final int IMAGES_SEEN = 300_000;

    private static final int LEAST_EPOCHS = 5;
    private static final int MOST_EPOCHS = 200;

    private static final String NET = "net";
    private static final String MASK_RATIO = "mask-ratio";
    private static final String NORMALIZED = "normalized-pixels";
    private static final String EPOCHS = "epochs";
    private static final String BATCH = "batch";
    private static final String LEARNING_RATE = "lr";
    private static final String WEIGHT_DECAY = "weight-decay";
    private static final String WARM_UP = "warmup";

    /** Refuses what is out of range. */
    public PretrainSettings {
        if (!(maskRatio > 0 && maskRatio < 1)) {
            throw new IllegalArgumentException("`mask-ratio` must be in (0, 1), got " + maskRatio);
        }
        if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("`lr` must be a positive number, got " + learningRate);
        }
        if (!(warmUp >= 0 && warmUp < 1)) {
            throw new IllegalArgumentException("`warmup` must be in [0, 1), got " + warmUp);
        }
        if (epochs != null && epochs < 1) {
            throw new IllegalArgumentException("`epochs` must be at least 1, got " + epochs);
        }
        if (batch < 1) {
            throw new IllegalArgumentException("`batch` must be at least 1, got " + batch);
        }
    }

    /** Returns a builder that starts from the defaults. */
    public static Builder builder() {
        return new Builder();
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

    /** Returns what the manifest remembers of a training on n images. */
    public Map<String, String> toMap(int n) {
        Map<String, String> map = new LinkedHashMap<>();
        map.put(NET, size.name());
        map.put(MASK_RATIO, Double.toString(maskRatio));
        map.put(NORMALIZED, Boolean.toString(normalized));
        map.put(EPOCHS, Integer.toString(epochs(n)));
        map.put(BATCH, Integer.toString(batch));
        map.put(LEARNING_RATE, Double.toString(learningRate));
        map.put(WEIGHT_DECAY, Double.toString(weightDecay));
        map.put(WARM_UP, Double.toString(warmUp));
        return map;
    }

    /** Returns the settings that a manifest remembers. */
    public static PretrainSettings of(Map<String, String> map) {
        return new PretrainSettings(
                AutoencoderSize.of(text(map, NET)),
                number(map, MASK_RATIO),
                Boolean.parseBoolean(map.get(NORMALIZED)),
                whole(map, EPOCHS),
                whole(map, BATCH),
                number(map, LEARNING_RATE),
                number(map, WEIGHT_DECAY),
                number(map, WARM_UP));
    }

    /** Builds settings; what is not set is as usual. */
    public static final class Builder {
        private AutoencoderSize size = AutoencoderSize.of(AutoencoderSize.DEFAULT);
        private double maskRatio = Double.parseDouble(DEFAULT_MASK_RATIO);
        private boolean normalized;
        private @Nullable Integer epochs;
        private int batch = Integer.parseInt(DEFAULT_BATCH);
        private double learningRate = Double.parseDouble(DEFAULT_LEARNING_RATE);
        private double weightDecay = Double.parseDouble(DEFAULT_WEIGHT_DECAY);
        private double warmUp = Double.parseDouble(DEFAULT_WARM_UP);

        private Builder() {}

        /** Sets the size of the network. */
        public Builder size(AutoencoderSize network) {
            size = network;
            return this;
        }

        /** Sets the share of the patches that is hidden. */
        public Builder maskRatio(double share) {
            maskRatio = share;
            return this;
        }

        /** Sets whether patches are rebuilt less their mean, by their standard deviation. */
        public Builder normalized(boolean yes) {
            normalized = yes;
            return this;
        }

        /** Sets how often every image is seen. */
        public Builder epochs(@Nullable Integer count) {
            epochs = count;
            return this;
        }

        /** Sets the images of a batch. */
        public Builder batch(int count) {
            batch = count;
            return this;
        }

        /** Sets the largest learning rate. */
        public Builder learningRate(double rate) {
            learningRate = rate;
            return this;
        }

        /** Sets the weight decay. */
        public Builder weightDecay(double rate) {
            weightDecay = rate;
            return this;
        }

        /** Sets the share of the training in which the learning rate rises. */
        public Builder warmUp(double share) {
            warmUp = share;
            return this;
        }

        /** Returns the settings. */
        public PretrainSettings build() {
            return new PretrainSettings(size, maskRatio, normalized, epochs, batch, learningRate, weightDecay, warmUp);
        }
    }
}
