package dev.pith.torch.network;

import dev.pith.PithException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * The place in a network where the last map of an image lies, for callers who ask where the network looked. Without
 * such a caller nothing happens here.
 *
 * <p>Layers before this place need no gradients. Layers after it are computed with gradients, which end at this map.
 */
final class FeatureMap implements Layer {
    /** A map {@code (B, C, H, W)}. */
    static final FeatureMap HERE = new FeatureMap(x -> x, 0);

    /** A map {@code (B, H, W, C)}. */
    static final FeatureMap CHANNELS_LAST = new FeatureMap(x -> x.permute(0, 3, 1, 2), 0);

    private static final ThreadLocal<List<Network.Look>> ASKED = new ThreadLocal<>();

    private final UnaryOperator<Tensor> arranged;

    private final double margin;

    private FeatureMap(UnaryOperator<Tensor> arranged, double margin) {
        this.arranged = arranged;
        this.margin = margin;
    }

    /** A map {@code (B, C, H, W)} of images with their border, see {@link InputShape#border}. */
    static FeatureMap bordered(InputShape input) {
        return new FeatureMap(x -> x, (double) input.border() / (input.height() + 2 * input.border()));
    }

    /** Tokens {@code (B, 1 + H * W, C)}, one of the whole first. */
    static FeatureMap tokens(int rows, int columns) {
        return new FeatureMap(
                x -> x.narrow(1, 1, (long) rows * columns).transpose(1, 2).unflatten(2, rows, columns), 0);
    }

    @Override
    public Tensor apply(Tensor x) {
        List<Network.Look> asked = ASKED.get();
        if (asked == null) {
            return x;
        }
        Tensor map = x.detach();
        map.set_requires_grad(true);
        asked.add(new Network.Look(
                map, new Tensor(map), arranged, margin)); // the first is closed by the layers that follow
        GradMode.set_enabled(true);
        return map;
    }

    /** Returns the logits of a forward pass, and the map it went through. */
    static Network.Look during(Supplier<Tensor> forward) {
        List<Network.Look> asked = new ArrayList<>();
        ASKED.set(asked);
        try (NoGradGuard noGradients = new NoGradGuard()) {
            Tensor logits = forward.get();
            if (asked.isEmpty()) {
                throw new PithException(
                        "the network has no map with places, as a multilayer perceptron and a TorchScript program have none:"
                                + " look at images with another, such as convnet-width32, or take `importance random`");
            }
            Network.Look last = asked.get(asked.size() - 1);
            return new Network.Look(logits, last.map(), last.arranged(), last.margin());
        } finally {
            ASKED.remove();
        }
    }
}
