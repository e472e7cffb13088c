package dev.pith.fuzz;

/** Compressed records. */
public final class CompressedFuzz {
    private CompressedFuzz() {}

    /** See {@link Law}. */
    public static void fuzzerTestOneInput(byte[] data) {
        boolean gzip = data.length > 0 && data[0] == 0x1f;
        Law.holds(data, gzip ? "x.txt.gz" : "x.txt.zst", Samples::read);
    }
}
