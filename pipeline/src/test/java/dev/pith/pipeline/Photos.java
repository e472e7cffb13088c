package dev.pith.pipeline;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/** Pictures of 8 x 8 pixels and of two kinds, dark on top and dark below, in noise. */
public final class Photos {
    private static final int SIDE = 8;

    private Photos() {}

    /** Writes so many of each kind, a folder for each, and returns the folder around them. */
    public static Path write(Path folder, int perClass) throws IOException {
        Path photos = folder.resolve("photos");
        SplittableRandom random = new SplittableRandom(1);
        for (int k = 0; k < 2 * perClass; k++) {
            Path file = photos.resolve(k % 2 + "/" + k + ".png");
            Files.createDirectories(file.getParent());
            BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
            for (int p = 0; p < SIDE * SIDE; p++) {
                int level = (p < SIDE * SIDE / 2) == (k % 2 == 0) ? 60 : 160;
                image.getRaster().setSample(p % SIDE, p / SIDE, 0, level + random.nextInt(90));
            }
            ImageIO.write(image, "png", file.toFile());
        }
        return photos;
    }
}
