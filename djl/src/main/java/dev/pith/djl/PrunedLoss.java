package dev.pith.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.training.loss.Loss;
import dev.pith.prune.EpochPruning;

/**
 * The loss of a training on a {@link PrunedDataset}: {@code sum(weight * loss) / B} of a batch of B, whose losses
 * before weighting the pruning is told of.
 *
 * <p>It is told when {@code Trainer.getLoss().evaluate} is called, as {@code EasyTrain.trainBatch} does once a batch.
 * As DJL's metric this is the mean over batches: of what is minimized in training, of the plain losses on
 * any other dataset.
 */
public final class PrunedLoss extends Loss {
    private final EpochPruning pruning;
    private final SampleLosses losses;
    private boolean measuring;

    /** The loss of each sample of a batch by itself. */
    @FunctionalInterface
    public interface SampleLosses {
        /**
         * Returns the losses.
         *
         * @param labels of the batch as the wrapped dataset has them
         * @param predictions of the batch
         * @return {@code (B)}, or of another shape with B elements in the order of the samples
         */
        NDArray evaluate(NDList labels, NDList predictions);
    }

    private PrunedLoss(String name, EpochPruning pruning, SampleLosses losses) {
        super(name);
        this.pruning = pruning;
        this.losses = losses;
    }

    /** Returns the loss whose value for each sample the caller computes. */
    public static PrunedLoss of(EpochPruning pruning, SampleLosses losses) {
        return new PrunedLoss("PrunedLoss", pruning, losses);
    }

    /** Returns the cross-entropy of logits {@code (B, C)} and classes {@code (B)}, or {@code (B, 1)}. */
    public static PrunedLoss softmaxCrossEntropy(EpochPruning pruning) {
        return new PrunedLoss("SoftmaxCrossEntropyLoss", pruning, (labels, predictions) -> {
            NDArray logProbabilities = predictions.singletonOrThrow().logSoftmax(-1);
            NDArray classes = labels.singletonOrThrow().flatten();
            return logProbabilities
                    .get(new NDIndex().addAllDim().addPickDim(classes))
                    .neg();
        });
    }

    /**
     * Wraps any loss of DJL. Those return the mean of a batch, so it is evaluated on batches of one sample, one after
     * the other: slower than {@link #of} by some operations a sample.
     */
    public static PrunedLoss sampleBySample(EpochPruning pruning, Loss loss) {
        return new PrunedLoss(loss.getName(), pruning, (labels, predictions) -> {
            int batch = Math.toIntExact(predictions.head().size(0));
            NDList each = new NDList(batch);
            for (int i = 0; i < batch; i++) {
                each.add(
                        loss.evaluate(sample(labels, i), sample(predictions, i)).reshape(1));
            }
            return NDArrays.concat(each);
        });
    }

    private static NDList sample(NDList batch, int i) {
        NDList sample = new NDList(batch.size());
        batch.forEach(array -> sample.add(array.get(new NDIndex().addSliceDim(i, i + 1))));
        return sample;
    }

    /**
     * Returns what is minimized, and tells the pruning of the losses.
     *
     * @throws dev.pith.PithException naming the id whose loss is not a number
     * @throws IllegalArgumentException when the labels bring no ids
     */
    @Override
    public NDArray evaluate(NDList labels, NDList predictions) {
        NDArray ids = PrunedDataset.ids(labels);
        NDArray weights = PrunedDataset.weights(labels);
        if (ids == null || weights == null) {
            if (!measuring) {
                throw new IllegalArgumentException(
                        "the labels of this batch bring no ids: train on a PrunedDataset, and" + " on one device");
            }
            return losses.evaluate(labels, predictions).mean();
        }
        NDArray each = losses.evaluate(labels.subNDList(0, labels.size() - 2), predictions);
        if (each.size() != ids.size()) {
            throw new IllegalArgumentException(
                    "there must be one loss per sample, " + ids.size() + " of them, got " + each.size());
        }
        if (!measuring) {
            pruning.update(
                    ids.toLongArray(), each.toType(weights.getDataType(), false).toFloatArray());
        }
        return each.flatten().mul(weights).mean();
    }

    /** Adds to DJL's metrics; the pruning was told before. */
    @Override
    public void updateAccumulators(String[] keys, NDList labels, NDList predictions) {
        measuring = true;
        try {
            super.updateAccumulators(keys, labels, predictions);
        } finally {
            measuring = false;
        }
    }
}
