package dev.pith.data.image;

import dev.pith.data.ImageSource.Image;
import java.io.IOException;
import java.io.InputStream;

/** The files beside {@code make_images.py}. */
final class Fixtures {
    private Fixtures() {}

    static byte[] content(String file) throws IOException {
        try (InputStream in = Fixtures.class.getResourceAsStream(file)) {
            return in.readAllBytes();
        }
    }

    static Image decode(String file) throws IOException {
        return ImageDecoder.decode(content(file), file);
    }
}
