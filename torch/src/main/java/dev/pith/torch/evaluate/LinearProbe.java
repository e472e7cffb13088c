package dev.pith.torch.evaluate;

import dev.pith.parallel.Threads;
import dev.pith.prune.EpochPruning;
import dev.pith.prune.PruningSchedule;
import dev.pith.torch.Tensors;
import dev.pith.torch.network.Parameters;
import dev.pith.torch.optimize.Adam;
import dev.pith.torch.optimize.Schedule;
import dev.pith.torch.train.Batch;
import dev.pith.torch.train.Evaluation;
import dev.pith.torch.train.Recipe;
import dev.pith.torch.train.Task;
import dev.pith.torch.train.Trainer;
import dev.pith.torch.train.TrainingListener;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * A linear classifier of embeddings that stay as they are, which shows how well those tell classes apart (as in He et
 * al., CVPR 2022, appendix A.1: embeddings are brought to mean 0 and deviation 1 first). Adam from weights of 0, for
 * {@value #LEAST_EPOCHS} epochs or as many as {@value #LEAST_STEPS} steps take, so that the seed decides no more than
 * the order.
 */
public final class LinearProbe {
    private static final int LEAST_EPOCHS = 10;
    private static final int LEAST_STEPS = 300;
    private static final int BATCH = 128;
    private static final double RATE = 0.02;
    private static final double LEAST_DEVIATION = 1e-6;
    private static final long NO_REDUCTION = 0;
    private static final long NONE_IGNORED = -100;

    private LinearProbe() {}

    /**
     * Trains on some embeddings and tests on others.
     *
     * @param labels of those that are trained on, from 0 to {@code classes - 1}
     * @param testLabels of the others
     */
    public static Evaluation of(
            Embeddings training,
            int[] labels,
            Embeddings test,
            int[] testLabels,
            int classes,
            long seed,
            Threads threads) {
        if (labels.length != training.size() || testLabels.length != test.size() || test.width() != training.width()) {
            throw new IllegalArgumentException("embeddings must be of one width and have a label each, got "
                    + training.size() + " of " + training.width() + " with " + labels.length + " labels and "
                    + test.size() + " of " + test.width() + " with " + testLabels.length);
        }
        float[][] scale = scale(training);
        int epochs = Math.max(LEAST_EPOCHS, LEAST_STEPS * BATCH / labels.length);
        Recipe recipe = Recipe.builder()
                .epochs(epochs)
                .batch(BATCH)
                .rule(new Adam(0.9, 0.999, 1e-8, 0, false))
                .schedule(new Schedule.Cosine(RATE, 0))
                .seed(seed)
                .build();
        try (Parameters parameters = new Parameters(seed)) {
            Linear task = new Linear(
                    parameters,
                    parameters.constant("weight", 0, classes, training.width()),
                    parameters.constant("bias", 0, classes),
                    scaled(training, scale),
                    labels);
            EpochPruning all = EpochPruning.none(PruningSchedule.of(labels.length, epochs, seed));
            try (Trainer trainer = new Trainer(recipe, task, all, threads)) {
                trainer.train(TrainingListener.NONE);
            }
            return task.test(scaled(test, scale), testLabels, classes);
        }
    }

    /** Returns mean and deviation of each number over the embeddings. */
    private static float[][] scale(Embeddings embeddings) {
        int width = embeddings.width();
        double[] sums = new double[width];
        double[] squares = new double[width];
        for (int i = 0; i < embeddings.rows().length; i++) {
            double value = embeddings.rows()[i];
            sums[i % width] += value;
            squares[i % width] += value * value;
        }
        float[][] scale = new float[2][width];
        for (int k = 0; k < width; k++) {
            double mean = sums[k] / embeddings.size();
            double variance = squares[k] / embeddings.size() - mean * mean;
            scale[0][k] = (float) mean;
            scale[1][k] = (float) Math.max(LEAST_DEVIATION, Math.sqrt(Math.max(0, variance)));
        }
        return scale;
    }

    private static Embeddings scaled(Embeddings embeddings, float[][] scale) {
        int width = embeddings.width();
        float[] rows = new float[embeddings.rows().length];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (embeddings.rows()[i] - scale[0][i % width]) / scale[1][i % width];
        }
        return new Embeddings(rows, width);
    }

    /** The cross-entropy of a linear layer. */
    private record Linear(Parameters parameters, Tensor weight, Tensor bias, Embeddings embeddings, int[] labels)
            implements Task {
        @Override
        public Losses losses(Batch batch, int epoch) {
            int width = embeddings.width();
            float[] rows = new float[batch.size() * width];
            int[] own = new int[batch.size()];
            for (int i = 0; i < own.length; i++) {
                int position = batch.positions()[i];
                System.arraycopy(embeddings.rows(), position * width, rows, i * width, width);
                own[i] = labels[position];
            }
            Tensor x = Tensors.of(rows, 0, own.length, width);
            Tensor truth = Tensors.of(own);
            return (from, count) -> torch.cross_entropy_loss(
                    scores(x.narrow(0, from, count)),
                    truth.narrow(0, from, count),
                    new TensorOptional(),
                    NO_REDUCTION,
                    NONE_IGNORED,
                    0);
        }

        private Tensor scores(Tensor x) {
            return torch.linear(x, weight, Tensors.optional(bias));
        }

        Evaluation test(Embeddings test, int[] testLabels, int classes) {
            int[] correct = new int[classes];
            int[] total = new int[classes];
            try (PointerScope scope = new PointerScope()) {
                float[] scores = Tensors.floats(scores(Tensors.of(test.rows(), 0, test.size(), test.width())));
                for (int i = 0; i < testLabels.length; i++) {
                    int named = 0;
                    for (int k = 1; k < classes; k++) {
                        named = scores[i * classes + k] > scores[i * classes + named] ? k : named;
                    }
                    total[testLabels[i]]++;
                    correct[testLabels[i]] += named == testLabels[i] ? 1 : 0;
                }
            }
            return new Evaluation(correct, total);
        }
    }
}
