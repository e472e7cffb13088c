package dev.pith.data.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.pith.PithException;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** How records are parsed: texts and numbers of any length, and what Python writes. */
public final class RecordJson {
    /** Makes parsers; safe for use by several threads. */
    public static final JsonFactory FACTORY = JsonFactory.builder()
            // Python writes NaN and Infinity unless told not to, and reads them.
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private RecordJson() {}

    /** Returns the array or object at which a parser stands as text, numbers spelled as they are. */
    public static String structure(JsonParser parser) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(text)) {
            generator.copyCurrentStructureExact(parser);
        }
        return text.toString();
    }

    /** Returns what a parser found wrong as one line, without what it says about itself. */
    public static String reason(IOException e) {
        String message = e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.toString();
        return message.split(" \\((start marker|not recognized as one)|\\R", 2)[0].replaceFirst(", from `[^`]*`", "");
    }

    /**
     * Returns what to throw of a file that is no JSON.
     *
     * @param container what such a file ends inside when it was cut off
     * @param begins the line where what is wrong begins, or 0 for where it was noticed
     */
    public static PithException invalid(Path file, JsonProcessingException e, String container, int begins) {
        JsonLocation noticed = e.getLocation(); // null where a limit is exceeded
        String line = file + ":" + (noticed == null ? "" : noticed.getLineNr() + ":");
        String place = line + (noticed == null ? " " : noticed.getColumnNr() + ": ");
        if (e.getOriginalMessage().startsWith("Unexpected end-of-input")) {
            return new PithException(place + "the file ends inside " + container + "; it was cut off, get it again", e);
        }
        if (e.getOriginalMessage().startsWith("Invalid UTF-8")) {
            return new PithException(line + " is not UTF-8; convert the file to UTF-8", e);
        }
        return new PithException(
                (begins > 0 ? file + ":" + begins + ": " : place) + "invalid JSON, " + reason(e) + "; mend the line",
                e);
    }

    /** Returns what begins with a token, as a noun. */
    static String describe(@Nullable JsonToken token) {
        if (token == null) {
            return "nothing";
        }
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY, END_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            case VALUE_NULL -> "null";
            case NOT_AVAILABLE, END_OBJECT, FIELD_NAME, VALUE_EMBEDDED_OBJECT -> "no value";
        };
    }
}
