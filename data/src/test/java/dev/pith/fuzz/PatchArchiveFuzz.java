package dev.pith.fuzz;

/** Kept patches of images. */
public final class PatchArchiveFuzz {
    private PatchArchiveFuzz() {}

    /** See {@link Law}. */
    public static void fuzzerTestOneInput(byte[] data) {
        Law.holds(data, "x.pith", Samples::read);
    }
}
