package dev.pith.pipeline.finetune;

import dev.pith.PithException;
import dev.pith.data.RecordSource;
import dev.pith.pipeline.session.Skipped;
import dev.pith.text.chat.ChatTokenizer;
import dev.pith.text.chat.ChatTokens;
import dev.pith.text.chat.Dialogue;
import dev.pith.torch.language.TokenRecord;
import java.util.ArrayList;
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
                whole = tokenizer.encode(Dialogue.of(source.record(id), "record " + id + " of " + source.name()));
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

    /** Returns how many tokens are learned. */
    public long answers() {
        return records.stream().mapToLong(TokenRecord::answers).sum();
    }
}
