package dev.pith.data.box;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Makes image files. */
final class BoxImages {
    private BoxImages() {}

    /** Writes images of one pixel, with the folders they lie in. */
    static void write(Path folder, String... names) throws IOException {
        for (String name : names) {
            Path file = folder.resolve(name);
            Files.createDirectories(file.resolveSibling(""));
            ImageIO.write(new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB), "png", file.toFile());
        }
    }
}
