package dev.pith.data.table;

import dev.pith.PithException;
import dev.pith.data.Labels;
import dev.pith.data.LabelsBuilder;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the labels of a table: integers, with names where Hugging Face wrote them into the file, or names. A row
 * without a value has no label, nor has one of -1 where classes have names.
 */
final class LabelColumn {
    /** Beyond, a real number does not tell a whole number from the next. */
    private static final double MOST_EXACT = 0x1p53;

    private final String where;
    private final Column column;
    private final LabelsBuilder labels;

    private LabelColumn(Table table, Column column) {
        this.where = "column '" + column.name() + "' of " + table.file();
        this.column = column;
        this.labels = new LabelsBuilder(where);
    }

    /**
     * Returns the labels, or null when all are -1 beside names of classes, as in a test part whose labels
     * are kept back.
     */
    static @Nullable Labels read(Table table, TableStorage storage, Column column) throws SQLException {
        Labels labels = new LabelColumn(table, column).read(storage);
        if (!column.isInteger()) {
            return labels;
        }
        return named(labels, HuggingFaceMetadata.classNames(storage, table.file(), column));
    }

    private Labels read(TableStorage storage) throws SQLException {
        if (!column.isInteger() && !column.isName() && !column.isReal()) {
            throw notLabels("");
        }
        String type = column.isInteger() ? "BIGINT" : column.isReal() ? "DOUBLE" : "VARCHAR";
        try (Statement statement = storage.connection().createStatement();
                ResultSet rows = statement.executeQuery("SELECT CAST(" + column.sql() + " AS " + type + ") FROM "
                        + storage.relation() + " ORDER BY " + storage.rowNumber())) {
            while (rows.next()) {
                String text = rows.getString(1);
                if (text == null || text.isEmpty()) {
                    labels.addAbsent();
                } else if (column.isInteger()) {
                    labels.add(rows.getLong(1));
                } else if (column.isReal()) {
                    addReal(rows.getDouble(1));
                } else if (storage.isParquet()) {
                    labels.add(text);
                } else {
                    labels.addUntyped(text);
                }
            }
        }
        return labels.build();
    }

    /** NaN is what pandas writes for an integer that is absent. */
    private void addReal(double label) {
        if (Double.isNaN(label)) {
            labels.addAbsent();
        } else if (label != Math.rint(label) || Math.abs(label) > MOST_EXACT) {
            throw notLabels(" such as " + label);
        } else {
            labels.add((long) label);
        }
    }

    private PithException notLabels(String example) {
        return new PithException(where + " holds " + column.type() + example + "; labels must be integers or names");
    }

    private static @Nullable Labels named(Labels labels, List<String> names) {
        long[] values = labels.values();
        if (names.isEmpty()
                || Arrays.stream(values).anyMatch(label -> label < Labels.ABSENT || label >= names.size())) {
            return labels;
        }
        BitSet unlabelled = new BitSet();
        for (int id = 0; id < values.length; id++) {
            unlabelled.set(id, values[id] == Labels.ABSENT);
        }
        return unlabelled.cardinality() == values.length ? null : new Labels(values, names, unlabelled);
    }
}
