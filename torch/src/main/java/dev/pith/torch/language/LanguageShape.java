package dev.pith.torch.language;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pith.PithException;
import dev.pith.data.NearestName;
import dev.pith.torch.network.Parameters;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Shapes of models by name, to be trained from random weights. */
public enum LanguageShape {
    /** 1.8 million weights and 192 per token of the vocabulary. */
    GPT2_SHAPE(LanguageFamily.GPT2, 192, 4, 6, 6, 4 * 192, 512),
    /** As many, as LLaMA has them. */
    LLAMA_SHAPE(LanguageFamily.LLAMA, 192, 4, 6, 3, 512, 512),
    /** The smallest of the published ones. */
    GPT2_124M(LanguageFamily.GPT2, 768, 12, 12, 12, 4 * 768, 1024);

    private final LanguageFamily family;
    private final int width;
    private final int layers;
    private final int heads;
    private final int keyHeads;
    private final int hidden;
    private final int context;

    LanguageShape(LanguageFamily family, int width, int layers, int heads, int keyHeads, int hidden, int context) {
        this.family = family;
        this.width = width;
        this.layers = layers;
        this.heads = heads;
        this.keyHeads = keyHeads;
        this.hidden = hidden;
        this.context = context;
    }

    /**
     * Returns the shape of a name.
     *
     * @throws PithException when there is none; proposes the nearest
     */
    public static LanguageShape of(String name) {
        List<String> names =
                Arrays.stream(values()).map(LanguageShape::toString).toList();
        int index = names.indexOf(name);
        if (index < 0) {
            String hint = NearestName.of(name, names)
                    .map(nearest -> "; did you mean '" + nearest + "'?")
                    .orElse("");
            throw new PithException(
                    name + ": is no folder of a model, and no shape: those are " + String.join(", ", names) + hint);
        }
        return values()[index];
    }

    /**
     * Returns a model with random weights.
     *
     * @param vocabulary how many tokens there are
     * @param end the token that ends a text, and begins one
     * @param seed decides the weights
     */
    public LanguageModel create(int vocabulary, int end, long seed) {
        return LanguageModel.of(config(vocabulary, end), new Parameters(seed));
    }

    /** Returns what such a model is. */
    public LanguageConfig config(int vocabulary, int end) {
        return LanguageConfig.of(json(vocabulary, end), toString());
    }

    /** Returns what the {@code config.json} of such a model says. */
    private ObjectNode json(int vocabulary, int end) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("model_type", family.toString());
        json.put("vocab_size", vocabulary).put("bos_token_id", end).put("eos_token_id", end);
        json.put("tie_word_embeddings", true);
        if (family == LanguageFamily.GPT2) {
            json.putArray("architectures").add("GPT2LMHeadModel");
            json.put("n_embd", width)
                    .put("n_layer", layers)
                    .put("n_head", heads)
                    .put("n_positions", context);
            json.put("attn_pdrop", 0).put("embd_pdrop", 0).put("resid_pdrop", 0);
            return json;
        }
        json.putArray("architectures").add("LlamaForCausalLM");
        json.put("hidden_size", width).put("intermediate_size", hidden).put("num_hidden_layers", layers);
        json.put("num_attention_heads", heads).put("num_key_value_heads", keyHeads);
        json.put("max_position_embeddings", context).put("rms_norm_eps", 1e-5).put("hidden_act", "silu");
        json.put("rope_theta", 10_000.0);
        return json;
    }

    /** Returns the name. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
