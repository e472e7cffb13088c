package dev.pith.torch.language;

import dev.pith.torch.Tensors;
import dev.pith.torch.network.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * GPT-2 (Radford et al. 2019): learned positions, normalization before each part of a block, GELU. Weights start as
 * there: deviation 0.02, and less by the square root of twice the blocks where a block adds to its input.
 */
final class Gpt2 extends LanguageModel {
    private final Tensor positions;
    private final List<Block> blocks = new ArrayList<>();
    private final Norm norm;

    Gpt2(LanguageConfig config, Parameters parameters) {
        super(config, parameters, "transformer.wte.weight");
        positions = parameters.normal("transformer.wpe.weight", DEVIATION, config.context(), config.width());
        for (int i = 0; i < config.layers(); i++) {
            blocks.add(new Block(i));
        }
        norm = new Norm("transformer.ln_f");
        addHead();
    }

    @Override
    Tensor embedded(Tokens tokens) {
        return torch.embedding(embedding(), tokens.ids())
                .add(torch.embedding(positions, Tensors.of(tokens.positions())));
    }

    @Override
    List<UnaryOperator<Tensor>> blocks(Tokens tokens) {
        return blocks.stream()
                .<UnaryOperator<Tensor>>map(block -> x -> block.apply(x, tokens))
                .toList();
    }

    @Override
    Tensor normalized(Tensor x) {
        return norm.apply(x);
    }

    /** {@code x + attention(ln_1(x))}, then {@code x + mlp(ln_2(x))}. */
    private final class Block {
        private final int index;
        private final Norm norm1;
        private final Projection queriesKeysValues;
        private final Projection attended;
        private final Norm norm2;
        private final Projection up;
        private final Projection down;

        Block(int index) {
            this.index = index;
            String name = "transformer.h." + index;
            int width = config().width();
            double last = DEVIATION / Math.sqrt(2.0 * config().layers());
            norm1 = new Norm(name + ".ln_1");
            queriesKeysValues = layer(name + ".attn.c_attn", DEVIATION, width, 3 * width);
            attended = layer(name + ".attn.c_proj", last, width, width);
            norm2 = new Norm(name + ".ln_2");
            up = layer(name + ".mlp.c_fc", DEVIATION, width, config().hidden());
            down = layer(name + ".mlp.c_proj", last, config().hidden(), width);
        }

        private Projection layer(String name, double deviation, int in, int out) {
            return noted(Projection.turned(parameters(), name, deviation, in, out));
        }

        Tensor apply(Tensor x, Tokens tokens) { // (T, width)
            return Tensors.tidy(() -> {
                TensorVector parts = queriesKeysValues
                        .apply(norm1.apply(x))
                        .unflatten(1, 3L * config().heads(), config().headWidth()) // (T, 3 * heads, w)
                        .chunk(3, 1);
                Tensor y = x.add(attended.apply(tokens.attend(index, parts.get(0), parts.get(1), parts.get(2))));
                return y.add(down.apply(torch.gelu(up.apply(norm2.apply(y)), "tanh")));
            });
        }
    }

    /** Layer normalization over the numbers of a token. */
    private final class Norm {
        private final Tensor weight;
        private final Tensor bias;

        Norm(String name) {
            weight = parameters().constant(name + ".weight", 1, config().width());
            bias = parameters().constant(name + ".bias", 0, config().width());
        }

        Tensor apply(Tensor x) {
            return torch.layer_norm(
                    x, weight.shape(), Tensors.optional(weight), Tensors.optional(bias), config().epsilon(), false);
        }
    }
}
