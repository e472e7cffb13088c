package dev.pith.torch.diffusion;

import dev.pith.parallel.Threads;
import dev.pith.run.Progress;
import dev.pith.torch.evaluate.Embeddings;
import dev.pith.torch.network.Network;
import dev.pith.torch.train.Evaluation;
import dev.pith.torch.train.LabelledImages;

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
        Embeddings realRows = Embeddings.of(judge::embed, real, Math.min(MOST_REAL, real.size()), threads);
        Embeddings madeRows = Embeddings.of(judge::embed, made, made.size(), threads);
        double frechet = Frechet.distance(realRows.rows(), madeRows.rows(), madeRows.width());
        double accuracy =
                ofClasses ? Evaluation.of(judge, made, threads, Progress.NONE).accuracy() : Double.NaN;
        return new GeneratedQuality(frechet, accuracy);
    }
}
