package dev.pith.data.record;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.pith.PithException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the text of a record: one named field, fields put into a template, or what instruction data usually has: instruction,
 * input (or context), output (or response), or the turns of a conversation, those that are there and not empty, joined by a space.
 */
public final class RecordText {
    private static final List<String> USUAL =
            List.of("instruction", "input", "context", "output", "response", "conversations", "messages");

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
     * @throws PithException naming the fields there are, when the text is not among them
     */
    public String of(byte[] record, String where) {
        Map<String, @Nullable String> fields = fields(record, where);
        if (textColumn != null) {
            String text = fields.get(textColumn);
            if (text == null) {
                throw new PithException(where + " has no text in field '" + textColumn + "'; its fields are "
                        + String.join(", ", fields.keySet()));
            }
            return text;
        }
        String text = template != null ? template.fill(fields) : usual(fields);
        if (text == null) {
            throw new PithException(where + " has no text in " + String.join(", ", fields())
                    + "; name its fields with --text-template or --text-column (its fields are "
                    + String.join(", ", fields.keySet()) + ")");
        }
        return text;
    }

    private static @Nullable String usual(Map<String, @Nullable String> fields) {
        List<String> parts = new ArrayList<>();
        for (String field : USUAL) {
            String part = fields.get(field);
            if (part != null && !part.isEmpty()) {
                parts.add(part);
            }
        }
        return parts.isEmpty() ? null : String.join(" ", parts);
    }

    /** Returns the fields in order; a string as its text, a conversation as what is said in it, anything else as JSON, null as null. */
    private static Map<String, @Nullable String> fields(byte[] record, String where) {
        Map<String, @Nullable String> fields = new LinkedHashMap<>();
        try (JsonParser parser = RecordJson.FACTORY.createParser(record)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new PithException(where + " is no JSON object; mend it, or leave it out");
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String field = parser.currentName();
                fields.put(field, value(parser, parser.nextToken()));
            }
        } catch (IOException e) {
            throw new PithException(where + " is no whole JSON object; mend it, or leave it out", e);
        }
        return fields;
    }

    private static @Nullable String value(JsonParser parser, JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (token.isScalarValue()) {
            return parser.getText();
        }
        String json = RecordJson.structure(parser);
        return token == JsonToken.START_ARRAY ? Conversation.text(json).orElse(json) : json;
    }
}
