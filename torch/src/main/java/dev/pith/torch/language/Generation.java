package dev.pith.torch.language;

import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** What a model says after a prompt. */
public final class Generation {
    private Generation() {}

    /**
     * Returns the tokens that are most likely one after another, the lowest id of those that are equally likely. Ends
     * after {@code most}, before the token {@code end}, and where the context of the model does.
     *
     * @param prompt at least one token, and no more than the context
     * @param end the token that ends a text; -1 where none does
     */
    public static int[] greedy(LanguageModel model, int[] prompt, int most, int end) {
        int context = model.config().context();
        if (prompt.length == 0 || prompt.length > context) {
            throw new IllegalArgumentException("a prompt must have 1 to " + context + " tokens, got " + prompt.length);
        }
        int[] said = new int[Math.min(most, context - prompt.length + 1)];
        try (NoGradGuard noGradients = new NoGradGuard();
                CachedTokens tokens = new CachedTokens(model, prompt.length + said.length)) {
            tokens.append(prompt);
            for (int i = 0; i < said.length; i++) {
                said[i] = next(model, tokens);
                if (said[i] == end) {
                    return Arrays.copyOf(said, i);
                }
                tokens.append(said[i]);
            }
        }
        return said;
    }

    private static int next(LanguageModel model, CachedTokens tokens) {
        try (PointerScope scope = new PointerScope()) {
            Tensor hidden = model.hidden(tokens);
            Tensor logits = model.logits(hidden.narrow(0, hidden.size(0) - 1, 1));
            return (int) logits.argmax().item_long();
        }
    }
}
