package dev.pith.fuzz;

/** Weights in {@code .safetensors}, and their index of shards. */
public final class SafeTensorsFuzz {
    private SafeTensorsFuzz() {}

    /** See {@link Law}. */
    public static void fuzzerTestOneInput(byte[] data) {
        Law.holds(data, "x.safetensors", PthFuzz::readAll);
    }
}
