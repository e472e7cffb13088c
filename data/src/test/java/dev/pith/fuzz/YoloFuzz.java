package dev.pith.fuzz;

import dev.pith.data.Split;
import dev.pith.data.box.YoloSource;

/** What a YAML file says of a data set, whose list of images is the file itself. */
public final class YoloFuzz {
    private YoloFuzz() {}

    /** See {@link Law}. */
    public static void fuzzerTestOneInput(byte[] data) {
        Law.holds(data, "x.yaml", file -> YoloSource.open(file.toString(), file, Split.TRAIN, null)
                .close());
    }
}
