package dev.pith.fuzz;

import dev.pith.data.label.LabelFile;

/** Labels in text files. */
public final class LabelsFuzz {
    private LabelsFuzz() {}

    /** See {@link Law}. */
    public static void fuzzerTestOneInput(byte[] data) {
        Law.holds(data, "x.txt", file -> LabelFile.read(file, 3, "x.txt", Integer::toString));
    }
}
