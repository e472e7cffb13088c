package dev.pith.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is quoted is read again; a table of another shape is refused. */
class CsvTextTest {
    @TempDir
    Path folder;

    private List<List<String>> read(String text) throws IOException {
        return CsvText.read(Files.writeString(folder.resolve("table.csv"), text), "class,correct");
    }

    @Test
    void everyFieldComesBack() throws IOException {
        List<String> fields = List.of("cat", "", "a,b", "say \"no\"", "two\nlines", " outer ", "\"", ",", "\r");
        StringBuilder csv = new StringBuilder("class,correct\n");
        fields.forEach(field -> csv.append(CsvText.quoted(field)).append(",1\n"));
        assertThat(read(csv.toString()))
                .isEqualTo(fields.stream().map(field -> List.of(field, "1")).toList());
        assertThat(read("class,correct\n")).isEmpty();
    }

    @Test
    void anotherTableIsRefused() {
        assertThatThrownBy(() -> read("class,total\ncat,1\n")).hasMessage("does not begin with class,correct");
        assertThatThrownBy(() -> read("")).hasMessage("does not begin with class,correct");
        assertThatThrownBy(() -> read("class,correct\ncat,1\ndog\n"))
                .isInstanceOf(IOException.class)
                .hasMessage("row 2 has 1 fields in place of 2");
    }
}
