package dev.pith.torch.language;

import dev.pith.torch.network.Parameters;
import dev.pith.torch.train.Batch;
import dev.pith.torch.train.Precision;
import dev.pith.torch.train.Task;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/**
 * Saying what records learn. The loss of record i, by which it is pruned, is the mean over its {@code n(i)} learned
 * tokens ({@link AnswerLoss}). What is minimized is an average over tokens: with {@code w(i)} the weight by plan and
 * {@code m} the mean of {@code n} over all N records, a step of B records takes
 *
 * <pre>{@code sum over i of w(i) (n(i) / m) loss(i) / B}</pre>
 *
 * Pruning gives every record an expected weight of 1 (0 where it is left out), so that the steps of an epoch, each
 * times its B, have an expected sum of N times the loss of all records, which is a mean over all of their tokens. An
 * epoch that is cut to S records takes fewer steps, which are N / S times as long, as Qin et al. have it (ICLR 2024).
 * Dividing by the tokens that a step happens to have would not do: a ratio of expectations is no
 * expectation of a ratio.
 */
public final class LanguageTask implements Task {
    private final LanguageModel model;
    private final List<TokenRecord> records;
    private final Precision precision;
    private final boolean recomputing;
    private final int[] answers;
    private final double meanAnswers;

    /** Prepares the learning of records, whose way through the model is kept for the way back. */
    public LanguageTask(LanguageModel model, List<TokenRecord> records, Precision precision) {
        this(model, records, precision, false);
    }

    /**
     * Prepares the learning of records.
     *
     * @param records each with something to learn, and no longer than the model's context
     * @param recomputing whether blocks are computed a second time on the way back, which takes less memory and more
     *     time; the gradients are the same
     */
    public LanguageTask(LanguageModel model, List<TokenRecord> records, Precision precision, boolean recomputing) {
        this.model = model;
        this.records = List.copyOf(records);
        this.precision = precision;
        this.recomputing = recomputing;
        answers = records.stream().mapToInt(TokenRecord::answers).toArray();
        int context = model.config().context();
        for (int i = 0; i < answers.length; i++) {
            int length = records.get(i).ids().length;
            if (answers[i] == 0 || length > context) {
                throw new IllegalArgumentException("a record must have tokens to learn, and " + context
                        + " in all at most; record " + i + " has " + answers[i] + " of " + length);
            }
        }
        meanAnswers = Arrays.stream(answers).average().orElseThrow();
    }

    @Override
    public Parameters parameters() {
        return model.parameters();
    }

    @Override
    public void weigh(Batch batch, float[] weights) {
        for (int i = 0; i < weights.length; i++) {
            weights[i] *= (float) (answers[batch.positions()[i]] / meanAnswers);
        }
    }

    @Override
    public long tokens(int... positions) {
        return Arrays.stream(positions)
                .mapToLong(position -> records.get(position).input().length)
                .sum();
    }

    @Override
    public Losses losses(Batch batch, int epoch) {
        List<TokenRecord> told =
                Arrays.stream(batch.positions()).mapToObj(records::get).toList();
        return new Losses() {
            @Override
            public Tensor of(int from, int count) {
                return precision.compute(() -> AnswerLoss.of(model, told.subList(from, from + count)));
            }

            @Override
            public int[] starts(int samples) {
                return AnswerLoss.starts(told);
            }

            @Override
            public PartGradient gradient(int from, int count, Tensor weights, TensorVector learned) {
                return recomputing
                        ? new Recomputation(model, precision, learned).of(told.subList(from, from + count), weights)
                        : Losses.super.gradient(from, count, weights, learned);
            }
        };
    }
}
