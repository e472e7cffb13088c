package dev.pith.torch.rebuild;

import dev.pith.data.ImageSource;
import dev.pith.data.ImageSource.Image;
import dev.pith.data.patch.Filling;
import dev.pith.data.patch.ImageQuality;
import dev.pith.data.patch.MaskedImage;
import dev.pith.data.patch.PatchGrid;
import java.util.ArrayList;
import java.util.List;

/**
 * How close rebuilt images come to what they were.
 *
 * @param psnr in dB, of the mean squared error over all images; infinite when all are exact
 * @param ssim the mean over images
 */
public record RebuildQuality(double psnr, double ssim) {
    private static final int BATCH = 64;

    /** Which patches of an image are kept. */
    public interface Masks {
        /** Returns {@code boolean[L]} for position i of the ids. */
        boolean[] of(int i);
    }

    /** Brings an image to the size of the grid. */
    public interface Sizing {
        /** Returns an image of the grid's size. */
        Image of(Image image);
    }

    /** Drops patches of images of a source and rebuilds them, visible patches pasted back. */
    public static RebuildQuality of(
            ImageSource source, int[] ids, PatchGrid grid, Sizing sizing, Masks masks, Filling filling) {
        double squaredError = 0;
        double ssim = 0;
        for (int from = 0; from < ids.length; from += BATCH) {
            List<Image> originals = new ArrayList<>();
            List<MaskedImage> masked = new ArrayList<>();
            for (int i = from; i < Math.min(ids.length, from + BATCH); i++) {
                Image image = sizing.of(source.image(ids[i]));
                originals.add(image);
                masked.add(new MaskedImage(ids[i], source.key(ids[i]), image, masks.of(i)));
            }
            List<Image> filled = filling.fill(grid, masked);
            for (int i = 0; i < filled.size(); i++) {
                Image rebuilt = pasted(grid, masked.get(i).kept(), originals.get(i), filled.get(i));
                squaredError += ImageQuality.squaredError(originals.get(i), rebuilt);
                ssim += ImageQuality.ssim(originals.get(i), rebuilt);
            }
        }
        return new RebuildQuality(ImageQuality.psnr(squaredError / ids.length), ssim / ids.length);
    }

    private static Image pasted(PatchGrid grid, boolean[] kept, Image original, Image filled) {
        byte[] pixels = filled.pixels().clone();
        int channels = original.channels();
        for (int p = 0; p < original.width() * original.height(); p++) {
            if (kept[grid.patch(p % original.width(), p / original.width())]) {
                System.arraycopy(original.pixels(), p * channels, pixels, p * channels, channels);
            }
        }
        return new Image(original.width(), original.height(), channels, pixels);
    }
}
