package dev.pith.torch.diffusion;

import dev.pith.parallel.Threads;
import dev.pith.run.Progress;
import dev.pith.torch.condense.ImageGrid;
import dev.pith.torch.network.InputShape;
import dev.pith.torch.network.UNet2D;
import dev.pith.torch.train.SyntheticSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Images that a network made, the same number of every class, or one more of the first.
 *
 * @param set normalized by {@link #HALF}; all of label 0 where the network knows no classes
 */
public record GeneratedImages(SyntheticSet set) {
    /** Mean and deviation by which images lie between -1 and 1. */
    public static final float HALF = 0.5f;

    /** Images side by side where there are no classes to make rows of. */
    private static final int ROW = 10;

    /**
     * Makes images.
     *
     * @param count how many
     * @param progress hears of images
     */
    public static GeneratedImages make(
            UNet2D network, ImageMaker maker, int count, long seed, Threads threads, Progress progress) {
        int classes = Math.max(1, network.config().classes());
        int[] labels = new int[count];
        long[] wide = new long[count];
        for (int i = 0; i < count; i++) {
            labels[i] = i % classes;
            wide[i] = labels[i];
        }
        InputShape shape = network.config().input();
        float[] half = new float[shape.channels()];
        Arrays.fill(half, HALF);
        float[] pixels = maker.make(network, labels, seed, threads, progress);
        return new GeneratedImages(new SyntheticSet(shape, classes, pixels, wide, half, half));
    }

    /** Writes a picture, a row for each class. */
    public void draw(Path file) throws IOException {
        if (set.classes() > 1) {
            ImageGrid.write(set, file);
            return;
        }
        long[] rows = new long[set.size()];
        Arrays.setAll(rows, i -> i / ROW);
        int count = (set.size() + ROW - 1) / ROW;
        ImageGrid.write(new SyntheticSet(set.shape(), count, set.pixels(), rows, set.mean(), set.std()), file);
    }
}
