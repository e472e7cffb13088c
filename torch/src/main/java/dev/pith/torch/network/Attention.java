package dev.pith.torch.network;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Multi-head self-attention of all tokens to all (Vaswani et al. 2017, section 3.2). Parameters: those of
 * {@code NAME.qkv} (queries, keys and values in one) and {@code NAME.proj}.
 */
final class Attention implements Layer {
    private final int heads;
    private final Linear qkv;
    private final Linear projection;

    /** {@code width} must be a multiple of {@code heads}. */
    Attention(Parameters parameters, String name, int width, int heads) {
        this.heads = heads;
        qkv = Linear.normal(parameters, name + ".qkv", width, 3 * width);
        projection = Linear.normal(parameters, name + ".proj", width, width);
    }

    @Override
    public Tensor apply(Tensor x) { // (B, N, width)
        Tensor parts = qkv.apply(x) // (B, N, 3 * width)
                .unflatten(-1, 3, heads, -1)
                .permute(2, 0, 3, 1, 4); // (3, B, heads, N, width / heads)
        Tensor mixed = torch.scaled_dot_product_attention(parts.select(0, 0), parts.select(0, 1), parts.select(0, 2));
        return projection.apply(mixed.transpose(1, 2).flatten(2, 3)); // (B, N, width)
    }
}
