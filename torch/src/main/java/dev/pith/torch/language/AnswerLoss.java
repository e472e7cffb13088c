package dev.pith.torch.language;

import dev.pith.parallel.Threads;
import dev.pith.torch.Slices;
import dev.pith.torch.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * How badly a model says what records learn: of each, the mean over its learned tokens of
 * {@code -log p(token | those before it)}, and 0 where nothing is learned.
 */
public final class AnswerLoss {
    /** How many tokens go through a model together: their activations stay near, and products are still large. */
    static final int TOKENS = 512;

    private AnswerLoss() {}

    /**
     * Returns the losses of records.
     *
     * @param threads share the work; not closed
     * @return {@code float[records]}
     */
    public static float[] of(LanguageModel model, List<TokenRecord> records, Threads threads) {
        float[] losses = new float[records.size()];
        int[] learned = IntStream.range(0, losses.length)
                .filter(i -> records.get(i).answers() > 0)
                .toArray();
        List<TokenRecord> told = IntStream.of(learned).mapToObj(records::get).toList();
        Slices.forEach(threads, learned.length, starts(told), (from, count) -> {
            try (NoGradGuard noGradients = new NoGradGuard()) {
                float[] part = Tensors.floats(of(model, told.subList(from, from + count)));
                for (int i = 0; i < count; i++) {
                    losses[learned[from + i]] = part[i];
                }
            }
        });
        return losses;
    }

    /**
     * Returns where the parts of some records begin that go through a model together: whole records, as many in order
     * as {@value #TOKENS} tokens have room for, and at least one.
     */
    static int[] starts(List<TokenRecord> records) {
        int[] starts = new int[records.size()];
        int parts = 0;
        int tokens = TOKENS;
        for (int i = 0; i < starts.length; i++) {
            int length = records.get(i).input().length;
            if (tokens + length > TOKENS) {
                starts[parts++] = i;
                tokens = 0;
            }
            tokens += length;
        }
        return Arrays.copyOf(starts, parts);
    }

    /** Returns the losses of records that all learn something, {@code (B)}, with their graph. */
    static Tensor of(LanguageModel model, List<TokenRecord> records) {
        AnswerRows rows = AnswerRows.of(records);
        return rows.losses(model, model.hidden(rows.tokens()));
    }
}
