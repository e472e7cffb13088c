package dev.pith.pipeline.feature;

import java.util.Locale;

/** What a sample is compared by. */
public enum FeatureKind {
    /** The gradient of a network's last layer, in two factors. */
    GRADIENT,
    /** The input of a network's last layer. */
    EMBEDDING,
    /** The output of a network's last layer. */
    LOGITS,
    /** The image itself at 32 x 32, standardized. */
    PIXELS;

    /** Returns the word on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
