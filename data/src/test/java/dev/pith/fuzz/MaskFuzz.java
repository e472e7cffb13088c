package dev.pith.fuzz;

import dev.pith.data.image.ImageDecoder;
import dev.pith.data.image.MaskDecoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/** Masks: PNG files of one number a pixel. */
public final class MaskFuzz {
    private static final long MOST_BYTES = 8 * ImageDecoder.MAX_PIXELS;

    private MaskFuzz() {}

    /** See {@link Law}. */
    public static void fuzzerTestOneInput(byte[] data) {
        Law.holds(data, "x.png", MOST_BYTES, file -> {
            try {
                MaskDecoder.decode(Files.readAllBytes(file), file.toString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
