package dev.pith.torch.network;

import dev.pith.torch.Tensors;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;

/**
 * A transformer block with normalization first: {@code x + attention(norm1(x))}, then {@code x + mlp(norm2(x))}.
 * Parameters: those of {@code NAME.norm1}, the attention's, {@code NAME.norm2}, {@code NAME.mlp}.
 */
final class TransformerBlock implements Layer {
    private final LayerNorm norm1;
    private final Layer attention;
    private final LayerNorm norm2;
    private final FeedForward mlp;

    /**
     * Makes a block whose hidden layer is four times as wide; {@code attention} is asked when its
     * parameters' turn comes.
     */
    TransformerBlock(Parameters parameters, String name, int width, double epsilon, Supplier<Layer> attention) {
        norm1 = new LayerNorm(parameters, name + ".norm1", width, epsilon);
        this.attention = attention.get();
        norm2 = new LayerNorm(parameters, name + ".norm2", width, epsilon);
        mlp = new FeedForward(parameters, name + ".mlp", width, 4 * width);
    }

    @Override
    public Tensor apply(Tensor x) { // (..., width)
        return Tensors.tidy(() -> {
            Tensor y = x.add(attention.apply(norm1.apply(x)));
            return y.add(mlp.apply(norm2.apply(y)));
        });
    }
}
