package dev.pith.data;

import dev.pith.data.builtin.Catalog;

/** Opens sources by path or name. */
public final class Sources {
    private Sources() {}

    /**
     * Opens a source.
     *
     * @param spec a path, or the name of a built-in data set; a name wins, so write {@code ./mnist} for a folder of that name
     * @throws dev.pith.PithException when there is no such source, or it cannot be read
     */
    public static Source open(String spec, SourceOptions options) {
        return Catalog.open(spec, options.split());
    }
}
