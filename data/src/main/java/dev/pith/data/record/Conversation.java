package dev.pith.data.record;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * The turns of a conversation as one text: an array of objects that say who speaks and what, {@code value} as ShareGPT
 * calls it or {@code content} as chat interfaces do, there also in parts of which each has a {@code text}; of bare
 * strings; or of lists of these, as Alpaca's {@code history} is one of question and answer. What a model calls
 * ({@code tool_calls}) is said, as JSON.
 */
final class Conversation {
    private static final ObjectMapper JSON =
            new ObjectMapper(RecordJson.FACTORY).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final List<String> SPEAKERS = List.of("from", "role");
    private static final List<String> CONTENTS = List.of("value", "content");
    private static final List<String> CALLS = List.of("tool_calls", "function_call");

    private Conversation() {}

    /**
     * Returns what is said, turn after turn, joined by a space; nothing if an array or object is no conversation. In an
     * empty array or object nothing is said, which is an empty text.
     */
    static Optional<String> of(String json) throws IOException {
        JsonNode value = JSON.readTree(json);
        return value.isEmpty() || isTurn(value) || isConversation(value) ? Optional.of(said(value)) : Optional.empty();
    }

    /** Returns what is said in a conversation that is held as JSON in a string; it must say who speaks. */
    static Optional<String> inString(String text) {
        if (!text.stripLeading().startsWith("[")
                || SPEAKERS.stream().noneMatch(who -> text.contains('"' + who + '"'))) {
            return Optional.empty();
        }
        try {
            JsonNode value = JSON.readTree(text);
            boolean turns = value.isArray() && !value.isEmpty() && all(value, Conversation::isTurn);
            return turns ? Optional.of(said(value)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // a text that only looks like JSON
        }
    }

    /** What may be asked of a value. */
    private interface Rule {
        boolean holds(JsonNode value);
    }

    private static boolean all(JsonNode values, Rule rule) {
        return StreamSupport.stream(values.spliterator(), false).allMatch(rule::holds);
    }

    private static boolean isConversation(JsonNode value) {
        return value.isArray()
                && all(
                        value,
                        turn -> turn.isTextual() || says(turn) || (turn.isArray() && all(turn, Conversation::isBare)));
    }

    private static boolean isBare(JsonNode value) {
        return value.isTextual() || value.isNull();
    }

    private static boolean says(JsonNode value) {
        return CONTENTS.stream().anyMatch(value::has) || CALLS.stream().anyMatch(value::has);
    }

    private static boolean isTurn(JsonNode value) {
        return says(value) && SPEAKERS.stream().anyMatch(value::has);
    }

    private static String said(JsonNode value) {
        List<String> said = new ArrayList<>();
        addSaid(value, said);
        return String.join(" ", said);
    }

    private static void addSaid(JsonNode value, List<String> said) {
        if (value.isArray()) {
            value.forEach(each -> addSaid(each, said));
        } else if (value.isObject()) {
            boolean turn = says(value);
            for (Map.Entry<String, JsonNode> field : value.properties()) {
                JsonNode content = field.getValue();
                if (turn ? CONTENTS.contains(field.getKey()) : field.getKey().equals("text")) {
                    addSaid(content, said);
                } else if (CALLS.contains(field.getKey()) && content.isContainerNode() && !content.isEmpty()) {
                    said.add(content.toString());
                }
            }
        } else if (!value.isNull() && !value.asText().isEmpty()) {
            said.add(value.asText());
        }
    }
}
