package dev.pith.torch.train;

import dev.pith.torch.Tensors;
import dev.pith.torch.network.Network;
import dev.pith.torch.network.Parameters;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Telling classes apart: the loss is the cross-entropy.
 *
 * @param smoothing the share of the target that is spread over all classes
 */
public record Classification(Network network, int classes, double smoothing, Precision precision) implements Task {
    /** Returns what a recipe wants of a network and images: its label smoothing and precision. */
    public static Classification of(Recipe recipe, Network network, LabelledImages images) {
        return new Classification(network, images.classes(), recipe.labelSmoothing(), recipe.precision());
    }

    @Override
    public Parameters parameters() {
        return network.parameters();
    }

    @Override
    public Losses losses(Batch batch, int epoch) {
        Tensor x = batch.tensor();
        Tensor targets = Tensors.of(batch.targets(smoothing), 0, batch.size(), classes);
        return of(x, targets);
    }

    /**
     * Returns the losses of images.
     *
     * @param x {@code (B, C, H, W)}
     * @param targets {@code (B, classes)}, probabilities
     */
    public Losses of(Tensor x, Tensor targets) {
        return (from, count) -> {
            Tensor logits = precision.forward(network, x.narrow(0, from, count));
            return targets.narrow(0, from, count)
                    .mul(torch.log_softmax(logits, 1))
                    .sum(1)
                    .neg();
        };
    }
}
