package dev.pith.torch.condense;

import dev.pith.torch.network.InputShape;
import dev.pith.torch.network.Network;
import dev.pith.torch.network.Networks;
import org.jspecify.annotations.Nullable;

/**
 * How the papers evaluate condensed images: networks are trained on the images, and tested on real ones.
 *
 * <p>A network is trained by SGD with momentum 0.9, weight decay 5e-4 and batches of 256. The learning rate falls to a
 * tenth after half of the epochs. Images that were condensed with an augmentation are varied by the same one. Other
 * images are cropped and get noise where the network normalizes by batches; else images of digits are cropped, scaled
 * and rotated.
 *
 * @param augmentation what the images were condensed with; null for gradient matching without one
 * @param digits whether the images show digits
 * @param epochs how often every image is seen; 0 for 1,000 where images are varied, else 300
 * @param rate the learning rate of the first half
 */
public record EvaluationProtocol(@Nullable SiameseAugmentation augmentation, boolean digits, int epochs, double rate) {
    private static final int VARIED_EPOCHS = 1000;
    private static final int PLAIN_EPOCHS = 300;

    /** Checks the ranges. */
    public EvaluationProtocol {
        if (epochs < 0) {
            throw new IllegalArgumentException("epochs must be at least 1, got " + epochs);
        }
        if (!(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("the learning rate must be a positive number, got " + rate);
        }
    }

    /**
     * Returns this with what images bring along.
     *
     * @param ownRate NaN for the protocol's
     * @param ownEpochs 0 for the protocol's
     */
    EvaluationProtocol but(double ownRate, int ownEpochs) {
        return new EvaluationProtocol(
                augmentation, digits, ownEpochs == 0 ? epochs : ownEpochs, Double.isNaN(ownRate) ? rate : ownRate);
    }

    /** Returns whether a network normalizes by batches. */
    public static boolean normalizesByBatches(String network, InputShape images, int classes) {
        try (Network made = Networks.create(network, images, classes, 0)) {
            made.parameters().training(true);
            return made.parameters().mixesSamples();
        }
    }

    /** Returns how images are varied; {@code batches} tells a network that normalizes by batches. */
    Variation variation(boolean batches) {
        if (augmentation != null) {
            return augmentation.eachDifferently();
        }
        if (batches) {
            return PlainVariation.CROP_NOISE;
        }
        return digits ? PlainVariation.CROP_SCALE_ROTATE : Variation.NONE;
    }

    /** Returns how often every image is seen. */
    int epochs(boolean batches) {
        boolean varied = augmentation != null || batches || digits;
        return epochs > 0 ? epochs : varied ? VARIED_EPOCHS : PLAIN_EPOCHS;
    }

    /** Returns the learning rate of an epoch, counted from 0. */
    double rate(int epoch, int epochs) {
        return epoch <= epochs / 2 ? rate : rate / 10;
    }
}
