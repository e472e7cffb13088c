package dev.pith.data.table;

import dev.pith.PithException;
import dev.pith.data.Labels;
import dev.pith.data.LabelsBuilder;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Reads the labels of a table: integers, with names where Hugging Face wrote them into the file, or names. */
final class LabelColumn {
    private LabelColumn() {}

    static Labels read(Table table, TableStorage storage, Column column) throws SQLException {
        String where = "column '" + column.name() + "' of " + table.file();
        if (!column.isInteger() && !column.isName()) {
            throw new PithException(where + " holds " + column.type() + "; labels must be integers or names");
        }
        boolean integers = column.isInteger() || (!storage.isParquet() && holdsOnlyIntegers(storage, column));
        LabelsBuilder labels = new LabelsBuilder(where);
        String value = "CAST(" + Sql.name(column.name()) + " AS " + (integers ? "BIGINT" : "VARCHAR") + ")";
        try (Statement statement = storage.connection().createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT " + value + " FROM " + storage.relation() + " ORDER BY " + storage.rowNumber())) {
            while (rows.next()) {
                if (integers) {
                    addInteger(labels, rows);
                } else {
                    addName(labels, rows.getString(1));
                }
            }
        }
        Labels built = labels.build();
        if (!integers || !storage.isParquet()) {
            return built;
        }
        List<String> names = ClassNames.read(storage, table.file(), column);
        return isIndexInto(names, built.values()) ? new Labels(built.values(), names) : built;
    }

    private static boolean holdsOnlyIntegers(TableStorage storage, Column column) throws SQLException {
        try (Statement statement = storage.connection().createStatement();
                ResultSet other = statement.executeQuery("SELECT 1 FROM " + storage.relation() + " WHERE NOT "
                        + "regexp_full_match(" + Sql.name(column.name()) + ", '-?[0-9]{1,18}') LIMIT 1")) {
            return !other.next();
        }
    }

    private static void addInteger(LabelsBuilder labels, ResultSet rows) throws SQLException {
        long label = rows.getLong(1);
        if (rows.wasNull()) {
            throw labels.missing();
        }
        labels.add(label);
    }

    private static void addName(LabelsBuilder labels, String name) {
        if (name == null || name.isEmpty()) {
            throw labels.missing();
        }
        labels.add(name);
    }

    private static boolean isIndexInto(List<String> names, long[] labels) {
        for (long label : labels) {
            if (label < 0 || label >= names.size()) {
                return false;
            }
        }
        return true;
    }
}
