package dev.pith.text;

import dev.pith.parallel.Threads;
import dev.pith.run.Progress;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many texts are too long for an embedder to read at once.
 *
 * @param longer how many are
 * @param alike how many of them are, as far as they are read, one with an earlier text of that kind from which they
 *     differ elsewhere: they get its vector
 */
public record LongTextCount(int longer, int alike) {
    /** Texts that are cut into pieces between two reports of progress. */
    private static final int BATCH = 4096;

    /** Counts among all texts. Memory: a hash a long text. */
    public static LongTextCount of(RecordTexts texts, Embedder embedder, Threads threads, Progress progress) {
        int[] ids = texts.ids();
        Map<TextHash, Integer> first = new HashMap<>();
        int longer = 0;
        int alike = 0;
        for (int from = 0; from < ids.length; from += BATCH) {
            int start = from;
            @Nullable TextHash[] excerpts = new TextHash[Math.min(BATCH, ids.length - from)];
            threads.forEach(
                    excerpts.length,
                    k -> excerpts[k] = embedder.excerpt(texts.text(ids[start + k]))
                            .map(TextHash::of)
                            .orElse(null));
            for (int k = 0; k < excerpts.length; k++) {
                TextHash excerpt = excerpts[k];
                if (excerpt != null) {
                    longer++;
                    int id = ids[from + k];
                    Integer before = first.putIfAbsent(excerpt, id);
                    alike += before != null && !texts.text(before).equals(texts.text(id)) ? 1 : 0;
                }
            }
            progress.onStep(from + excerpts.length, ids.length);
        }
        return new LongTextCount(longer, alike);
    }
}
