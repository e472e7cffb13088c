package dev.pith.torch.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pith.parallel.Threads;
import dev.pith.torch.Doubles;
import dev.pith.torch.language.ChoiceLoss.Choices;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class ChoiceLossTest {
    private static final int[] PROMPT = {3, 1, 4, 1, 5};
    private static final Choices LETTERS = new Choices(PROMPT, new int[] {9}, new int[] {2}, new int[] {6});
    private static final Choices TEXTS = new Choices(PROMPT, new int[] {9, 2}, new int[] {6}, new int[] {5, 3, 5});

    /** Adds up the logarithms of one token after the other. */
    private static double naive(LanguageModel model, int[] prompt, int... choice) {
        double loss = 0;
        int[] text = prompt;
        for (int token : choice) {
            try (PointerScope scope = new PointerScope();
                    NoGradGuard noGradients = new NoGradGuard()) {
                Tensor logits = model.logits(model.hidden(new Sequences(text)));
                Tensor said = torch.log_softmax(logits.select(0, text.length - 1), 0);
                loss -= said.select(0, token).item_double();
            }
            text = Arrays.copyOf(text, text.length + 1);
            text[text.length - 1] = token;
        }
        return loss;
    }

    @Test
    void isTheSumOverTheTokensOfAChoice() {
        try (LanguageModel llama = Tiny.llama(1);
                LanguageModel gpt2 = Tiny.gpt2(1);
                Threads one = new Threads(1);
                Threads two = new Threads(2)) {
            for (LanguageModel model : List.of(llama, gpt2)) {
                Doubles.widen(model.parameters());
                double[][] losses = ChoiceLoss.of(model, List.of(LETTERS, TEXTS, LETTERS), two);
                assertThat(losses).isDeepEqualTo(ChoiceLoss.of(model, List.of(LETTERS, TEXTS, LETTERS), one));
                for (int i = 0; i < 3; i++) {
                    assertThat(losses[0][i]).isCloseTo(naive(model, PROMPT, LETTERS.choices()[i]), within(1e-6));
                    assertThat(losses[1][i]).isCloseTo(naive(model, PROMPT, TEXTS.choices()[i]), within(1e-5));
                }
                assertThat(losses[2]).isEqualTo(losses[0]);
                assertThat(losses[0][0]).isNotEqualTo(losses[0][1]);
            }
        }
    }

    @Test
    void everythingNeedsAToken() {
        assertThat(TEXTS.longest()).isEqualTo(8);
        assertThatThrownBy(() -> new Choices(PROMPT, new int[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a prompt and each of its choices need at least one token");
        assertThatThrownBy(() -> new Choices(new int[0], new int[] {1})).isInstanceOf(IllegalArgumentException.class);
    }
}
