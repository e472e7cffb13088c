package dev.pith.torch.network;

import dev.pith.PithException;
import dev.pith.torch.Tensors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A classifier of images: an embedding, and one linear layer on top of it. Owns its parameters until it is closed; for
 * one thread at a time.
 */
public abstract class Network implements AutoCloseable {
    private final Parameters parameters;
    private @Nullable String lack;

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
        requireLastLayer();
        return classify(embed(x));
    }

    /**
     * What a network made of a batch, and from which map of it.
     *
     * @param logits {@code (B, classes)}; their gradient by the map can be asked for
     * @param map the last one with places
     * @param arranged brings the map, and its gradient, into the form {@code (B, C, H, W)}
     * @param margin the share of the map, on each of its sides, that lies outside of the image
     */
    public record Look(Tensor logits, Tensor map, UnaryOperator<Tensor> arranged, double margin) {}

    /**
     * Returns the logits of a batch {@code (B, C, H, W)} and the last map that they are made from. The scope that is
     * open owns them.
     *
     * @throws PithException when the network has no map: it is a multilayer perceptron, or a program
     */
    public final Look look(Tensor x) {
        return FeatureMap.during(() -> forward(x));
    }

    /**
     * Returns how many classes the network tells apart: the length of its last bias.
     *
     * @throws IllegalStateException when it has no parameters
     * @throws PithException as {@link #requireLastLayer}
     */
    public final int classes() {
        requireLastLayer();
        List<String> learned = parameters.learned();
        if (learned.isEmpty()) {
            throw new IllegalStateException(
                    "a network without parameters does not say how many classes it tells apart");
        }
        return Math.toIntExact(
                parameters.tensor(learned.get(learned.size() - 1)).size(0));
    }

    /**
     * Returns the last layer, one row per class: {@code float[c * (e + 1)]}, the bias first.
     *
     * @throws IllegalStateException when it has no parameters
     * @throws PithException as {@link #requireLastLayer}
     */
    public final float[] lastLayer() {
        int classes = classes();
        List<String> learned = parameters.learned();
        float[] weights = Tensors.floats(parameters.tensor(learned.get(learned.size() - 2)));
        float[] biases = Tensors.floats(parameters.tensor(learned.get(learned.size() - 1)));
        int width = weights.length / classes;
        float[] rows = new float[classes * (width + 1)];
        for (int k = 0; k < classes; k++) {
            rows[k * (width + 1)] = biases[k];
            System.arraycopy(weights, k * width, rows, k * (width + 1) + 1, width);
        }
        return rows;
    }

    /**
     * Returns the tensors that may serve another task: those of all layers but the last, by name, with the name that
     * each has in a classifier.
     */
    Map<String, String> transferable() {
        List<String> learned = parameters.learned();
        List<String> last = learned.subList(learned.size() - 2, learned.size()); // weight and bias
        Map<String, String> names = new LinkedHashMap<>();
        parameters.tensors().keySet().stream()
                .filter(name -> !last.contains(name))
                .forEach(name -> names.put(name, name));
        return names;
    }

    /** Says that the weights had no last layer, in the words of {@code fault}, which begin with their file. */
    final void lacks(String fault) {
        lack = fault;
    }

    /**
     * Checks that the network can do more than embed.
     *
     * @throws PithException when its weights came without a last layer
     */
    public final void requireLastLayer() {
        if (lack != null) {
            throw new PithException(lack + ", which gradients, logits, training and the patches that matter need; use"
                    + " `features embedding`, or weights that have it");
        }
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
