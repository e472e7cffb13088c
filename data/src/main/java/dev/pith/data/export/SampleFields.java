package dev.pith.data.export;

import dev.pith.data.Labels;
import dev.pith.data.RecordSource;
import dev.pith.data.Source;
import dev.pith.run.CsvText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What every export says about a sample: {@code id}, {@code key} (unless a record's is its id), {@code label} and
 * {@code label_name} where the source has them, {@code weight}.
 */
final class SampleFields {
    static final String ID = "id";
    static final String KEY = "key";
    static final String LABEL = "label";
    static final String LABEL_NAME = "label_name";
    static final String WEIGHT = "weight";

    private final Source source;
    private final Selection selection;
    private final @Nullable Labels labels;
    private final boolean keyed;

    SampleFields(Source source, Selection selection) {
        this.source = source;
        this.selection = selection;
        this.labels = source.labels().orElse(null);
        this.keyed = !(source instanceof RecordSource)
                || !Arrays.stream(selection.ids()).allMatch(id -> source.key(id).equals(Integer.toString(id)));
    }

    /** Returns the SQL type of each field by its name, in order. */
    Map<String, String> types() {
        Map<String, String> types = new LinkedHashMap<>();
        of(0).forEach((name, value) ->
                types.put(name, value instanceof Long ? "BIGINT" : value instanceof Float ? "FLOAT" : "VARCHAR"));
        return types;
    }

    /**
     * Returns the sample at {@code position} of the selection: numbers as Long or Float, the rest as String, null where
     * a sample has no label.
     */
    Map<String, @Nullable Object> of(int position) {
        int id = selection.ids()[position];
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put(ID, (long) id);
        if (keyed) {
            fields.put(KEY, source.key(id));
        }
        if (labels != null) {
            fields.put(LABEL, labels.values()[id]);
            if (!labels.names().isEmpty()) {
                fields.put(LABEL_NAME, labels.name(id));
            }
        }
        fields.put(WEIGHT, selection.weight(position));
        return fields;
    }

    /** Returns one line of CSV. */
    static String csv(Iterable<?> fields) {
        List<String> texts = new ArrayList<>();
        fields.forEach(field -> texts.add(field == null ? "" : CsvText.quoted(field.toString())));
        return String.join(",", texts) + "\n";
    }
}
