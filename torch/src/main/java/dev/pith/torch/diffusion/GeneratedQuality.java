package dev.pith.torch.diffusion;

import dev.pith.parallel.Threads;
import dev.pith.run.Progress;
import dev.pith.torch.Slices;
import dev.pith.torch.Tensors;
import dev.pith.torch.network.Network;
import dev.pith.torch.train.Evaluation;
import dev.pith.torch.train.LabelledImages;
import java.util.Arrays;
import org.bytedeco.pytorch.NoGradGuard;

/**
 * How good images are that a network made, by the word of a classifier of real ones.
 *
 * @param frechet the {@link Frechet} distance of the classifier's embeddings of made and real images; to be compared
 *     with that of as many other images, by the same classifier
 * @param accuracy share of the images that the classifier gives the class they were made for, from 0 to 1; NaN where
 *     they were made for none
 */
public record GeneratedQuality(double frechet, double accuracy) {
    /** More real images change the distance little and take long. */
    private static final int MOST_REAL = 5000;

    /**
     * Asks a classifier, in evaluation mode.
     *
     * @param real of the shape and normalization that the classifier takes, as {@code made}
     * @param ofClasses whether the images were made for classes
     */
    public static GeneratedQuality of(
            Network judge, LabelledImages real, LabelledImages made, boolean ofClasses, Threads threads) {
        judge.parameters().training(false);
        float[] realRows = embeddings(judge, real, Math.min(MOST_REAL, real.size()), threads);
        float[] madeRows = embeddings(judge, made, made.size(), threads);
        double frechet = Frechet.distance(realRows, madeRows, madeRows.length / made.size());
        double accuracy =
                ofClasses ? Evaluation.of(judge, made, threads, Progress.NONE).accuracy() : Double.NaN;
        return new GeneratedQuality(frechet, accuracy);
    }

    /** Returns the embeddings of images, evenly spread over all: {@code float[count * e]}. */
    private static float[] embeddings(Network judge, LabelledImages images, int count, Threads threads) {
        float[][] slices = new float[(count + Slices.SIZE - 1) / Slices.SIZE][];
        Slices.forEach(threads, count, Slices.SIZE, (from, part) -> {
            int[] positions = new int[part];
            Arrays.setAll(positions, i -> (int) ((long) (from + i) * images.size() / count));
            float[] pixels = new float[part * images.shape().numbers()];
            synchronized (images) { // which are read by one thread at a time
                images.read(positions, pixels);
            }
            try (NoGradGuard noGradients = new NoGradGuard()) {
                slices[from / Slices.SIZE] = Tensors.floats(judge.embed(Tensors.of(
                        pixels,
                        0,
                        part,
                        images.shape().channels(),
                        images.shape().height(),
                        images.shape().width())));
            }
        });
        int width = slices[0].length / Math.min(count, Slices.SIZE);
        float[] rows = new float[count * width];
        for (int i = 0; i < slices.length; i++) {
            System.arraycopy(slices[i], 0, rows, i * Slices.SIZE * width, slices[i].length);
        }
        return rows;
    }
}
