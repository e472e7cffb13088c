package dev.pith.data.export;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.pith.PithException;
import dev.pith.data.RecordSource;
import dev.pith.data.record.RecordJson;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lays records out as a table: a column for each field that any of them has, in the order in which fields first appear.
 * A column has a type of its own when all its values agree in it; otherwise, and for nested values, it holds JSON text.
 */
final class RecordColumns {
    /** What a column holds. */
    enum Type {
        INTEGER("BIGINT"),
        REAL("DOUBLE"),
        BOOLEAN("BOOLEAN"),
        TEXT("VARCHAR"),
        JSON("VARCHAR");

        private final String sql;

        Type(String sql) {
            this.sql = sql;
        }

        String sql() {
            return sql;
        }
    }

    /** A value: its type, and its text (of a string what it says, of anything else its JSON). */
    record Value(Type type, String text) {
        /** Returns the value as a cell of a column of JSON texts holds it. */
        String json() {
            return type == Type.TEXT ? quoted(text) : text;
        }
    }

    private static final Pattern LONE_SURROGATE = Pattern.compile("\\p{Cs}");

    private final RecordSource source;
    private final Map<String, Type> types = new LinkedHashMap<>();

    /** Looks through the chosen records. */
    RecordColumns(RecordSource source, int[] ids) throws IOException {
        this.source = source;
        for (int id : ids) {
            row(id).forEach((field, value) -> {
                if (value == null) {
                    types.putIfAbsent(field, null);
                } else {
                    types.merge(field, value.type(), RecordColumns::common);
                }
            });
        }
        types.replaceAll((field, type) -> type == null ? Type.TEXT : type);
    }

    private static Type common(Type a, Type b) {
        boolean numbers = (a == Type.INTEGER || a == Type.REAL) && (b == Type.INTEGER || b == Type.REAL);
        return a == b ? a : numbers ? Type.REAL : Type.JSON;
    }

    /** Returns the type of each column, in order. */
    Map<String, Type> types() {
        return types;
    }

    /** Returns the values of a record by field, null as null; of a field that is there twice the last counts. */
    Map<String, @Nullable Value> row(int id) throws IOException {
        Map<String, @Nullable Value> row = new LinkedHashMap<>();
        try (JsonParser parser = RecordJson.FACTORY.createParser(source.record(id))) {
            parser.nextToken();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String field = parser.currentName();
                Value value = value(parser, parser.nextToken());
                if (value != null) {
                    requireUnicode(value.text(), field, id);
                }
                row.put(field, value);
            }
        }
        return row;
    }

    /** JSON can hold half a surrogate pair; written as UTF-8 it would become a question mark. */
    private void requireUnicode(String text, String field, int id) {
        if (LONE_SURROGATE.matcher(text).find()) {
            throw new PithException(
                    "record " + id + " of " + source.name() + ": field '" + field
                            + "' holds half a surrogate pair, which a table cannot hold; export to jsonl, which keeps it, or mend it");
        }
    }

    private static @Nullable Value value(JsonParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case VALUE_NULL -> null;
            case VALUE_STRING -> new Value(Type.TEXT, parser.getText());
            case VALUE_TRUE, VALUE_FALSE -> new Value(Type.BOOLEAN, parser.getText());
            case VALUE_NUMBER_INT -> new Value(
                    parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER ? Type.JSON : Type.INTEGER,
                    parser.getText());
            case VALUE_NUMBER_FLOAT -> new Value(
                    Double.isInfinite(parser.getDoubleValue()) ? Type.JSON : Type.REAL, parser.getText());
            default -> new Value(Type.JSON, RecordJson.structure(parser));
        };
    }

    private static String quoted(String text) {
        StringWriter json = new StringWriter();
        try (JsonGenerator generator = RecordJson.FACTORY.createGenerator(json)) {
            generator.writeString(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return json.toString();
    }
}
