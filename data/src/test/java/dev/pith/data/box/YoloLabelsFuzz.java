package dev.pith.data.box;

import dev.pith.fuzz.Law;
import java.util.List;

/** Lines of a class and a box. */
public final class YoloLabelsFuzz {
    private YoloLabelsFuzz() {}

    /** See {@link Law}. */
    public static void fuzzerTestOneInput(byte[] data) {
        Law.holds(data, "x.txt", file -> YoloLabels.read(file, List.of("cat", "dog")));
    }
}
