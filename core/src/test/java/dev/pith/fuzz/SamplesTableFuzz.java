package dev.pith.fuzz;

import dev.pith.run.SamplesTable;

/** The table of a run's samples. */
public final class SamplesTableFuzz {
    private SamplesTableFuzz() {}

    /** See {@link Law}. */
    public static void fuzzerTestOneInput(byte[] data) {
        Law.holds(data, SamplesTable.FILE, file -> SamplesTable.read(file, 2));
    }
}
