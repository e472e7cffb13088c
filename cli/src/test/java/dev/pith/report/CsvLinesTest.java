package dev.pith.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvLinesTest {
    @Test
    void splitsRowsAtLineBreaksAndFieldsAtCommas() throws IOException {
        assertThat(rows("a,b,\n1,,3\n")).containsExactly(List.of("a", "b", ""), List.of("1", "", "3"));
    }

    @Test
    void aLastRowNeedsNoLineBreak() throws IOException {
        assertThat(rows("a,b")).containsExactly(List.of("a", "b"));
    }

    @Test
    void takesWindowsLineBreaks() throws IOException {
        assertThat(rows("a,b\r\nc,d\r\n")).containsExactly(List.of("a", "b"), List.of("c", "d"));
    }

    @Test
    void quotedFieldsHoldCommasQuotesAndLineBreaks() throws IOException {
        assertThat(rows("\"a,b\",\"say \"\"hi\"\"\",\"two\r\nlines\"\n\"\",x"))
                .containsExactly(List.of("a,b", "say \"hi\"", "two\r\nlines"), List.of("", "x"));
    }

    @Test
    void nothingHasNoRows() throws IOException {
        assertThat(rows("")).isEmpty();
    }

    private static List<List<String>> rows(String text) throws IOException {
        CsvLines lines = new CsvLines(new StringReader(text));
        List<List<String>> rows = new ArrayList<>();
        for (List<String> row = lines.next(); row != null; row = lines.next()) {
            rows.add(row);
        }
        return rows;
    }
}
