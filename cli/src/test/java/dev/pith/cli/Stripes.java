package dev.pith.cli;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/** Folders {@code train} and {@code test} of colored stripes, three classes. */
final class Stripes {
    static final int SIDE = 16;
    static final int PER_CLASS = 6;

    private Stripes() {}

    static void draw(Path folder) throws IOException {
        for (String part : List.of("train", "test")) {
            SplittableRandom random = new SplittableRandom(part.length());
            for (int c = 0; c < 3; c++) {
                Path ofClass = Files.createDirectories(folder.resolve(part).resolve("class" + c));
                for (int i = 0; i < PER_CLASS; i++) {
                    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
                    for (int p = 0; p < SIDE * SIDE; p++) {
                        int value = (p / SIDE / 6 == c ? 150 : 20) + random.nextInt(60);
                        image.setRGB(p % SIDE, p / SIDE, value << 16 | value << (c == 2 ? 8 : 0) | value);
                    }
                    ImageIO.write(image, "png", ofClass.resolve(i + ".png").toFile());
                }
            }
        }
    }
}
