package dev.pith.pipeline.view;

import dev.pith.PithException;
import dev.pith.data.RecordSource;
import dev.pith.data.Source;
import dev.pith.parallel.Threads;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Finds samples by what their texts and keys contain, upper case or lower. The first search reads all texts and keeps
 * them as far as a quarter of the heap goes; what does not fit is read again each time.
 */
final class TextSearch {
    private static final int SAMPLES_AT_ONCE = 1_024;
    private static final int BYTES_PER_CHARACTER = 2;

    private final List<String> keys;
    private final @Nullable RecordSource records;
    private final Threads threads;
    private final @Nullable String[] texts;
    private final AtomicLong room = new AtomicLong(Runtime.getRuntime().maxMemory() / 4);

    TextSearch(List<String> keys, @Nullable Source source, Threads threads) {
        this.keys = keys;
        this.records = source instanceof RecordSource own ? own : null;
        this.threads = threads;
        this.texts = new String[records == null ? 0 : keys.size()];
    }

    /** Returns the ids of what contains some words as they stand, ascending. */
    synchronized int[] find(String words) {
        String wanted = words.toLowerCase(Locale.ROOT);
        int blocks = (keys.size() + SAMPLES_AT_ONCE - 1) / SAMPLES_AT_ONCE;
        BitSet[] found = new BitSet[blocks];
        threads.forEach(blocks, block -> {
            found[block] = new BitSet();
            int from = block * SAMPLES_AT_ONCE;
            for (int id = from; id < Math.min(keys.size(), from + SAMPLES_AT_ONCE); id++) {
                if (keys.get(id).toLowerCase(Locale.ROOT).contains(wanted) || text(id).contains(wanted)) {
                    found[block].set(id); // a set of its own for each block
                }
            }
        });
        BitSet all = new BitSet();
        for (BitSet part : found) {
            all.or(part);
        }
        return all.stream().toArray();
    }

    private String text(int id) {
        RecordSource source = records;
        if (source == null) {
            return "";
        }
        String known = texts[id];
        if (known != null) {
            return known;
        }
        try {
            String text = source.text(id).toLowerCase(Locale.ROOT);
            if (room.addAndGet(-(long) BYTES_PER_CHARACTER * text.length()) > 0) {
                texts[id] = text;
            }
            return text;
        } catch (PithException e) {
            return ""; // a text that cannot be read contains nothing
        }
    }
}
