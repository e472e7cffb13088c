package dev.pith.data.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvRowsTest {
    @TempDir
    Path folder;

    @Test
    void aQuoteWithinAFieldIsText() throws IOException {
        assertThat(rows("size,text\n5\" pipe,a\n\"6\"\" pipe, long\",\"b\nc\"\n,\"\"\n"))
                .containsExactly(List.of("5\" pipe", "a"), List.of("6\" pipe, long", "b\nc"), List.of("", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void blankLinesAreNoRowsUnlessTheyAreInQuotes(String newline) throws IOException {
        String csv = String.join(newline, "\uFEFFtext", "", "a", "  ", "\"\"", "b", "", "");
        assertThat(rows(csv)).containsExactly(List.of("a"), List.of(""), List.of("b"));
    }

    @Test
    void theHeaderDecidesWhatSeparatesFields() throws IOException {
        assertThat(rows("a;\"b,c\"\n1,5;2\n")).containsExactly(List.of("1,5", "2"));
        assertThat(rows("a\tb;c\n1\t2;3\n")).containsExactly(List.of("1\t2", "3"));
        assertThat(rows("a\tb\n1;\t2\n")).containsExactly(List.of("1;", "2"));
        assertThat(rows("a,b;c\n1,2;3\n")).containsExactly(List.of("1", "2;3"));
        Path tsv = Files.writeString(folder.resolve("t.tsv"), "a,b\tc\n\t\n1\t2\n");
        assertThat(rows(tsv)).containsExactly(List.of("", ""), List.of("1", "2"));
    }

    @Test
    void aColumnWithoutANameIsCalledByItsPosition() throws IOException {
        try (CsvRows rows = CsvRows.open(Files.writeString(folder.resolve("t.csv"), ",text\n0,a\n"))) {
            assertThat(rows.header()).containsExactly("column0", "text");
        }
    }

    @Test
    void aHeaderMayBeAllSeparators() throws IOException {
        int columns = 300_000; // would take minutes, were each name compared with all before it
        try (CsvRows rows = CsvRows.open(Files.writeString(folder.resolve("t.csv"), ",".repeat(columns - 1)))) {
            assertThat(rows.header()).hasSize(columns).contains("column7");
        }
    }

    @Test
    void namesTheLineOfWhatIsNoCsv() {
        assertFailure("a,b\n\n\"x\ny\",1\n1,2,3\n", ":5: this row has 3 fields, the header 2; put a field that holds");
        assertFailure("a\n1\n\"2\n3\n", ":3: a quote that opens here is not closed");
        assertFailure("a\n1\n\"2\"3\n", ":3: something follows a closing quote; write a quote inside a field twice");
        assertFailure("a,a\n1,2\n", ":1: two columns are called 'a'");
        assertFailure("", " holds no rows");
        assertFailure("a,b\n", " holds no rows");
        assertFailure("\n \n", " holds no rows");
    }

    @Test
    void refusesWhatIsNotUtf8() throws IOException {
        Path latin = Files.write(folder.resolve("l.csv"), new byte[] {'a', '\n', 'x', '\n', (byte) 0xE9, '\n'});
        assertThatThrownBy(() -> rows(latin))
                .isInstanceOf(PithException.class)
                .hasMessage("record 1 of " + latin + " is not UTF-8; convert the file to UTF-8");
    }

    private void assertFailure(String csv, String message) {
        assertThatThrownBy(() -> rows(csv)).isInstanceOf(PithException.class).hasMessageContaining("t.csv" + message);
    }

    private List<List<String>> rows(String csv) throws IOException {
        return rows(Files.writeString(folder.resolve("t.csv"), csv));
    }

    private static List<List<String>> rows(Path file) throws IOException {
        List<List<String>> all = new ArrayList<>();
        try (CsvRows rows = CsvRows.open(file)) {
            while (rows.next()) {
                all.add(rows.fields());
            }
            rows.records().close();
        }
        return all;
    }
}
