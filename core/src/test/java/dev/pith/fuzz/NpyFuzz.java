package dev.pith.fuzz;

import dev.pith.npy.Npy;

/** Arrays in {@code .npy} files, for features, labels and pixels. */
public final class NpyFuzz {
    private NpyFuzz() {}

    /** See {@link Law}. */
    public static void fuzzerTestOneInput(byte[] data) {
        Law.holds(data, "x.npy", file -> Npy.mapTensor(file).close());
        Law.holds(data, "x.npy", file -> Npy.mapFloats(file).close());
        Law.holds(data, "x.npy", Npy::readLongs);
        Law.holds(data, "x.npy", Npy::readDoubles);
        Law.holds(data, "x.npy", Npy::readBytes);
    }
}
