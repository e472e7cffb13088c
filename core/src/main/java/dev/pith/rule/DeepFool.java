package dev.pith.rule;

import dev.pith.PithException;
import dev.pith.Ranking;
import dev.pith.feature.Features;

/**
 * DeepFool as a rule of selection (Ducoffe and Precioso 2018, arXiv 1802.09841): samples next to a boundary between two
 * classes first. Of a sample whose largest logit is that of class y (of equal ones the first), the distance to the
 * boundary with class k is {@code (f_y - f_k) / |w_y - w_k|} (Moosavi-Dezfooli et al., CVPR 2016, eq. 8), and the
 * nearest boundary counts.
 *
 * <p>Boundaries are those of the last layer, which is linear, so that the distance between embeddings is exact and one
 * step finds it. DeepCore goes through the whole network in up to 50 linearized steps to the pixels of an image that is
 * named otherwise. Classes with the same weights have no boundary. A gain is the distance. A smaller budget gives a
 * prefix.
 */
public record DeepFool() implements Rule {
    @Override
    public Ranking rank(RankingTask task) {
        Evidence evidence = task.evidence();
        Features embeddings = evidence.factors().embeddings();
        Layer layer = Layer.of(evidence.layer(), embeddings.dimension());
        int[] ids = task.ids();
        double[] distances = new double[ids.length];
        task.threads().forEach(ids.length, k -> distances[k] = layer.distance(embeddings, ids[k]));
        return task.smallest(distances, distance -> distance);
    }

    /** The last layer with the distances between the weights of its classes. */
    private record Layer(LastLayer last, double[][] lengths) {
        static Layer of(LastLayer last, int width) {
            int classes = last.biases().length;
            double[][] lengths = new double[classes][classes];
            for (int y = 0; y < classes; y++) {
                double[] row = last.weights()[y];
                if (row.length != width) {
                    throw new PithException("the last layer takes embeddings of " + row.length + " numbers, those of"
                            + " the gradients have " + width + ": make both anew with pith features SOURCE `features`"
                            + " gradient");
                }
                for (int k = 0; k < classes; k++) {
                    double squared = 0;
                    for (int j = 0; j < width; j++) {
                        double difference = row[j] - last.weights()[k][j];
                        squared += difference * difference;
                    }
                    lengths[y][k] = Math.sqrt(squared);
                }
            }
            return new Layer(last, lengths);
        }

        double distance(Features embeddings, int id) {
            double[] logits = new double[lengths.length];
            int y = 0;
            for (int k = 0; k < logits.length; k++) {
                logits[k] = embeddings.dot(id, last.weights()[k]) + last.biases()[k];
                y = logits[k] > logits[y] ? k : y;
            }
            double least = Double.POSITIVE_INFINITY;
            for (int k = 0; k < logits.length; k++) {
                if (lengths[y][k] > 0) {
                    least = Math.min(least, (logits[y] - logits[k]) / lengths[y][k]);
                }
            }
            if (!(least < Double.POSITIVE_INFINITY)) {
                throw new PithException(
                        "the last layer has no boundary next to sample " + id + ", which it names class " + y
                                + ": take a network that tells two classes apart, or another `method`");
            }
            return least;
        }
    }
}
