package dev.pith.torch.language;

import dev.pith.torch.network.Parameters;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A model that says of every token of a text how likely each token of its vocabulary comes next. Its parameters have
 * the names and shapes that {@code transformers} gives them. Nothing is dropped out at random in training, whatever the
 * configuration says. Owns its parameters until it is closed; for one thread at a time, but for looking.
 */
public abstract class LanguageModel implements AutoCloseable {
    /** The deviation of weights at the start. */
    static final double DEVIATION = 0.02;

    private final LanguageConfig config;
    private final Parameters parameters;
    private final Tensor embedding;
    private final List<Projection> projections = new ArrayList<>();

    /**
     * Starts with the embedding; subclasses add their layers to the parameters in the order in which checkpoints list
     * them.
     *
     * @param embedding what its weights are called
     */
    LanguageModel(LanguageConfig config, Parameters parameters, String embedding) {
        this.config = config;
        this.parameters = parameters;
        this.embedding = parameters.normal(embedding, DEVIATION, config.vocabulary(), config.width());
    }

    /** Returns the model that a configuration describes. */
    static LanguageModel of(LanguageConfig config, Parameters parameters) {
        return config.family() == LanguageFamily.GPT2 ? new Gpt2(config, parameters) : new Llama(config, parameters);
    }

    /** Returns what a family calls everything below its last layer, with a dot. */
    static String trunk(LanguageFamily family) {
        return family == LanguageFamily.GPT2 ? "transformer." : "model.";
    }

    /** Returns what the first block looks at: {@code (T, width)}, a row per token. */
    abstract Tensor embedded(Tokens tokens);

    /** Returns what the blocks make of these tokens, in order, each {@code (T, width) -> (T, width)}. */
    abstract List<UnaryOperator<Tensor>> blocks(Tokens tokens);

    /** Normalizes what the last block says, {@code (T, width)}. */
    abstract Tensor normalized(Tensor x);

    /** Returns what the last layer looks at: {@code (T, width)}, a row per token. */
    final Tensor hidden(Tokens tokens) {
        Tensor x = embedded(tokens);
        for (UnaryOperator<Tensor> block : blocks(tokens)) {
            x = block.apply(x);
        }
        return normalized(x);
    }

    /** Returns the embedding of the vocabulary, {@code (vocabulary, width)}. */
    final Tensor embedding() {
        return embedding;
    }

    /** Returns the logits of the tokens that come next: {@code (T, width) -> (T, vocabulary)}. */
    final Tensor logits(Tensor hidden) {
        return torch.linear(hidden, config.tied() ? embedding : parameters.tensor("lm_head.weight"));
    }

    /** Adds the last layer's weights, where they are its own. */
    final void addHead() {
        if (!config.tied()) {
            parameters.normal("lm_head.weight", DEVIATION, config.vocabulary(), config.width());
        }
    }

    /** Takes note of a linear layer of a block. */
    final Projection noted(Projection projection) {
        projections.add(projection);
        return projection;
    }

    /** Returns the linear layers of all blocks, in order. */
    final List<Projection> projections() {
        return Collections.unmodifiableList(projections);
    }

    /** Returns what the model is. */
    public final LanguageConfig config() {
        return config;
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
