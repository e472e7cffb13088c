package dev.pith.fuzz;

import dev.pith.data.svhn.Svhn;

/** MATLAB files, as those of SVHN are. */
public final class MatFuzz {
    private MatFuzz() {}

    /** See {@link Law}. */
    public static void fuzzerTestOneInput(byte[] data) {
        Law.holds(data, "x.mat", file -> Svhn.open("svhn", file).close());
    }
}
