package dev.pith.pipeline.finetune;

import dev.pith.PithException;
import dev.pith.data.RecordSource;
import dev.pith.pipeline.session.Skipped;
import dev.pith.text.chat.ChatTokenizer;
import dev.pith.text.chat.ChatTokens;
import dev.pith.text.chat.Dialogue;
import dev.pith.torch.language.TokenRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Records of a source as tokens.
 *
 * @param ids of those with something to learn
 * @param records as many
 * @param cut how many of them are longer than what is read
 */
public record FinetuneRecords(List<Integer> ids, List<TokenRecord> records, int cut) {
    /**
     * Reads records, and cuts them at {@code context} tokens.
     *
     * @param skipped gets those without anything to learn, and why
     */
    public static FinetuneRecords read(
            RecordSource source, int[] wanted, ChatTokenizer tokenizer, int context, Skipped skipped) {
        List<Integer> ids = new ArrayList<>();
        List<TokenRecord> records = new ArrayList<>();
        int cut = 0;
        for (int id : wanted) {
            ChatTokens whole;
            try {
                whole = tokenizer.encode(dialogue(source, id));
            } catch (PithException e) {
                skipped.add(id, String.valueOf(e.getMessage()));
                continue;
            }
            ChatTokens tokens = whole.cut(context);
            if (tokens.answers() == 0) {
                skipped.add(id, "has no token of an answer among its first " + context + " of " + whole.ids().length);
            } else {
                ids.add(id);
                records.add(new TokenRecord(tokens.ids(), tokens.learned()));
                cut += tokens.ids().length < whole.ids().length ? 1 : 0;
            }
        }
        return new FinetuneRecords(ids, records, cut);
    }

    /**
     * Reads records whose tokens are learned all, in pieces of {@code context} tokens at most. Records that are no
     * dialogues, in which nothing is said, are passed over.
     */
    static FinetuneRecords pieces(RecordSource source, int[] wanted, ChatTokenizer tokenizer, int context) {
        List<Integer> ids = new ArrayList<>();
        List<TokenRecord> records = new ArrayList<>();
        for (int id : wanted) {
            int[] whole;
            try {
                whole = tokenizer.encode(dialogue(source, id)).ids();
            } catch (PithException e) {
                continue; // as said above
            }
            for (int from = 0; from + 1 < whole.length; from += context) { // one token alone says nothing
                ids.add(id);
                records.add(TokenRecord.of(Arrays.copyOfRange(whole, from, Math.min(whole.length, from + context)), 0));
            }
        }
        return new FinetuneRecords(ids, records, 0);
    }

    private static Dialogue dialogue(RecordSource source, int id) {
        return Dialogue.of(source.record(id), "record " + id + " of " + source.name());
    }

    /** Returns the tokens of the longest record; 0 when there is none. */
    int longest() {
        return records.stream().mapToInt(record -> record.ids().length).max().orElse(0);
    }

    /** Returns how many tokens go through the model when it sees every record once. */
    long tokens() {
        return records.stream().mapToLong(record -> record.input().length).sum();
    }

    /** Returns how many tokens are learned. */
    public long answers() {
        return records.stream().mapToLong(TokenRecord::answers).sum();
    }
}
