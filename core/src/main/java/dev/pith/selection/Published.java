package dev.pith.selection;

import dev.pith.quantize.BinSizes;
import java.util.Locale;

/** Published numbers that are reproduced on purpose, quirks included. */
public enum Published {
    /** What is right. */
    NONE,
    /** Sizes rounded per class to even, the last bin takes the rest, the selection sorted by id. */
    DQ_VISION,
    /** floor(n / bins) samples in every bin, the rest in none. */
    DQ_LANGUAGE;

    /** Nothing is reproduced unless asked for. */
    public static final String DEFAULT = "none";

    /** Returns how many samples of each class go to each bin. */
    int[][] sizes(int[] classSizes, int bins) {
        return switch (this) {
            case NONE -> BinSizes.balanced(classSizes, bins);
            case DQ_VISION -> BinSizes.publishedForVision(classSizes, bins);
            case DQ_LANGUAGE -> BinSizes.publishedForLanguage(classSizes, bins);
        };
    }

    /** Returns whether a selection is sorted by id, which hides the draw order. */
    public boolean sortsSelection() {
        return this == DQ_VISION;
    }

    /** Returns the word on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
