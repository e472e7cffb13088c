package dev.pith.pipeline.selection;

import dev.pith.fuzz.Law;

/** Lists of ids and keys. */
public final class SampleListFuzz {
    private static final String[] KEYS = {"a.png", "2", "c d.png", "é.png"};

    private SampleListFuzz() {}

    /** See {@link Law}. */
    public static void fuzzerTestOneInput(byte[] data) {
        Law.holds(data, "x.txt", file -> SampleList.read(file, KEYS));
    }
}
