package dev.pith.torch.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.torch.Doubles;
import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GenerationTest {
    private static final int[] PROMPT = {3, 1, 4, 1, 5};

    @ParameterizedTest
    @EnumSource(names = {"GPT2_SHAPE", "LLAMA_SHAPE"})
    void whatIsKeptChangesNothing(LanguageShape shape) {
        try (LanguageModel model = shape.create(50, 0, 1)) {
            Doubles.widen(model.parameters());
            int[] said = Generation.greedy(model, PROMPT, 8, -1);
            int[] text = PROMPT;
            for (int token : said) {
                assertThat(token).isEqualTo(next(model, text));
                text = Arrays.copyOf(text, text.length + 1);
                text[text.length - 1] = token;
            }
        }
    }

    /** Returns the most likely token without anything kept. */
    private static int next(LanguageModel model, int[] text) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard noGradients = new NoGradGuard()) {
            Tensor logits = model.logits(model.hidden(new Sequences(text)));
            return (int) logits.select(0, text.length - 1).argmax().item_long();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"GPT2_SHAPE", "LLAMA_SHAPE"})
    void endsAtTheEndTokenAndAtTheEndOfTheContext(LanguageShape shape) {
        try (LanguageModel model = shape.create(50, 0, 1)) {
            int[] said = Generation.greedy(model, PROMPT, 8, -1);
            assertThat(Generation.greedy(model, PROMPT, 8, said[3]))
                    .containsExactly(Arrays.copyOf(said, indexOf(said)));
            int[] full = new int[model.config().context()];
            assertThat(Generation.greedy(model, full, 8, -1)).hasSize(1);
            assertThatThrownBy(() -> Generation.greedy(model, new int[full.length + 1], 8, -1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a prompt must have 1 to 512 tokens, got 513");
        }
    }

    private static int indexOf(int[] said) {
        int at = 0;
        while (said[at] != said[3]) {
            at++;
        }
        return at;
    }
}
