package dev.pith.fuzz;

import dev.pith.run.Manifest;

/** What a run says of itself. */
public final class ManifestFuzz {
    private ManifestFuzz() {}

    /** See {@link Law}. */
    public static void fuzzerTestOneInput(byte[] data) {
        Law.holds(data, Manifest.FILE, file -> Manifest.read(file.getParent()));
    }
}
