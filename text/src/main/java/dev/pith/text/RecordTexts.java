package dev.pith.text;

import dev.pith.PithException;
import dev.pith.data.RecordSource;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The texts of records as they are embedded and compared: each line break is a space. Finds those without a text before
 * the work starts.
 */
public final class RecordTexts {
    private static final Pattern LINE_BREAK = Pattern.compile("\\R");

    private final RecordSource source;
    private final SortedMap<Integer, String> missing;

    private RecordTexts(RecordSource source, SortedMap<Integer, String> missing) {
        this.source = source;
        this.missing = missing;
    }

    /** Reads through all records once; what is kept is the ids of those without a text. */
    public static RecordTexts of(RecordSource source) {
        SortedMap<Integer, String> missing = new TreeMap<>();
        RecordTexts texts = new RecordTexts(source, missing);
        for (int id = 0; id < source.size(); id++) {
            try {
                if (texts.text(id).isBlank()) {
                    missing.put(id, "its text is blank");
                }
            } catch (PithException e) {
                missing.put(id, String.valueOf(e.getMessage()));
            }
        }
        return texts;
    }

    /** Returns n, the number of records. */
    public int size() {
        return source.size();
    }

    /** Returns the ids of the records that have a text, ascending. */
    public int[] ids() {
        return IntStream.range(0, size()).filter(id -> !missing.containsKey(id)).toArray();
    }

    /** Returns the reason for each record without a text. */
    public SortedMap<Integer, String> missing() {
        return missing;
    }

    /** Returns the text of a record. */
    public String text(int id) {
        return text(source, id);
    }

    /** Returns the text of a record as it is embedded, without looking at any other. */
    public static String text(RecordSource source, int id) {
        return LINE_BREAK.matcher(source.text(id)).replaceAll(" ");
    }
}
