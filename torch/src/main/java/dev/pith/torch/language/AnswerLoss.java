package dev.pith.torch.language;

import dev.pith.parallel.Threads;
import dev.pith.torch.Slices;
import dev.pith.torch.Tensors;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * How badly a model says what records learn: of each, the mean over its learned tokens of
 * {@code -log p(token | those before it)}, and 0 where nothing is learned.
 */
public final class AnswerLoss {
    /** How many tokens go through a model together: their activations stay near, and products are still large. */
    static final int TOKENS = 512;

    private static final int NO_REDUCTION = 0;

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
        Slices.forEach(threads, learned.length, together(told), (from, count) -> {
            try (NoGradGuard noGradients = new NoGradGuard()) {
                float[] part = Tensors.floats(of(model, told.subList(from, from + count)));
                for (int i = 0; i < count; i++) {
                    losses[learned[from + i]] = part[i];
                }
            }
        });
        return losses;
    }

    /** Returns how many of some records go through a model together. */
    static int together(List<TokenRecord> records) {
        long tokens =
                records.stream().mapToLong(record -> record.input().length).sum();
        return Math.toIntExact(Math.max(1, (long) TOKENS * records.size() / Math.max(1, tokens)));
    }

    /** Returns the losses of records that all learn something, {@code (B)}, with their graph. */
    static Tensor of(LanguageModel model, List<TokenRecord> records) {
        int answers = records.stream().mapToInt(TokenRecord::answers).sum();
        int[] rows = new int[answers]; // of the tokens that say something learned
        int[] next = new int[answers]; // what they should say
        int[] owners = new int[answers];
        double[] shares = new double[answers];
        int[][] inputs = new int[records.size()][];
        int at = 0;
        int start = 0;
        for (int i = 0; i < inputs.length; i++) {
            TokenRecord record = records.get(i);
            inputs[i] = record.input();
            double share = 1.0 / record.answers();
            for (int t = 0; t < inputs[i].length; t++) {
                if (record.learned()[t + 1]) {
                    rows[at] = start + t;
                    next[at] = record.ids()[t + 1];
                    owners[at] = i;
                    shares[at] = share;
                    at++;
                }
            }
            start += inputs[i].length;
        }
        Tensor said = model.hidden(new Sequences(inputs)).index_select(0, Tensors.of(rows));
        Tensor losses = torch.cross_entropy_loss(
                model.logits(said), Tensors.of(next), new TensorOptional(), NO_REDUCTION, -100, 0); // (answers)
        Tensor weighted = losses.mul(Tensor.create(shares, answers).to(losses.scalar_type()));
        Tensor none = torch.zeros(new long[] {inputs.length}).to(losses.scalar_type());
        return none.index_add(0, Tensors.of(owners), weighted, new Scalar(1.0));
    }
}
