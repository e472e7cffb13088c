package dev.pith.data.record;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.pith.PithException;
import dev.pith.data.EmptyFileException;
import dev.pith.data.LabelsBuilder;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Walks once over a file of JSON objects, an array of them or one after the other, and notes where each lies. The
 * parser streams, so memory does not grow with the size of a record's text.
 */
final class RecordIndexer {
    private final Path file;
    private final boolean array;
    private final @Nullable String labelColumn;
    private final @Nullable LabelsBuilder labels;
    private final RecordOffsets offsets = new RecordOffsets();
    /** The line on which the record being read begins, or 0 between records. */
    private int recordLine;

    private RecordIndexer(Path file, boolean array, @Nullable String labelColumn) {
        this.file = file;
        this.array = array;
        this.labelColumn = labelColumn;
        this.labels = labelColumn == null ? null : new LabelsBuilder("field '" + labelColumn + "' of " + file);
    }

    static RecordIndex index(Path file, boolean array, @Nullable String labelColumn) throws IOException {
        return new RecordIndexer(file, array, labelColumn).index();
    }

    private RecordIndex index() throws IOException {
        int byteOrderMark = ByteOrderMark.length(file);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            in.skipNBytes(byteOrderMark);
            try (JsonParser parser = RecordJson.FACTORY.createParser(in)) {
                walk(parser, byteOrderMark);
            } catch (JsonProcessingException e) {
                throw invalid(e);
            }
        }
        if (offsets.size() == 0) {
            throw new EmptyFileException(file + " holds no records; give a file with at least one");
        }
        return new RecordIndex(offsets, labels == null ? null : labels.build());
    }

    private void walk(JsonParser parser, int byteOrderMark) throws IOException {
        JsonToken token = parser.nextToken();
        if (array && token != null) {
            if (token != JsonToken.START_ARRAY) {
                throw new PithException(at(parser.currentTokenLocation())
                        + "expected an array of records, [{...}, ...], found " + describe(token)
                        + "; a file with one record per line is to be called .jsonl");
            }
            token = parser.nextToken();
        }
        while (token != null && token != JsonToken.END_ARRAY) {
            if (token != JsonToken.START_OBJECT) {
                throw new PithException(at(parser.currentTokenLocation()) + "record " + offsets.size() + " is "
                        + describe(token) + "; every record must be an object, {...}");
            }
            recordLine = parser.currentTokenLocation().getLineNr();
            long start = parser.currentTokenLocation().getByteOffset();
            skipRecord(parser);
            offsets.add(
                    byteOrderMark + start,
                    byteOrderMark + parser.currentLocation().getByteOffset());
            recordLine = 0;
            token = parser.nextToken();
        }
        if (token == JsonToken.END_ARRAY && parser.nextToken() != null) {
            throw new PithException(at(parser.currentTokenLocation())
                    + "something follows the array; one file holds one array of records");
        }
    }

    private void skipRecord(JsonParser parser) throws IOException {
        if (labelColumn == null || labels == null) {
            parser.skipChildren();
            return;
        }
        boolean labelled = false;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            boolean isLabel = parser.currentName().equals(labelColumn) && !labelled;
            JsonToken value = parser.nextToken();
            if (isLabel && value.isScalarValue() && value != JsonToken.VALUE_NULL) {
                addLabel(parser, value, labels);
                labelled = true;
            }
            parser.skipChildren();
        }
        if (!labelled) {
            labels.addAbsent();
        }
    }

    private static void addLabel(JsonParser parser, JsonToken value, LabelsBuilder labels) throws IOException {
        if (value.isNumeric()) {
            labels.addUntyped(parser.getText());
        } else {
            labels.add(parser.getText());
        }
    }

    private PithException invalid(JsonProcessingException e) {
        JsonLocation where = e.getLocation();
        if (e.getOriginalMessage().startsWith("Unexpected end-of-input")) {
            String container = array ? "inside the array" : "inside a record";
            return new PithException(at(where) + "the file ends " + container + "; it was cut off, get it again", e);
        }
        // A record of JSONL that is not closed is noticed on the line after it; the user looks for where it begins.
        String line = !array && recordLine > 0 ? file + ":" + recordLine + ": " : at(where);
        return new PithException(line + "invalid JSON, " + firstLine(e.getOriginalMessage()) + "; mend the line", e);
    }

    /** Cuts what the parser says about itself. */
    private static String firstLine(String message) {
        return message.split(" \\(start marker|\\R", 2)[0];
    }

    private String at(JsonLocation where) {
        return file + ":" + where.getLineNr() + ":" + where.getColumnNr() + ": ";
    }

    private static String describe(JsonToken token) {
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
