package dev.pith.data.table;

/**
 * A column of a table.
 *
 * @param name as the table has it
 * @param sql as DuckDB wants to hear it
 * @param type as DuckDB spells it, such as {@code BIGINT} or {@code STRUCT(bytes BLOB, path VARCHAR)}
 */
record Column(String name, String sql, String type) {
    boolean isInteger() {
        return type.matches("U?(TINYINT|SMALLINT|INTEGER|BIGINT)");
    }

    boolean isListOfNumbers() {
        return type.matches("(U?(TINYINT|SMALLINT|INTEGER|BIGINT)|FLOAT|DOUBLE)\\[\\d*]");
    }

    /**
     * Returns whether it holds numbers that may be whole: pandas keeps integers as real numbers where some are absent.
     */
    boolean isReal() {
        return type.matches("FLOAT|DOUBLE|U?HUGEINT|DECIMAL\\(.*\\)");
    }

    boolean isName() {
        return type.equals("VARCHAR") || type.equals("BOOLEAN") || type.startsWith("ENUM");
    }
}
