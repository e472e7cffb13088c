package dev.pith.fuzz;

import dev.pith.data.box.CocoSource;

/** Boxes in JSON, whose only image is the file itself. */
public final class CocoFuzz {
    private CocoFuzz() {}

    /** See {@link Law}. */
    public static void fuzzerTestOneInput(byte[] data) {
        Law.holds(data, "x.json", file -> {
            CocoSource.is(file);
            CocoSource.open(file.toString(), file, null).close();
        });
    }
}
