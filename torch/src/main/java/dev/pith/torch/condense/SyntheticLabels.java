package dev.pith.torch.condense;

import java.util.Locale;

/** What networks learn of condensed images. */
public enum SyntheticLabels {
    /** Their class. */
    HARD,
    /** Probabilities that are learned with the images, as DATM does (Guo et al., ICLR 2024); of trajectory matching. */
    LEARNED,
    /** The mean probabilities that trained experts give the images when they are done. */
    TEACHER;

    /** Returns the word on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
