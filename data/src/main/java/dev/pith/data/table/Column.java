package dev.pith.data.table;

/**
 * A column of a table.
 *
 * @param name as the table has it
 * @param type as DuckDB spells it, such as {@code BIGINT} or {@code STRUCT(bytes BLOB, path VARCHAR)}
 */
record Column(String name, String type) {
    boolean isInteger() {
        return type.matches("U?(TINYINT|SMALLINT|INTEGER|BIGINT)");
    }

    boolean isListOfNumbers() {
        return type.matches("(U?(TINYINT|SMALLINT|INTEGER|BIGINT)|FLOAT|DOUBLE)\\[\\d*]");
    }

    boolean isName() {
        return type.equals("VARCHAR") || type.equals("BOOLEAN") || type.startsWith("ENUM");
    }
}
