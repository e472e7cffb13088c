package dev.pith.pipeline.selection;

import dev.pith.fuzz.Law;
import java.util.List;

/** Lists of ids and keys. */
public final class SampleListFuzz {
    private static final List<String> KEYS = List.of("a.png", "2", "c d.png", "é.png");

    private SampleListFuzz() {}

    /** See {@link Law}. */
    public static void fuzzerTestOneInput(byte[] data) {
        Law.holds(data, "x.txt", file -> SampleList.read(file, KEYS));
    }
}
