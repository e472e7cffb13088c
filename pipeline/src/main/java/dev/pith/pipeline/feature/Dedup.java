package dev.pith.pipeline.feature;

import dev.pith.data.check.Copies;
import java.util.Locale;

/** What repeats another sample, and is left out for it. */
public enum Dedup {
    /** Nothing. */
    NONE(1),
    /** The same text, or the same pixels. */
    EXACT(1),
    /** An image that looks like another: the correlation of their thumbnails, where perceptual hashes are near. */
    NEAR(Copies.THRESHOLD),
    /** Nearly the same letters: Jaccard similarity of shingles. */
    MINHASH(0.7),
    /** Nearly the same vector of a text: cosine. */
    SEMANTIC(0.95);

    /** From which similarity on, unless told otherwise. */
    public final double usualThreshold;

    Dedup(double usualThreshold) {
        this.usualThreshold = usualThreshold;
    }

    /** Returns whether it says something of images. */
    boolean isOfImages() {
        return this == NONE || this == EXACT || this == NEAR;
    }

    /** Returns whether it says something of texts. */
    boolean isOfTexts() {
        return this != NEAR;
    }

    /** Returns the word on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
