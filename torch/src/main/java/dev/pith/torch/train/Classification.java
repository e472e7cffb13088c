package dev.pith.torch.train;

import dev.pith.PithException;
import dev.pith.torch.Tensors;
import dev.pith.torch.network.Network;
import dev.pith.torch.network.Parameters;
import dev.pith.torch.network.SegmentationNetwork;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Telling classes apart: the loss is the cross-entropy, or where images have {@link SoftLabels} the
 * divergence from those.
 *
 * @param smoothing the share of the target that is spread over all classes; not of soft labels
 */
public record Classification(Network network, int classes, double smoothing, Precision precision) implements Task {
    /**
     * Returns what a recipe wants of a network and images: its label smoothing and precision.
     *
     * @throws PithException when the network is one of pixels
     */
    public static Classification of(Recipe recipe, Network network, LabelledImages images) {
        if (network instanceof SegmentationNetwork) {
            throw new PithException("the network gives every pixel a class, and labels are of whole images; choose"
                    + " another with `net`, or images with masks");
        }
        return new Classification(network, images.classes(), recipe.labelSmoothing(), recipe.precision());
    }

    @Override
    public Parameters parameters() {
        return network.parameters();
    }

    @Override
    public Losses losses(Batch batch, int epoch) {
        Tensor x = batch.tensor();
        Optional<SoftLabels> soft = batch.softLabels();
        if (soft.isPresent()) {
            return of(x, batch.targets(soft.get()), soft.get().temperature());
        }
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

    /** Returns {@code T^2 sum over k of p(k) (log p(k) - log q(k))} of images, q the softmax of the logits over T. */
    private Losses of(Tensor x, double[][] targets, double temperature) {
        float[] flat = new float[targets.length * classes];
        float[] constant = new float[targets.length];
        for (int i = 0; i < targets.length; i++) {
            double sum = 0;
            for (int k = 0; k < classes; k++) {
                double p = targets[i][k];
                flat[i * classes + k] = (float) p;
                sum += p == 0 ? 0 : p * Math.log(p);
            }
            constant[i] = (float) sum;
        }
        Tensor p = Tensors.of(flat, 0, targets.length, classes);
        Tensor plogp = Tensors.of(constant, 0, targets.length);
        return (from, count) -> {
            Tensor logits = precision.forward(network, x.narrow(0, from, count));
            Tensor logq = torch.log_softmax(logits.div(new Scalar(temperature)), 1);
            return plogp.narrow(0, from, count)
                    .sub(p.narrow(0, from, count).mul(logq).sum(1))
                    .mul(new Scalar(temperature * temperature));
        };
    }
}
