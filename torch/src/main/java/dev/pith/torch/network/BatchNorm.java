package dev.pith.torch.network;

import dev.pith.PithException;
import dev.pith.torch.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Batch normalization (Ioffe and Szegedy 2015) per channel. Parameters: {@code NAME.weight}, {@code NAME.bias};
 * buffers: {@code NAME.running_mean}, {@code NAME.running_var}.
 *
 * <p>One value per channel, of one sample whose map is 1 x 1, has no variance. The last batch of an epoch may have one
 * sample, and a process's part of it; it is normalized by the running statistics, as in evaluation, and does not change
 * them. Where no batch has made any yet, training is refused: batches of one sample would never make them.
 */
final class BatchNorm implements Layer {
    private final Parameters parameters;
    private final String name;
    private final Tensor weight;
    private final Tensor bias;
    private final Tensor mean;
    private final Tensor variance;
    private final double epsilon;
    private final double momentum;

    BatchNorm(Parameters parameters, String name, long channels, double epsilon, double momentum) {
        this.parameters = parameters;
        this.name = name;
        this.epsilon = epsilon;
        this.momentum = momentum;
        parameters.mixSamples();
        weight = parameters.constant(name + ".weight", 1, channels);
        bias = parameters.constant(name + ".bias", 0, channels);
        mean = parameters.buffer(name + ".running_mean", 0, channels);
        variance = parameters.buffer(name + ".running_var", 1, channels);
    }

    @Override
    public Tensor apply(Tensor x) {
        boolean training = parameters.training();
        boolean single = training && x.numel() == x.size(1);
        if (single && hasNoStatistics()) {
            throw new PithException(
                    "batch normalization (" + name + ") has one value per channel to normalize: train with"
                            + " batches of 2 samples or more, or with a network without batch normalization");
        }
        return torch.batch_norm(
                x,
                Tensors.optional(weight),
                Tensors.optional(bias),
                Tensors.optional(mean),
                Tensors.optional(variance),
                training && !single,
                momentum,
                epsilon,
                false);
    }

    /** Returns whether the running statistics are those that every network starts with. */
    private boolean hasNoStatistics() {
        return mean.count_nonzero().item_long() == 0
                && torch.subtract(variance, new Scalar(1.0)).count_nonzero().item_long() == 0;
    }
}
