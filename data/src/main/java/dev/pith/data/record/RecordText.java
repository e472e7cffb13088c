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
 * Finds the text of a record: one named field, or the fields {@code instruction}, {@code input} and {@code output} of
 * instruction data, those that are there and not empty, joined by a space.
 */
public final class RecordText {
    private static final List<String> INSTRUCTION_FIELDS = List.of("instruction", "input", "output");

    private final @Nullable String textColumn;

    /**
     * Looks in a named field.
     *
     * @param textColumn its name, or null for the fields of instruction data
     */
    public RecordText(@Nullable String textColumn) {
        this.textColumn = textColumn;
    }

    /**
     * Returns the text of a record.
     *
     * @param where the record's name in messages
     * @throws PithException naming the fields there are, when the text is not among them
     */
    public String of(byte[] record, String where) {
        Map<String, String> fields = fields(record);
        if (textColumn != null) {
            String text = fields.get(textColumn);
            if (text == null) {
                throw new PithException(where + " has no text in field '" + textColumn + "'; its fields are "
                        + String.join(", ", fields.keySet()));
            }
            return text;
        }
        List<String> parts = new ArrayList<>();
        for (String field : INSTRUCTION_FIELDS) {
            String part = fields.get(field);
            if (part != null && !part.isEmpty()) {
                parts.add(part);
            }
        }
        if (parts.isEmpty()) {
            throw new PithException(where + " has no text in " + String.join(", ", INSTRUCTION_FIELDS)
                    + "; name its field with --text-column (its fields are " + String.join(", ", fields.keySet())
                    + ")");
        }
        return String.join(" ", parts);
    }

    /** Returns the fields in order; a string as its text, anything else as JSON, null as null. */
    private Map<String, @Nullable String> fields(byte[] record) {
        Map<String, @Nullable String> fields = new LinkedHashMap<>();
        try (JsonParser parser = RecordJson.FACTORY.createParser(record)) {
            parser.nextToken();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String field = parser.currentName();
                fields.put(field, value(parser, parser.nextToken()));
            }
        } catch (IOException e) {
            throw new PithException("a record is no longer the JSON it was; the file changed while it was read", e);
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
        return RecordJson.structure(parser);
    }
}
