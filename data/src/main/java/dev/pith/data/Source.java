package dev.pith.data;

import java.util.Optional;

/**
 * Samples in a stable order. A sample's id is its position, from 0; its key is its name in the source (relative path,
 * record number).
 *
 * <p>What a sample is depends on the source: {@link ImageSource}, {@link RecordSource} or {@link FeatureSource}.
 */
public interface Source extends AutoCloseable {
    /** Returns what the user called the source: a path or a built-in name. */
    String name();

    /** Returns n, the number of samples. */
    int size();

    /** Returns the name of sample {@code id} in the source, unique in it, with {@code /} between folders. */
    String key(int id);

    /** Returns one label per sample, when the source has labels. */
    Optional<Labels> labels();

    /**
     * Returns a SHA-256 in hex that changes when the source does: over the bytes of small files, over names, sizes and
     * modification times of image folders.
     */
    String fingerprint();

    /**
     * Hears in which order samples will be asked for, so that a source that reads in blocks can read ahead. Any other
     * order works too, slower.
     *
     * @param ids not copied
     */
    default void expect(int[] ids) {
        // Most sources find a sample as fast as the next.
    }

    /** Releases files. */
    @Override
    void close();
}
