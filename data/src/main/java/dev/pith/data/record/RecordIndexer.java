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
import java.util.LinkedHashSet;
import java.util.Set;
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
                // A record of JSONL that is not closed is noticed on the line after it; the user looks for its begin.
                throw RecordJson.invalid(file, e, array ? "the array" : "a record", array ? 0 : recordLine);
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
                throw noArray(parser, token);
            }
            token = parser.nextToken();
        }
        while (token != null && token != JsonToken.END_ARRAY) {
            if (token != JsonToken.START_OBJECT) {
                String advice = !array && token == JsonToken.START_ARRAY && offsets.size() == 0
                        ? "a file that is one array of records is to be called .json"
                        : "every record must be an object, {...}";
                throw new PithException(at(parser.currentTokenLocation()) + "record " + offsets.size() + " is "
                        + RecordJson.describe(token) + "; " + advice);
            }
            recordLine = parser.currentTokenLocation().getLineNr();
            long start = parser.currentTokenLocation().getByteOffset();
            skipRecord(parser);
            long end = parser.currentLocation().getByteOffset();
            if (end - start > Integer.MAX_VALUE) {
                throw new PithException(file + ":" + recordLine + ": record " + offsets.size()
                        + " is longer than 2 GiB; make it shorter or leave it out of the file");
            }
            offsets.add(byteOrderMark + start, byteOrderMark + end);
            recordLine = 0;
            token = parser.nextToken();
        }
        if (token == JsonToken.END_ARRAY && parser.nextToken() != null) {
            throw new PithException(at(parser.currentTokenLocation())
                    + "something follows the array; one file holds one array of records");
        }
    }

    /** Returns the failure for a file that is no array, with advice that depends on what it is instead. */
    private PithException noArray(JsonParser parser, JsonToken token) throws IOException {
        String found = at(parser.currentTokenLocation()) + "expected an array of records, [{...}, ...], found ";
        if (token != JsonToken.START_OBJECT) {
            return new PithException(found + RecordJson.describe(token) + "; write the records as such an array");
        }
        Set<String> columns = new LinkedHashSet<>();
        boolean onlyColumns = true;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            boolean records = value == JsonToken.START_ARRAY && parser.nextToken() == JsonToken.START_OBJECT;
            if (records) {
                return new PithException(
                        found + "an object whose field '" + field + "' holds one; write that array into"
                                + " a file of its own, with jq: jq '.[\"" + field + "\"]' " + file + " > records.json");
            }
            onlyColumns &= value.isStructStart();
            columns.add(field);
            if (value == JsonToken.START_ARRAY) {
                skipArray(parser);
            } else {
                parser.skipChildren();
            }
        }
        if (onlyColumns && !columns.isEmpty() && parser.nextToken() == null) {
            return new PithException(found + "an object of columns (" + String.join(", ", columns)
                    + "); write one object for each row, with pandas: pandas.read_json(\"" + file
                    + "\").to_json(\"records.json\","
                    + " orient=\"records\")");
        }
        return new PithException(found + "an object; a file with one record per line is to be called .jsonl");
    }

    /** Goes to the end of an array inside which the parser stands. */
    private static void skipArray(JsonParser parser) throws IOException {
        for (JsonToken token = parser.currentToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            parser.skipChildren();
        }
    }

    /** Goes to the end of a record and adds its label; of a field that is there twice the last counts. */
    private void skipRecord(JsonParser parser) throws IOException {
        if (labelColumn == null || labels == null) {
            parser.skipChildren();
            return;
        }
        String label = null;
        boolean number = false;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            boolean isLabel = parser.currentName().equals(labelColumn);
            JsonToken value = parser.nextToken();
            if (isLabel) {
                label = value.isScalarValue() && value != JsonToken.VALUE_NULL ? parser.getText() : null;
                number = value.isNumeric();
            }
            parser.skipChildren();
        }
        if (label == null) {
            labels.addAbsent();
        } else if (number) {
            labels.addUntyped(label);
        } else {
            labels.add(label);
        }
    }

    private String at(JsonLocation where) {
        return file + ":" + where.getLineNr() + ":" + where.getColumnNr() + ": ";
    }
}
