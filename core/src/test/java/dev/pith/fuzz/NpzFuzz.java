package dev.pith.fuzz;

import dev.pith.npy.Npy;

/** Arrays in {@code .npz} archives, the only one and one by name. */
public final class NpzFuzz {
    private NpzFuzz() {}

    /** See {@link Law}. */
    public static void fuzzerTestOneInput(byte[] data) {
        Law.holds(data, "x.npz", file -> Npy.mapTensor(file).close());
        Law.holds(data, "x.npz", file -> Npy.readDoubles(file.resolve("y")));
    }
}
