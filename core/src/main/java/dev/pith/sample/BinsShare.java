package dev.pith.sample;

import java.util.Locale;

/** How large a part of a selection each bin gets. */
public enum BinsShare {
    /** As large as its part of the samples: Dataset Quantization. */
    EQUAL,
    /** By what it is like: {@link AdaptiveShares}. */
    ADAPTIVE;

    /** Bins share alike unless told otherwise. */
    public static final String DEFAULT = "equal";

    /** Returns the word on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
