package dev.pith.torch.train;

import dev.pith.prune.EpochPruning;
import dev.pith.torch.Slices;
import dev.pith.torch.network.Network;
import dev.pith.torch.network.Parameters;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** What a network learns: a loss for each sample. */
public interface Task {
    /**
     * Returns what images are for: masks are learned pixel by pixel, labels or soft labels image by image.
     *
     * @throws dev.pith.PithException when the network cannot learn that
     */
    static Task of(Recipe recipe, Network network, LabelledImages images) {
        return images.hasMasks() ? Segmentation.of(recipe, network) : Classification.of(recipe, network, images);
    }

    /** Returns the parameters of the network that learns. */
    Parameters parameters();

    /**
     * Returns how the losses of a batch are computed. The scope that is open owns what that takes.
     *
     * @param epoch from 0
     */
    Losses losses(Batch batch, int epoch);

    /**
     * Multiplies the weights of a batch's samples by what each counts beside others, 1 on average over all samples: the
     * loss of samples i of n that is minimized is {@code sum over i of weight(i) loss(i) / n}. All count 1 unless a
     * task says otherwise.
     *
     * @param weights of the plan, {@code float[batch.size()]}
     */
    default void weigh(Batch batch, float[] weights) {}

    /**
     * Returns what hears of the losses, and plans epochs by them: what is given, or something that makes scores of the
     * losses and tells it of those. Losses that say little of a sample by themselves are no scores.
     *
     * @param given not used otherwise from then on
     */
    default EpochPruning scored(EpochPruning given) {
        return given;
    }

    /**
     * Hears that the weights have changed.
     *
     * @param steps how often they have in all, from 1
     */
    default void onStep(long steps) {}

    /** Returns what else changes in training, by name: tensors that a training cannot go on without. */
    default Map<String, Tensor> state() {
        return Map.of();
    }

    /** The losses of a batch, part by part. */
    interface Losses {
        /** Returns the losses of samples {@code from} to {@code from + count - 1}, {@code (count)}. */
        Tensor of(int from, int count);

        /** Returns how many samples go through the network together. */
        default int slice() {
            return Slices.SIZE;
        }
    }
}
