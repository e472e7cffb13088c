package dev.pith.data.record;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The turns of a conversation as one text: an array of objects that say who speaks and what, {@code value} as ShareGPT calls it or
 * {@code content} as chat interfaces do, there also in parts of which each has a {@code text}.
 */
final class Conversation {
    private Conversation() {}

    /** Returns what is said, turn after turn, joined by a space; nothing if the JSON is no conversation. */
    static Optional<String> text(String json) throws IOException {
        List<String> turns = new ArrayList<>();
        try (JsonParser parser = RecordJson.FACTORY.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                return Optional.empty();
            }
            for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
                if (token != JsonToken.START_OBJECT || !addTurn(parser, turns)) {
                    return Optional.empty();
                }
            }
        }
        return turns.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", turns));
    }

    /** Adds what a turn says, which may be nothing, and returns whether it is a turn at all. */
    private static boolean addTurn(JsonParser parser, List<String> turns) throws IOException {
        boolean turn = false;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            if (field.equals("value") || field.equals("content")) {
                turn = true;
                if (value == JsonToken.VALUE_STRING) {
                    addUnlessEmpty(parser.getText(), turns);
                } else if (value == JsonToken.START_ARRAY) {
                    addParts(parser, turns);
                }
            }
            parser.skipChildren();
        }
        return turn;
    }

    private static void addParts(JsonParser parser, List<String> turns) throws IOException {
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            while (token == JsonToken.START_OBJECT && parser.nextToken() != JsonToken.END_OBJECT) {
                boolean text = parser.currentName().equals("text");
                if (parser.nextToken() == JsonToken.VALUE_STRING && text) {
                    addUnlessEmpty(parser.getText(), turns);
                }
                parser.skipChildren();
            }
        }
    }

    private static void addUnlessEmpty(String text, List<String> turns) {
        if (!text.isEmpty()) {
            turns.add(text);
        }
    }
}
