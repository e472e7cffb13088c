package dev.pith.data.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.io.StringWriter;
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
