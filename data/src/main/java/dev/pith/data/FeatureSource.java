package dev.pith.data;

import dev.pith.feature.Features;

/** A source that holds features already: an {@code .npy} file, or a folder with gradient factors. */
public interface FeatureSource extends Source {
    /** Returns the features, row number equal to id; closed with the source. */
    Features features();
}
