package dev.pith.torch.language;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pith.PithException;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code config.json} says of a model.
 *
 * @param family what kind of layers it has
 * @param vocabulary how many tokens there are
 * @param width numbers per token
 * @param hidden numbers per token inside of the feed-forward layers
 * @param layers how many blocks
 * @param heads of attention, for queries
 * @param keyHeads of attention, for keys and values; divides {@code heads}
 * @param headWidth numbers per head
 * @param context the most tokens of a text, of which each sees all before it
 * @param epsilon added to variances
 * @param theta the base of the rotary embedding's wavelengths; not of GPT-2
 * @param tied whether the last layer has the weights of the embedding
 * @param json all that the file says, written again as it was; not copied
 */
public record LanguageConfig(
        LanguageFamily family,
        int vocabulary,
        int width,
        int hidden,
        int layers,
        int heads,
        int keyHeads,
        int headWidth,
        int context,
        double epsilon,
        double theta,
        boolean tied,
        ObjectNode json) {

    /** Checks what no model can be without. */
    public LanguageConfig {
        for (int size : new int[] {vocabulary, width, hidden, layers, heads, keyHeads, headWidth, context}) {
            if (size < 1) {
                throw new IllegalArgumentException("sizes of a model must be 1 or more, got " + json);
            }
        }
        if (heads % keyHeads != 0) {
            throw new IllegalArgumentException(heads + " heads cannot share " + keyHeads + " heads of keys");
        }
    }

    /**
     * Returns what a configuration says.
     *
     * @param where the file, for messages
     * @throws PithException when it lacks something, or says something that is not computed here
     */
    public static LanguageConfig of(ObjectNode json, String where) {
        LanguageFamily family = LanguageFamily.of(json.path("model_type").asText(), where);
        try {
            return family == LanguageFamily.GPT2 ? gpt2(json, where) : llama(family, json, where);
        } catch (IllegalArgumentException e) {
            throw new PithException(where + ": " + e.getMessage(), e);
        }
    }

    private static LanguageConfig gpt2(ObjectNode json, String where) {
        require(json, where, "activation_function", "gelu_new", "gelu_new");
        require(json, where, "scale_attn_weights", "true", "true");
        require(json, where, "scale_attn_by_inverse_layer_idx", "false", "false");
        require(json, where, "add_cross_attention", "false", "false");
        int width = size(json, where, "n_embd");
        int heads = size(json, where, "n_head");
        if (heads < 1 || width % heads != 0) {
            throw new IllegalArgumentException("a width of " + width + " is no multiple of " + heads + " heads");
        }
        return new LanguageConfig(
                LanguageFamily.GPT2,
                size(json, where, "vocab_size"),
                width,
                json.hasNonNull("n_inner") ? size(json, where, "n_inner") : 4 * width,
                size(json, where, "n_layer"),
                heads,
                heads,
                width / heads,
                size(json, where, "n_positions"),
                json.path("layer_norm_epsilon").asDouble(1e-5),
                0,
                json.path("tie_word_embeddings").asBoolean(true),
                json);
    }

    private static LanguageConfig llama(LanguageFamily family, ObjectNode json, String where) {
        require(json, where, "hidden_act", "silu", "silu");
        JsonNode rope = json.hasNonNull("rope_parameters") ? json.get("rope_parameters") : json.path("rope_scaling");
        String type = rope.path("rope_type").asText(rope.path("type").asText("default"));
        if (!type.equals("default")) {
            throw new PithException(where + ": its rope_type is '" + type
                    + "', and only 'default' is computed: take a model without a stretched context");
        }
        int width = size(json, where, "hidden_size");
        int heads = size(json, where, "num_attention_heads");
        int context = size(json, where, "max_position_embeddings");
        boolean windows = json.hasNonNull("sliding_window")
                && (family != LanguageFamily.QWEN2
                        || json.path("use_sliding_window").asBoolean());
        return new LanguageConfig(
                family,
                size(json, where, "vocab_size"),
                width,
                size(json, where, "intermediate_size"),
                size(json, where, "num_hidden_layers"),
                heads,
                json.hasNonNull("num_key_value_heads") ? size(json, where, "num_key_value_heads") : heads,
                json.hasNonNull("head_dim") ? size(json, where, "head_dim") : width / Math.max(1, heads),
                windows ? Math.min(context, size(json, where, "sliding_window")) : context,
                json.path("rms_norm_eps").asDouble(1e-6),
                rope.path("rope_theta").asDouble(json.path("rope_theta").asDouble(10_000)),
                json.path("tie_word_embeddings").asBoolean(false),
                json);
    }

    private static int size(ObjectNode json, String where, String key) {
        JsonNode value = json.path(key);
        if (!value.canConvertToInt() || !value.isIntegralNumber()) {
            throw new PithException(where + ": has no whole number '" + key + "': take it from the model's files anew");
        }
        return value.intValue();
    }

    private static void require(ObjectNode json, String where, String key, String usual, String needed) {
        String value = json.path(key).asText(usual);
        if (!value.equals(needed)) {
            throw new PithException(where + ": its " + key + " is '" + value + "', and only '" + needed
                    + "' is computed: take another model");
        }
    }

    /** Returns the token that ends a text; -1 where the configuration names none. */
    public int end() {
        JsonNode end = json.path("eos_token_id");
        return (end.isArray() ? end.path(0) : end).asInt(-1);
    }

    /** Returns the most tokens of a text where no more than so many are wanted; null for all that the model allows. */
    public int context(@Nullable Integer wanted) {
        return wanted == null ? context : Math.min(wanted, context);
    }

    /** Returns how many numbers the model is made of, all but biases and scales of normalization. */
    public long weights() {
        long attention = 2L * width * headWidth * (heads + keyHeads);
        long feedForward = (family == LanguageFamily.GPT2 ? 2L : 3L) * width * hidden;
        long positions = family == LanguageFamily.GPT2 ? (long) context * width : 0;
        return (tied ? 1L : 2L) * vocabulary * width + positions + layers * (attention + feedForward);
    }

    /**
     * Returns the bytes that training takes: weights, their gradients and the optimizer's two means of each; of every
     * thread the gradients of a part that is worked on and of one that waits to be added, and what the part's tokens
     * leave in the blocks and before the last layer.
     *
     * @param adapted whether the weights stay, so that there is little else than them
     * @param longest tokens of the longest record
     * @param recomputing whether blocks are computed a second time, so that only one of them leaves anything but what
     *     went into it
     */
    public long trainingBytes(boolean adapted, int threads, int longest, boolean recomputing) {
        long all = adapted ? weights() : weights() * (4 + 2L * threads);
        long ofBlock = 12L * width + 4L * hidden + 2L * heads * headWidth;
        long inBlocks = recomputing ? (long) layers * width + ofBlock : layers * ofBlock;
        long tokens = Math.max(AnswerLoss.TOKENS, longest);
        return Float.BYTES * (all + threads * tokens * (inBlocks + 3L * vocabulary));
    }

    /** Returns whether queries, keys and values have biases. */
    boolean queryBias() {
        return family == LanguageFamily.QWEN2 || json.path("attention_bias").asBoolean(false);
    }

    /** Returns whether what attention puts together goes through a layer with a bias. */
    boolean outputBias() {
        return family != LanguageFamily.QWEN2 && json.path("attention_bias").asBoolean(false);
    }

    /** Returns whether the feed-forward layers have biases. */
    boolean hiddenBias() {
        return json.path("mlp_bias").asBoolean(false);
    }
}
