package dev.pith.torch.image;

import dev.pith.data.ImageSource;
import dev.pith.parallel.Threads;

/** How large images are of whose pixels each is asked: as they are, larger ones scaled down at their aspect ratio. */
public final class SegmentationImages {
    /** The longer side at most. */
    public static final int MOST_SIDE = 512;

    private SegmentationImages() {}

    /** Returns options for the images of a source, of its commonest size. */
    public static ImageOptions options(ImageSource source, Threads threads) {
        int[] size = CommonestSize.of(source, threads);
        double scale = Math.min(1, (double) MOST_SIDE / Math.max(size[0], size[1]));
        int width = Math.max(1, (int) Math.round(scale * size[0]));
        int height = Math.max(1, (int) Math.round(scale * size[1]));
        return ImageOptions.DEFAULT.shape(0, height, width);
    }
}
