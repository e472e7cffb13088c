package dev.pith.torch.language;

import dev.pith.torch.Tensors;
import dev.pith.torch.network.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * LLaMA (Touvron et al. 2023, arXiv 2302.13971): rotary positions, normalization by the root of the mean square before
 * each part of a block, SwiGLU (Shazeer 2020, arXiv 2002.05202), heads of queries that share keys and values (Ainslie
 * et al., EMNLP 2023). Mistral is this, and Qwen2 but for biases.
 */
final class Llama extends LanguageModel {
    private final List<Block> blocks = new ArrayList<>();
    private final Norm norm;

    Llama(LanguageConfig config, Parameters parameters) {
        super(config, parameters, "model.embed_tokens.weight");
        for (int i = 0; i < config.layers(); i++) {
            blocks.add(new Block(i));
        }
        norm = new Norm("model.norm");
        addHead();
    }

    @Override
    Tensor embedded(Tokens tokens) {
        return torch.embedding(embedding(), tokens.ids());
    }

    @Override
    List<UnaryOperator<Tensor>> blocks(Tokens tokens) {
        Rotation rotation = Rotation.of(
                tokens.positions(),
                config().headWidth(),
                config().theta(),
                embedding().scalar_type());
        return blocks.stream()
                .<UnaryOperator<Tensor>>map(block -> x -> block.apply(x, tokens, rotation))
                .toList();
    }

    @Override
    Tensor normalized(Tensor x) {
        return norm.apply(x);
    }

    /** {@code x + attention(norm(x))}, then {@code x + mlp(norm(x))}. */
    private final class Block {
        private final int index;
        private final Projection queries;
        private final Projection keys;
        private final Projection values;
        private final Projection attended;
        private final Projection gate;
        private final Projection up;
        private final Projection down;
        private final Norm norm1;
        private final Norm norm2;

        Block(int index) {
            this.index = index;
            String name = "model.layers." + index;
            int width = config().width();
            int wide = config().heads() * config().headWidth();
            int shared = config().keyHeads() * config().headWidth();
            int hidden = config().hidden();
            queries = layer(name + ".self_attn.q_proj", width, wide, config().queryBias());
            keys = layer(name + ".self_attn.k_proj", width, shared, config().queryBias());
            values = layer(name + ".self_attn.v_proj", width, shared, config().queryBias());
            attended = layer(name + ".self_attn.o_proj", wide, width, config().outputBias());
            gate = layer(name + ".mlp.gate_proj", width, hidden, config().hiddenBias());
            up = layer(name + ".mlp.up_proj", width, hidden, config().hiddenBias());
            down = layer(name + ".mlp.down_proj", hidden, width, config().hiddenBias());
            norm1 = new Norm(name + ".input_layernorm");
            norm2 = new Norm(name + ".post_attention_layernorm");
        }

        private Projection layer(String name, int in, int out, boolean bias) {
            return noted(Projection.of(parameters(), name, DEVIATION, in, out, bias));
        }

        Tensor apply(Tensor x, Tokens tokens, Rotation rotation) { // (T, width)
            return Tensors.tidy(() -> {
                Tensor normed = norm1.apply(x);
                Tensor mixed = tokens.attend(
                        index,
                        rotation.apply(heads(queries.apply(normed))),
                        rotation.apply(heads(keys.apply(normed))),
                        heads(values.apply(normed)));
                Tensor y = x.add(attended.apply(mixed));
                normed = norm2.apply(y);
                return y.add(down.apply(torch.silu(gate.apply(normed)).mul(up.apply(normed))));
            });
        }

        private Tensor heads(Tensor x) { // (T, heads * w) -> (T, heads, w)
            return x.unflatten(1, -1, config().headWidth());
        }
    }

    /** Divides by the root of the mean square of a token's numbers (Zhang and Sennrich, NeurIPS 2019). */
    private final class Norm {
        private final Tensor weight;

        Norm(String name) {
            weight = parameters().constant(name + ".weight", 1, config().width());
        }

        Tensor apply(Tensor x) {
            return torch.rms_norm(x, weight.shape(), Tensors.optional(weight), new DoubleOptional(config().epsilon()));
        }
    }
}
