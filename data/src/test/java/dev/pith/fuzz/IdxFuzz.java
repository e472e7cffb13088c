package dev.pith.fuzz;

import dev.pith.data.label.Idx;

/** Images and labels in IDX files. */
public final class IdxFuzz {
    private IdxFuzz() {}

    /** See {@link Law}. */
    public static void fuzzerTestOneInput(byte[] data) {
        Law.holds(data, "x-images-idx3-ubyte", Samples::read);
        Law.holds(data, "x-labels-idx1-ubyte", Idx::labels);
    }
}
