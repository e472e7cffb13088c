package dev.pith.torch.language;

import dev.pith.parallel.Threads;
import dev.pith.torch.Slices;
import dev.pith.torch.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * How badly a model says each of several continuations of a prompt: of each, the sum over its tokens of
 * {@code -log p(token | those before it)}. The least is the one that the model takes.
 */
public final class ChoiceLoss {
    private ChoiceLoss() {}

    /**
     * A prompt and what may follow.
     *
     * @param prompt at least one token; not copied
     * @param choices each of at least one token; not copied
     */
    public record Choices(int[] prompt, int[]... choices) {
        /** Checks that everything has a token. */
        public Choices {
            if (prompt.length == 0 || Arrays.stream(choices).anyMatch(choice -> choice.length == 0)) {
                throw new IllegalArgumentException("a prompt and each of its choices need at least one token");
            }
        }

        /** Returns how many tokens go through a model at most. */
        public int longest() {
            return prompt.length
                    + Arrays.stream(choices)
                            .mapToInt(choice -> choice.length)
                            .max()
                            .orElse(0);
        }
    }

    /**
     * Returns the losses of all choices of some prompts.
     *
     * @param threads share the prompts; not closed. Their number changes nothing
     * @return {@code double[prompts][choices]}
     */
    public static double[][] of(LanguageModel model, List<Choices> asked, Threads threads) {
        double[][] losses = new double[asked.size()][];
        int[] single = IntStream.range(0, losses.length)
                .filter(i -> isSingle(asked.get(i)))
                .toArray();
        Slices.forEach(threads, single.length, IntStream.range(0, single.length).toArray(), (from, count) -> {
            try (NoGradGuard noGradients = new NoGradGuard()) {
                for (int i = from; i < from + count; i++) {
                    losses[single[i]] = ofSingles(model, asked.get(single[i]));
                }
            }
        });
        List<TokenRecord> records = asked.stream()
                .filter(choices -> !isSingle(choices))
                .flatMap(ChoiceLoss::records)
                .toList();
        float[] means = AnswerLoss.of(model, records, threads);
        int record = 0;
        for (int i = 0; i < losses.length; i++) {
            if (!isSingle(asked.get(i))) {
                losses[i] = new double[asked.get(i).choices().length];
                for (int k = 0; k < losses[i].length; k++, record++) {
                    losses[i][k] = (double) means[record] * records.get(record).answers();
                }
            }
        }
        return losses;
    }

    private static boolean isSingle(Choices asked) {
        return Arrays.stream(asked.choices()).allMatch(choice -> choice.length == 1);
    }

    /** Looks at the prompt once, as every choice is one token after it. */
    private static double[] ofSingles(LanguageModel model, Choices asked) {
        int count = asked.choices().length;
        int[] rows = new int[count];
        Arrays.fill(rows, asked.prompt().length - 1);
        double[] shares = new double[count];
        Arrays.fill(shares, 1);
        int[] next =
                Arrays.stream(asked.choices()).mapToInt(choice -> choice[0]).toArray();
        AnswerRows said = new AnswerRows(
                new Sequences(asked.prompt()),
                count,
                rows,
                next,
                IntStream.range(0, count).toArray(),
                shares);
        return doubles(said.losses(model, model.hidden(said.tokens())));
    }

    private static Stream<TokenRecord> records(Choices asked) {
        return Arrays.stream(asked.choices())
                .map(choice -> TokenRecord.of(joined(asked.prompt(), choice), asked.prompt().length));
    }

    private static double[] doubles(Tensor losses) {
        float[] floats = Tensors.floats(losses);
        return IntStream.range(0, floats.length).mapToDouble(i -> floats[i]).toArray();
    }

    private static int[] joined(int[] first, int... second) {
        int[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
