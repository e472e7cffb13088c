package dev.pith.torch.language;

import dev.pith.torch.Tensors;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * Some records side by side, and where in them something learned is said.
 *
 * @param tokens of all records, each up to the last that says something learned
 * @param records how many there are
 * @param rows of the A tokens that say something learned
 * @param next what they should say
 * @param owners the record of each
 * @param shares what each counts in the mean of its record
 */
record AnswerRows(Sequences tokens, int records, int[] rows, int[] next, int[] owners, double[] shares) {
    private static final int NO_REDUCTION = 0;

    /** Takes records that all learn something; the scope that is open owns the tensors. */
    static AnswerRows of(List<TokenRecord> records) {
        int answers = records.stream().mapToInt(TokenRecord::answers).sum();
        AnswerRows all = new AnswerRows(
                new Sequences(records.stream().map(TokenRecord::input).toArray(int[][]::new)),
                records.size(),
                new int[answers],
                new int[answers],
                new int[answers],
                new double[answers]);
        int at = 0;
        int start = 0;
        for (int i = 0; i < records.size(); i++) {
            TokenRecord record = records.get(i);
            int first = at;
            int length = record.input().length;
            for (int t = 0; t < length; t++) {
                if (record.learned()[t + 1]) {
                    all.rows[at] = start + t;
                    all.next[at] = record.ids()[t + 1];
                    all.owners[at] = i;
                    at++;
                }
            }
            Arrays.fill(all.shares, first, at, 1.0 / record.answers());
            start += length;
        }
        return all;
    }

    /**
     * Returns the losses of the records, {@code (records)}, with their graph.
     *
     * @param hidden what the last layer looks at, {@code (T, width)}
     */
    Tensor losses(LanguageModel model, Tensor hidden) {
        Tensor said = hidden.index_select(0, Tensors.of(rows));
        Tensor losses = torch.cross_entropy_loss(
                model.logits(said), Tensors.of(next), new TensorOptional(), NO_REDUCTION, -100, 0); // (A)
        Tensor weighted = losses.mul(Tensor.create(shares, shares.length).to(losses.scalar_type()));
        Tensor none = torch.zeros(new long[] {records}).to(losses.scalar_type());
        return none.index_add(0, Tensors.of(owners), weighted, new Scalar(1.0));
    }
}
