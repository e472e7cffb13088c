package dev.pith.data.table;

import dev.pith.PithException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes chosen rows of a Parquet file as another: its columns and their types, and what Hugging Face's datasets keep
 * in its metadata, the names of classes and the kinds of columns.
 */
final class ParquetSelection {
    private static final int ROWS_PER_INSERT = 10_000;

    private final Path file;
    private final TableStorage storage;
    private final String relation;

    /**
     * Prepares it.
     *
     * @param file whose columns and metadata count
     * @param relation what stands after FROM for the rows, those of this file first
     */
    ParquetSelection(Path file, TableStorage storage, String relation) {
        this.file = file;
        this.storage = storage;
        this.relation = relation;
    }

    void write(int[] ids, Path target) throws SQLException {
        String row = storage.rowNumber();
        try (Statement statement = storage.connection().createStatement()) {
            statement.execute("CREATE OR REPLACE TEMP TABLE pith_picks (pith_place BIGINT, pith_row BIGINT)");
            for (int from = 0; from < ids.length; from += ROWS_PER_INSERT) {
                statement.execute(IntStream.range(from, Math.min(ids.length, from + ROWS_PER_INSERT))
                        .mapToObj(place -> "(" + place + ", " + ids[place] + ")")
                        .collect(Collectors.joining(", ", "INSERT INTO pith_picks VALUES ", "")));
            }
            String metadata = HuggingFaceMetadata.read(storage, file)
                    .map(value -> ", KV_METADATA {" + HuggingFaceMetadata.KEY + ": " + Sql.string(value) + "}")
                    .orElse("");
            statement.execute("COPY (SELECT source.* EXCLUDE (" + row + ") FROM " + relation
                    + " AS source JOIN pith_picks ON source." + row + " = pith_row ORDER BY pith_place) TO "
                    + Sql.string(target.toString()) + " (FORMAT parquet, COMPRESSION zstd" + metadata + ")");
            requireSame(statement, target, ids.length);
        }
    }

    private void requireSame(Statement statement, Path target, int size) throws SQLException {
        String row = storage.rowNumber();
        String values = storage.columns().stream()
                .map(column -> "source." + column.sql() + " IS NOT DISTINCT FROM written." + column.sql())
                .collect(Collectors.joining(" AND "));
        try (ResultSet same = statement.executeQuery("SELECT count(*) FROM read_parquet(" + Sql.path(target) + ", "
                + row + " = true) AS written JOIN pith_picks ON written." + row + " = pith_place JOIN "
                + relation + " AS source ON source." + row + " = pith_row WHERE " + values)) {
            same.next();
            if (same.getLong(1) != size) {
                throw new PithException(
                        file + ": what is written of it reads differently; export the selection to jsonl");
            }
        }
    }
}
