package dev.pith.fuzz;

/** Records in a JSON array and in JSONL. */
public final class JsonFuzz {
    private JsonFuzz() {}

    /** See {@link Law}. */
    public static void fuzzerTestOneInput(byte[] data) {
        Law.holds(data, "x.json", Samples::read);
        Law.holds(data, "x.jsonl", Samples::read);
    }
}
