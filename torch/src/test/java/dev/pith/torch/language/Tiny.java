package dev.pith.torch.language;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pith.torch.network.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Models of 20 tokens and a text of 24 that learn within a second, and what they learn. */
final class Tiny {
    static final int VOCABULARY = 20;

    private Tiny() {}

    static LanguageModel llama(long seed) {
        return model(
                """
                {"model_type": "llama", "vocab_size": 20, "hidden_size": 32, "intermediate_size": 48,
                 "num_hidden_layers": 2, "num_attention_heads": 4, "num_key_value_heads": 2,
                 "max_position_embeddings": 24, "tie_word_embeddings": false}""",
                seed);
    }

    static LanguageModel gpt2(long seed) {
        return model(
                """
                {"model_type": "gpt2", "vocab_size": 20, "n_embd": 32, "n_layer": 2, "n_head": 4, "n_positions": 24}""",
                seed);
    }

    private static LanguageModel model(String json, long seed) {
        try {
            ObjectNode config = (ObjectNode) new ObjectMapper().readTree(json);
            return LanguageModel.of(LanguageConfig.of(config, "tiny"), new Parameters(seed));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns prompts of 3 random tokens, each with a random answer of 1 to 9 that is learned. */
    static List<TokenRecord> records(int count) {
        SplittableRandom random = new SplittableRandom(1);
        List<TokenRecord> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            records.add(TokenRecord.of(random.ints(3 + 1 + i % 9, 0, VOCABULARY).toArray(), 3));
        }
        return records;
    }
}
