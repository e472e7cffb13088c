package dev.pith.fuzz;

/** WebDataset archives. */
public final class TarFuzz {
    private TarFuzz() {}

    /** See {@link Law}. */
    public static void fuzzerTestOneInput(byte[] data) {
        Law.holds(data, "x.tar", Samples::read);
    }
}
