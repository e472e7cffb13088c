package dev.pith.data.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.io.StringWriter;

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
}
