package dev.pith.torch.network;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * A classifier of images: an embedding, and one linear layer on top of it. Owns its parameters until it is closed; for one
 * thread at a time.
 */
public abstract class Network implements AutoCloseable {
    private final Parameters parameters;

    /** Starts without layers; subclasses add theirs to the parameters in the order in which checkpoints list them. */
    protected Network(Parameters parameters) {
        this.parameters = parameters;
    }

    /** Returns the input of the last layer: {@code (B, C, H, W) -> (B, e)}. */
    public abstract Tensor embed(Tensor x);

    /** Returns what the last layer makes of an embedding: {@code (B, e) -> (B, classes)}. */
    public abstract Tensor classify(Tensor embedding);

    /** Returns the logits of a batch: {@code (B, C, H, W) -> (B, classes)}. */
    public final Tensor forward(Tensor x) {
        return classify(embed(x));
    }

    /**
     * Returns how many classes the network tells apart: the length of its last bias.
     *
     * @throws IllegalStateException when it has no parameters
     */
    public final int classes() {
        List<String> learned = parameters.learned();
        if (learned.isEmpty()) {
            throw new IllegalStateException(
                    "a network without parameters does not say how many classes it tells apart");
        }
        return Math.toIntExact(
                parameters.tensors().get(learned.get(learned.size() - 1)).size(0));
    }

    /** Returns the named tensors. */
    public final Parameters parameters() {
        return parameters;
    }

    @Override
    public final void close() {
        parameters.close();
    }
}
