package dev.pith.data.record;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.pith.PithException;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a record.
 *
 * @param names of all of them, in order
 * @param texts of those that are wanted and have one, by name: a string as it is, a conversation as what is said in it,
 *     anything else as JSON; null has none, and where nothing is said it is empty
 */
record RecordFields(Set<String> names, Map<String, String> texts) {
    /**
     * Reads a record; of a field that is there twice the last counts. What is not wanted is passed over
     * without being kept.
     *
     * @param where the record's name in messages
     * @throws PithException when it is no object
     */
    static RecordFields read(JsonParser parser, Collection<String> wanted, String where) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new PithException(where + " is " + RecordJson.describe(parser.currentToken())
                    + "; every record must be an object, {...}");
        }
        Set<String> names = new LinkedHashSet<>();
        Map<String, String> texts = new HashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            names.add(name);
            JsonToken value = parser.nextToken();
            if (wanted.contains(name)) {
                texts.remove(name);
                String text = text(parser, value);
                if (text != null) {
                    texts.put(name, text);
                }
            } else {
                parser.skipChildren();
            }
        }
        return new RecordFields(names, texts);
    }

    private static @Nullable String text(JsonParser parser, JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_NULL) {
            return null;
        }
        if (value == JsonToken.VALUE_STRING) {
            String text = parser.getText();
            return Conversation.inString(text).orElse(text);
        }
        if (value.isScalarValue()) {
            return parser.getText();
        }
        String json = RecordJson.structure(parser);
        return Conversation.of(json).orElse(json);
    }
}
