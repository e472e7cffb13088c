package dev.pith.data.record;

import com.fasterxml.jackson.core.JsonParser;
import dev.pith.PithException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the text of a record: one named field, fields put into a template, or what instruction data usually has: what
 * stands before all else ({@code system}, {@code tools}, {@code history}), then the turns of a conversation, or what is
 * asked, given and answered, or which answer was preferred to which, those that are there and not empty, joined by a
 * space. {@code text} counts where there is none of these: beside them it repeats them. docs/records.md
 * lists the forms.
 */
public final class RecordText {
    /** What stands before the text, and is none by itself. */
    private static final List<List<String>> BEFORE = List.of(List.of("system"), List.of("tools"), List.of("history"));

    /** The parts of a text in order; of the names of a part the first that is there counts. */
    private static final List<List<String>> PARTS = List.of(
            List.of("instruction", "prompt", "question"),
            List.of("input"),
            List.of("context"),
            List.of("output"),
            List.of("response", "completion", "answer"),
            List.of("chosen"),
            List.of("rejected"),
            List.of("conversations"),
            List.of("messages"));

    private static final List<List<String>> WHOLE = List.of(List.of("text"));

    private static final List<String> TURNS = List.of("conversations", "messages");

    /** What repeats turns that stand beside it. */
    private static final Set<String> TOLD_BY_TURNS =
            Set.of("prompt", "question", "completion", "answer", "chosen", "rejected");

    private static final List<String> USUAL = Stream.of(BEFORE, PARTS, WHOLE)
            .flatMap(List::stream)
            .flatMap(List::stream)
            .toList();

    private final @Nullable String textColumn;
    private final @Nullable TextTemplate template;

    /**
     * Looks in a named field.
     *
     * @param textColumn its name, or null for the fields of instruction data
     */
    public RecordText(@Nullable String textColumn) {
        this(textColumn, null);
    }

    /**
     * Looks in a named field or fills a template.
     *
     * @param textColumn the field's name, or null
     * @param template names of fields in braces, or null; with neither it is the fields of instruction data
     * @throws IllegalArgumentException when both are given, or the template cannot be read
     */
    public RecordText(@Nullable String textColumn, @Nullable String template) {
        if (textColumn != null && template != null) {
            throw new IllegalArgumentException("a text column and a text template say the same; give one of them");
        }
        this.textColumn = textColumn;
        this.template = template == null ? null : new TextTemplate(template);
    }

    /** Returns the fields that may hold text: any of them will do. */
    public List<String> fields() {
        return textColumn != null ? List.of(textColumn) : template != null ? template.fields() : USUAL;
    }

    /**
     * Returns the text of a record.
     *
     * @param where the record's name in messages
     * @throws PithException when the record is no JSON object, or, naming the fields there are, when the text is
     *     not among them
     */
    public String of(byte[] record, String where) {
        return of(new ByteArrayInputStream(record), where);
    }

    /** Returns the text of a record that is read once, from its beginning; what other fields hold is passed over. */
    String of(InputStream record, String where) {
        RecordFields fields = read(record, where);
        if (textColumn != null) {
            String text = fields.texts().get(textColumn);
            if (text == null) {
                throw new PithException(where + " has no text in field '" + textColumn + "'; its fields are "
                        + String.join(", ", fields.names()));
            }
            return text;
        }
        String text = template != null ? template.fill(fields.texts()) : usual(fields.texts());
        if (text == null) {
            throw new PithException(where + " has no text in " + String.join(", ", fields())
                    + "; name its fields with `text-template` or `text-column` (its fields are "
                    + String.join(", ", fields.names()) + ")");
        }
        return text;
    }

    private RecordFields read(InputStream record, String where) {
        try (JsonParser parser = RecordJson.FACTORY.createParser(record)) {
            return RecordFields.read(parser, fields(), where);
        } catch (IOException e) {
            throw new PithException(
                    where + " cannot be read (" + RecordJson.reason(e)
                            + "); mend it, or leave the file as it is while it is read",
                    e);
        }
    }

    private static @Nullable String usual(Map<String, String> fields) {
        List<String> before = parts(BEFORE, fields, Set.of());
        boolean turns =
                TURNS.stream().anyMatch(name -> !fields.getOrDefault(name, "").isEmpty());
        List<String> text = parts(PARTS, fields, turns ? TOLD_BY_TURNS : Set.of());
        if (text.isEmpty()) {
            text = parts(WHOLE, fields, Set.of());
        }
        return text.isEmpty()
                ? null
                : String.join(" ", Stream.concat(before.stream(), text.stream()).toList());
    }

    private static List<String> parts(List<List<String>> parts, Map<String, String> fields, Set<String> except) {
        List<String> texts = new ArrayList<>();
        for (List<String> names : parts) {
            names.stream()
                    .filter(name -> !except.contains(name))
                    .map(name -> fields.getOrDefault(name, ""))
                    .filter(text -> !text.isEmpty())
                    .findFirst()
                    .ifPresent(texts::add);
        }
        return texts;
    }
}
