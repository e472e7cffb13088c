package dev.pith.torch.network;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Two linear layers with a GELU between, over the last dimension. Parameters: those
 * of {@code NAME.fc1}, {@code NAME.fc2}.
 */
final class FeedForward implements Layer {
    private final Linear up;
    private final Linear down;

    FeedForward(Parameters parameters, String name, int width, int hidden) {
        up = Linear.normal(parameters, name + ".fc1", width, hidden);
        down = Linear.normal(parameters, name + ".fc2", hidden, width);
    }

    @Override
    public Tensor apply(Tensor x) { // (..., width)
        return down.apply(torch.gelu(up.apply(x)));
    }
}
