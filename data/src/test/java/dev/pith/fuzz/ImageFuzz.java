package dev.pith.fuzz;

import dev.pith.data.image.ImageDecoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/** Images, of formats that are read here (PNM) and by libraries (TIFF, BMP, GIF). A few bytes may be many pixels. */
public final class ImageFuzz {
    private static final long MOST_BYTES = 8 * ImageDecoder.MAX_PIXELS;

    private ImageFuzz() {}

    /** See {@link Law}. */
    public static void fuzzerTestOneInput(byte[] data) {
        Law.holds(data, "x.image", MOST_BYTES, file -> {
            try {
                ImageDecoder.decode(Files.readAllBytes(file), file.toString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
