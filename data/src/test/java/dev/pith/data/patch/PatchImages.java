package dev.pith.data.patch;

import dev.pith.data.ImageSource.Image;
import java.util.Random;

/** Images that look like some: slopes and a disc, with a little noise. */
final class PatchImages {
    private PatchImages() {}

    static Image image(int width, int height, int channels, long seed) {
        Random random = new Random(seed);
        byte[] pixels = new byte[width * height * channels];
        double radius = Math.max(1, Math.min(width, height) / 3.0);
        double slope = random.nextDouble() * 4;
        for (int y = 0, at = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                boolean inside = Math.hypot(x - width / 2.0, y - height / 2.0) < radius;
                for (int c = 0; c < channels; c++) {
                    double value = 60 + slope * x + (inside ? 90 - 20 * c : 0) + random.nextInt(5);
                    pixels[at++] = (byte) Math.min(255, value);
                }
            }
        }
        return new Image(width, height, channels, pixels);
    }

    /** Keeps about a share of the patches, at least one. */
    static boolean[] mask(PatchGrid grid, double keep, long seed) {
        Random random = new Random(seed);
        boolean[] kept = new boolean[grid.size()];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = random.nextDouble() < keep;
        }
        kept[random.nextInt(kept.length)] = true;
        return kept;
    }
}
