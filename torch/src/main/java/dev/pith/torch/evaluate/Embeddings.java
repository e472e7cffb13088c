package dev.pith.torch.evaluate;

import dev.pith.parallel.Threads;
import dev.pith.torch.Slices;
import dev.pith.torch.Tensors;
import dev.pith.torch.network.InputShape;
import dev.pith.torch.train.LabelledImages;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * What a network makes of images.
 *
 * @param rows {@code float[n * width]}; not copied
 * @param width numbers of an image
 */
public record Embeddings(float[] rows, int width) {
    /**
     * Asks a network, in evaluation mode.
     *
     * @param embed {@code (B, C, H, W) -> (B, width)}, asked by several threads
     * @param count how many of the images, evenly spread, 1 or more
     */
    public static Embeddings of(UnaryOperator<Tensor> embed, LabelledImages images, int count, Threads threads) {
        InputShape shape = images.shape();
        float[][] slices = new float[(count + Slices.SIZE - 1) / Slices.SIZE][];
        Slices.forEach(threads, count, Slices.SIZE, (from, part) -> {
            int[] positions = new int[part];
            Arrays.setAll(positions, i -> (int) ((long) (from + i) * images.size() / count));
            float[] pixels = new float[part * shape.numbers()];
            synchronized (slices) { // images are read by one thread at a time
                images.read(positions, pixels);
            }
            try (NoGradGuard noGradients = new NoGradGuard()) {
                Tensor x = Tensors.of(pixels, 0, part, shape.channels(), shape.height(), shape.width());
                slices[from / Slices.SIZE] = Tensors.floats(embed.apply(x));
            }
        });
        int width = slices[0].length / Math.min(count, Slices.SIZE);
        float[] rows = new float[count * width];
        for (int i = 0; i < slices.length; i++) {
            System.arraycopy(slices[i], 0, rows, i * Slices.SIZE * width, slices[i].length);
        }
        return new Embeddings(rows, width);
    }

    /** Returns how many images these are of. */
    public int size() {
        return rows.length / width;
    }
}
