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
                if (isBlank(texts.text(id))) {
                    missing.put(id, "its text is blank");
                }
            } catch (PithException e) {
                missing.put(id, String.valueOf(e.getMessage()));
            } catch (OutOfMemoryError e) { // of one text: what it took is free again
                missing.put(
                        id, "its text is longer than the memory of Java has room for (JAVA_OPTS=-Xmx8g gives it more)");
            }
        }
        return texts;
    }

    /**
     * Returns whether nothing of a text can be seen: spaces of any kind, controls, and formats such as
     * U+200B and U+FEFF.
     */
    private static boolean isBlank(String text) {
        return text.codePoints()
                .allMatch(c -> Character.isWhitespace(c)
                        || Character.isSpaceChar(c)
                        || Character.getType(c) == Character.CONTROL
                        || Character.getType(c) == Character.FORMAT);
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
