package dev.pith.torch.condense;

import dev.pith.torch.network.InputShape;
import dev.pith.torch.train.SyntheticSet;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/**
 * Synthetic images as one picture: a row for each class, as they would be seen, values beyond black and white cut off.
 */
public final class ImageGrid {
    private static final int GAP = 2;

    /** More images of a class would make a picture too wide to look at. */
    private static final int MOST_COLUMNS = 50;

    private static final int WHITE = 0xffffff;

    private ImageGrid() {}

    /** Writes a PNG. */
    public static void write(SyntheticSet normalized, Path file) throws IOException {
        SyntheticSet set = normalized.unwhitened();
        int[] columns = new int[set.classes()];
        int rows = 0;
        int widest = 0;
        for (int i = 0; i < set.size(); i++) {
            int column = columns[set.label(i)]++;
            rows = Math.max(rows, set.label(i) + 1);
            widest = Math.max(widest, Math.min(column + 1, MOST_COLUMNS));
        }
        InputShape shape = set.shape();
        BufferedImage picture = new BufferedImage(
                widest * (shape.width() + GAP) + GAP, rows * (shape.height() + GAP) + GAP, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                picture.setRGB(x, y, WHITE);
            }
        }
        int[] next = new int[set.classes()];
        for (int i = 0; i < set.size(); i++) {
            int column = next[set.label(i)]++;
            if (column < MOST_COLUMNS) {
                draw(
                        set,
                        i,
                        picture,
                        GAP + column * (shape.width() + GAP),
                        GAP + set.label(i) * (shape.height() + GAP));
            }
        }
        if (!ImageIO.write(picture, "png", file.toFile())) {
            throw new IllegalStateException("PNG can be written anywhere");
        }
    }

    private static void draw(SyntheticSet set, int image, BufferedImage picture, int left, int top) {
        InputShape shape = set.shape();
        int area = shape.height() * shape.width();
        int start = image * shape.numbers();
        for (int i = 0; i < area; i++) {
            int rgb = 0;
            for (int c = 0; c < 3; c++) {
                int channel = Math.min(c, shape.channels() - 1);
                float value = set.pixels()[start + channel * area + i] * set.std()[channel] + set.mean()[channel];
                rgb = rgb << 8 | Math.round(Math.max(0, Math.min(1, value)) * 255);
            }
            picture.setRGB(left + i % shape.width(), top + i / shape.width(), rgb);
        }
    }
}
