package dev.pith.torch.language;

import dev.pith.parallel.Threads;
import java.util.Arrays;
import java.util.List;

/**
 * How much of what a model says of an answer it owes to the question (instruction-following difficulty; Li et al.,
 * <em>From Quantity to Quality</em>, NAACL 2024, 2308.12032, equation 3):
 *
 * <pre>{@code ifd = loss(answer | question) / loss(answer)}</pre>
 *
 * both means over the same tokens of {@code -log p(token | those before it)}. It is positive; near 0 where the question
 * gives the answer away, near 1 where it is of no use, and above 1 where the answer is less likely after it.
 *
 * <p>The answer alone comes after the token that begins every text, where a tokenizer has such a token. Without one
 * nothing comes before the answer's first token, which then counts in neither loss; the published code counts it after
 * the question alone. Its successor (Superfiltering, ACL 2024) divides perplexities, the exponentials of these losses.
 *
 * @param loss of the answer after its question
 * @param alone the loss of the answer alone
 * @param tokens that both are means over; 0 where nothing can be compared, and then the losses are 0
 */
public record InstructionDifficulty(float loss, float alone, int tokens) {
    /** From here on the question is of no use, and the record is as a rule left out. */
    public static final double USELESS = 1;

    /** Returns the ratio; NaN where nothing can be compared. */
    public double ratio() {
        return tokens == 0 || alone == 0 ? Double.NaN : (double) loss / alone;
    }

    /**
     * Looks at records, each no longer than the model's context.
     *
     * @param begin the token that begins every text, or -1
     * @param threads share the work; not closed. Their number changes nothing
     */
    public static List<InstructionDifficulty> of(
            LanguageModel model, List<TokenRecord> records, int begin, Threads threads) {
        List<TokenRecord> asked =
                records.stream().map(record -> asked(record, begin)).toList();
        List<TokenRecord> alone =
                records.stream().map(record -> alone(record, begin)).toList();
        float[] losses = AnswerLoss.of(model, asked, threads);
        float[] lossesAlone = AnswerLoss.of(model, alone, threads);
        InstructionDifficulty[] found = new InstructionDifficulty[losses.length];
        Arrays.setAll(
                found,
                i -> new InstructionDifficulty(
                        losses[i], lossesAlone[i], asked.get(i).answers()));
        return List.of(found);
    }

    /** Returns the record, with only that learned which can be compared. */
    static TokenRecord asked(TokenRecord record, int begin) {
        int first = firstLearned(record);
        if (begins(record, begin) || first == record.ids().length) {
            return record;
        }
        boolean[] learned = record.learned().clone();
        learned[first] = false;
        return new TokenRecord(record.ids(), learned);
    }

    /** Returns what is learned of the record, without what is asked. */
    static TokenRecord alone(TokenRecord record, int begin) {
        boolean begins = begins(record, begin);
        int[] ids = new int[record.ids().length];
        int count = 0;
        if (begins) {
            ids[count++] = begin;
        }
        for (int t = 0; t < record.ids().length; t++) {
            if (record.learned()[t]) {
                ids[count++] = record.ids()[t];
            }
        }
        return TokenRecord.of(Arrays.copyOf(ids, count), 1);
    }

    private static boolean begins(TokenRecord record, int begin) {
        return begin >= 0 && record.ids().length > 0 && record.ids()[0] == begin && !record.learned()[0];
    }

    private static int firstLearned(TokenRecord record) {
        int first = 0;
        while (first < record.learned().length && !record.learned()[first]) {
            first++;
        }
        return first;
    }
}
