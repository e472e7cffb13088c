package dev.pith.fuzz;

/** Records in lines of plain text. */
public final class LinesFuzz {
    private LinesFuzz() {}

    /** See {@link Law}. */
    public static void fuzzerTestOneInput(byte[] data) {
        Law.holds(data, "x.txt", Samples::read);
    }
}
