package dev.pith.data;

import dev.pith.PithException;
import java.nio.file.Path;
import java.util.function.IntFunction;

/** Labels that are given for a source beside its own. */
public interface GivenLabels {
    /** Returns where they lie. */
    Path file();

    /**
     * Reads them.
     *
     * @param size of the source
     * @param source what messages call the source
     * @param key the key of each id
     * @throws PithException when there is not one label for each sample
     */
    Labels of(int size, String source, IntFunction<String> key);
}
