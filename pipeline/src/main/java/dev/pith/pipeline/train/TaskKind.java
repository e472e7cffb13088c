package dev.pith.pipeline.train;

import dev.pith.PithException;
import dev.pith.data.BoxSource;
import dev.pith.data.ImageSource;
import dev.pith.data.MaskSource;
import dev.pith.data.Source;
import dev.pith.torch.feature.FeatureTraining;
import dev.pith.torch.optimize.OptimizerKind;
import dev.pith.torch.train.Recipe;
import java.util.Locale;

/** What a network learns of a source. */
public enum TaskKind {
    /** The class of an image. */
    CLASSIFICATION(FeatureTraining.NETWORK),
    /** The class of every pixel. */
    SEGMENTATION(FeatureTraining.NETWORK_OF_PIXELS),
    /** The noise in an image: what can tell it makes images. */
    DIFFUSION("unet2d");

    /** The task unless told otherwise. */
    public static final String DEFAULT = "classification";

    /** Every image is as many samples of the loss as it has pixels, and takes as much more memory. */
    private static final int BATCH_OF_MASKS = 16;

    /** Of noise there is always more to learn: more steps are worth more than calm ones. */
    private static final int BATCH_OF_NOISE = 64;

    private final String network;

    TaskKind(String network) {
        this.network = network;
    }

    /** Returns the network that learns unless told otherwise. */
    public String network() {
        return network;
    }

    /** Returns the optimizer unless told otherwise. */
    public OptimizerKind optimizer() {
        return this == DIFFUSION ? OptimizerKind.ADAM : RecipeSettings.DEFAULT.optimizer();
    }

    /**
     * Returns how a network is trained.
     *
     * @param samples how many are trained on
     * @param sourceSize how many the source has
     */
    public Recipe recipe(RecipeSettings settings, int samples, int sourceSize, long seed) {
        return switch (this) {
            case CLASSIFICATION -> settings.recipe(samples, sourceSize, seed);
            case SEGMENTATION -> settings.recipeOf(samples, BATCH_OF_MASKS, seed);
            case DIFFUSION -> settings.recipeOf(samples, BATCH_OF_NOISE, seed);
        };
    }

    /**
     * Insists on a source for this task.
     *
     * @throws PithException when the source has masks and none are learned, or the other way round, or no images to
     *     make others like them
     */
    public void require(Source source) {
        if (this == DIFFUSION) {
            if (!(source instanceof ImageSource)) {
                throw new PithException(source.name()
                        + ": holds no images with pixels of 8 bits, and a diffusion learns to make such; give images");
            }
            return;
        }
        if (this == CLASSIFICATION
                && source instanceof BoxSource
                && source.labels().isEmpty()) {
            throw new PithException(source.name() + ": holds images with boxes, which are for a detector of yours"
                    + " (export them `to coco` or `to yolo`); to train on labels of whole images give a file of them"
                    + " with `labels`");
        }
        boolean masks = source instanceof MaskSource;
        if (masks != (this == SEGMENTATION)) {
            throw new PithException(source.name()
                    + (masks
                            ? ": holds images with masks, and these have no class each; train with `task segmentation`"
                            : ": holds no masks, which segmentation learns from; give a folder of images and masks"));
        }
    }

    /** Returns the word on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
