package dev.pith.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class SqlTest {
    private static final Path FILE = Path.of("t.parquet");

    @Test
    void whatDuckDbCannotReadNeedNotBeBroken() {
        String encoding = "BYTE_STREAM_SPLIT encoding is only supported for FLOAT or DOUBLE data";
        assertThat(Sql.failure(FILE, new SQLException("x\nError: Not implemented Error: " + encoding)))
                .hasMessage("t.parquet: " + encoding + "; DuckDB, which reads it here, cannot: write the column anew in"
                        + " another type or encoding, for instance by pandas' to_parquet");
    }

    @Test
    void aTableWithoutColumnsIsSaidToHaveNone() {
        assertThat(Sql.failure(
                        FILE, new SQLException("Invalid Input Error: Need at least one non-root column in the file")))
                .hasMessage("t.parquet has no columns; give a table with at least one");
    }

    @Test
    void noRowIsToBlameForMemoryThatIsUsedUp() {
        assertThatThrownBy(() -> Sql.failure(
                        FILE, new SQLException("x\nError: Out of Memory Error: failed to allocate 1 GB\n\nmore")))
                .isInstanceOf(OutOfMemoryError.class)
                .hasMessage("DuckDB, reading t.parquet: failed to allocate 1 GB");
    }
}
