package dev.pith.text.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pith.PithException;
import dev.pith.data.record.RecordJson;
import dev.pith.text.chat.Turn.Speaker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A record of instruction data as turns, in the forms that docs/records.md lists. What is said counts: calls of tools,
 * turns in which nothing is said and turns of unknown speakers do not.
 *
 * @param turns in order
 * @param form which decides what prompt is usual
 */
public record Dialogue(List<Turn> turns, Form form) {
    private static final ObjectMapper JSON = new ObjectMapper(RecordJson.FACTORY);

    private static final List<String> TURNS = List.of("conversations", "messages");
    private static final List<String> ASKED = List.of("instruction", "prompt", "question");
    private static final List<String> GIVEN = List.of("input", "context");
    private static final List<String> ANSWERED = List.of("output", "response", "completion", "answer", "chosen");

    /** What a record looks like. */
    public enum Form {
        /** Fields for what is asked, given and answered. */
        INSTRUCTION,
        /** Turns with speakers. */
        CONVERSATION,
        /** A text, all of which is learned. */
        TEXT
    }

    /** Copies the list. */
    public Dialogue {
        turns = List.copyOf(turns);
    }

    /**
     * Reads a record.
     *
     * @param where the record's name in messages
     * @throws PithException when it is no object, or nothing is said in it that can be told to be an answer
     */
    public static Dialogue of(byte[] record, String where) {
        JsonNode json;
        try {
            json = JSON.readTree(record);
        } catch (IOException e) {
            throw new PithException(where + " cannot be read (" + e.getMessage() + "); mend it", e);
        }
        if (json == null || !json.isObject()) {
            throw new PithException(where + " is no object; every record must be one, {...}");
        }
        Dialogue dialogue = of(json);
        if (dialogue.turns.stream().noneMatch(turn -> turn.speaker() == Speaker.ASSISTANT)) {
            List<String> fields = new ArrayList<>();
            json.fieldNames().forEachRemaining(fields::add);
            throw new PithException(
                    where + " has no answer to learn; those are in output, response, completion, answer,"
                            + " chosen, in turns of an assistant, or in text (its fields are "
                            + String.join(", ", fields) + ")");
        }
        return dialogue;
    }

    private static Dialogue of(JsonNode json) {
        List<Turn> turns = new ArrayList<>();
        add(turns, Speaker.SYSTEM, said(json.path("system")), "");
        for (String field : TURNS) {
            JsonNode conversation = parsed(json.path(field));
            if (conversation.isArray() && !conversation.isEmpty()) {
                addTurns(turns, conversation);
                return new Dialogue(turns, Form.CONVERSATION);
            }
        }
        for (JsonNode pair : json.path("history")) {
            add(turns, Speaker.USER, said(pair.path(0)), "");
            add(turns, Speaker.ASSISTANT, said(pair.path(1)), "");
        }
        JsonNode asked = parsed(first(json, ASKED));
        JsonNode answered = parsed(first(json, ANSWERED));
        if (asked.isArray() || answered.isArray()) { // turns before the answer, and those of the answer
            JsonNode start = asked.isArray() ? asked.path(0) : asked;
            boolean repeated = answered.isArray() && answered.path(0).equals(start);
            if (!repeated) {
                addTurnsOrText(turns, asked, Speaker.USER);
            }
            addTurnsOrText(turns, answered, Speaker.ASSISTANT);
            return new Dialogue(turns, Form.CONVERSATION);
        }
        if (!said(answered).isBlank()) {
            add(turns, Speaker.USER, said(asked), said(first(json, GIVEN)));
            add(turns, Speaker.ASSISTANT, said(answered), "");
            return new Dialogue(turns, Form.INSTRUCTION);
        }
        add(turns, Speaker.ASSISTANT, said(json.path("text")), "");
        return new Dialogue(turns, Form.TEXT);
    }

    /** Returns the first field that is there and not empty. */
    private static JsonNode first(JsonNode json, List<String> fields) {
        for (String field : fields) {
            JsonNode value = json.path(field);
            if (value.isArray() ? !value.isEmpty() : !said(value).isBlank()) {
                return value;
            }
        }
        return json.path("");
    }

    /** Returns a conversation that is held as JSON in a string, when it is one. */
    private static JsonNode parsed(JsonNode value) {
        if (value.isTextual() && value.textValue().startsWith("[{")) {
            try {
                JsonNode inside = JSON.readTree(value.textValue());
                return speaker(inside.path(0)) == null ? value : inside;
            } catch (IOException e) {
                return value; // a text that begins so
            }
        }
        return value;
    }

    private static void addTurnsOrText(List<Turn> turns, JsonNode value, Speaker speaker) {
        if (value.isArray()) {
            addTurns(turns, value);
        } else {
            add(turns, speaker, said(value), "");
        }
    }

    /** Adds turns; bare strings are those of a user and an assistant, by turns. */
    private static void addTurns(List<Turn> turns, JsonNode conversation) {
        for (int i = 0; i < conversation.size(); i++) {
            JsonNode turn = conversation.get(i);
            if (turn.isTextual()) {
                add(turns, i % 2 == 0 ? Speaker.USER : Speaker.ASSISTANT, turn.textValue(), "");
            } else {
                Speaker speaker = speaker(turn);
                if (speaker != null) {
                    add(turns, speaker, said(turn.has("value") ? turn.get("value") : turn.path("content")), "");
                }
            }
        }
    }

    private static @Nullable Speaker speaker(JsonNode turn) {
        String name = turn.path("role").asText(turn.path("from").asText()).toLowerCase(Locale.ROOT);
        return switch (name) {
            case "system", "developer" -> Speaker.SYSTEM;
            case "user", "human" -> Speaker.USER;
            case "assistant", "gpt", "chatgpt", "bot", "model" -> Speaker.ASSISTANT;
            case "tool", "function", "observation", "ipython" -> Speaker.TOOL;
            default -> null;
        };
    }

    private static void add(List<Turn> turns, Speaker speaker, String text, String input) {
        if (!text.isBlank() || !input.isBlank()) {
            turns.add(new Turn(speaker, text, input.isBlank() ? "" : input));
        }
    }

    /** Returns a string as it is, a number as it is spelled, and of parts those that are text. */
    private static String said(JsonNode value) {
        if (value.isArray()) {
            StringBuilder text = new StringBuilder();
            value.forEach(part -> text.append(
                    part.isTextual() ? part.textValue() : part.path("text").asText()));
            return text.toString();
        }
        return value.isNull() || value.isObject() ? "" : value.asText();
    }
}
