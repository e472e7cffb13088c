package dev.pith.data;

import dev.pith.feature.Features;
import dev.pith.parallel.Threads;

/** A source that holds features already: an {@code .npy} file, or a folder with gradient factors. */
public interface FeatureSource extends Source {
    /** Returns the length of a row, without reading any. */
    int dimension();

    /**
     * Returns the features, row number equal to id, to be closed by the caller before the source. Reads every row once
     * to measure it.
     */
    Features features(Threads threads);
}
