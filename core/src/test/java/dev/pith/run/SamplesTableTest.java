package dev.pith.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplesTableTest {
    @TempDir
    Path folder;

    private static String text(SamplesTable table) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        table.write(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private SamplesTable read(String text, int n) throws IOException {
        return SamplesTable.read(Files.writeString(folder.resolve("samples.csv"), text), n);
    }

    @Test
    void whatIsNotKnownIsEmpty() throws IOException {
        assertThat(text(new SamplesTable(List.of("a.png", "b.png"), null)))
                .isEqualTo("id,key,label,bin,rank,gain,selected,weight\n0,a.png,,,,,,\n1,b.png,,,,,,\n");
    }

    @Test
    void everyValueComesBack() throws IOException {
        SamplesTable table = new SamplesTable(List.of("x/\"a\", b.png", " é\n", ""), new long[] {3, -1, 3});
        table.bin[0] = 1;
        table.rank[0] = 0;
        table.gain[0] = 0.1 + 0.2;
        table.bin[2] = 0;
        table.rank[2] = 7;
        table.gain[2] = -1e300;
        table.selected = new boolean[] {true, false, false};
        table.weight = new float[] {1.1f, Float.NaN, Float.NaN};

        String text = text(table);
        SamplesTable read = read(text, 3);

        assertThat(text).contains("\n0,\"x/\"\"a\"\", b.png\",3,1,0,0.30000000000000004,1,1.1\n");
        assertThat(read.key).isEqualTo(table.key);
        assertThat(read.label).containsExactly(3, -1, 3);
        assertThat(read.bin).containsExactly(1, SamplesTable.NONE, 0);
        assertThat(read.rank).containsExactly(0, SamplesTable.NONE, 7);
        assertThat(read.gain).containsExactly(table.gain);
        assertThat(text(read)).isEqualTo(text);
    }

    @Test
    void forgettingTheSelectionKeepsTheRanks() throws IOException {
        SamplesTable table = new SamplesTable(List.of("a"), null);
        table.bin[0] = 4;
        table.selected = new boolean[] {true};
        table.forgetSelection();
        assertThat(text(table)).endsWith("\n0,a,,4,,,,\n");
        table.forgetRanks();
        assertThat(text(table)).endsWith("\n0,a,,,,,,\n");
    }

    @Test
    void aDamagedTableIsRefused() {
        String header = "id,key,label,bin,rank,gain,selected,weight\n";
        Path file = folder.resolve("samples.csv");
        String remedy = "; make it again with pith features SOURCE `force`";
        assertThatThrownBy(() -> read("", 0))
                .isInstanceOf(PithException.class)
                .hasMessage(file + ": does not begin with id,key,label,bin,rank,gain,selected,weight" + remedy);
        assertThatThrownBy(() -> read(header + "0,a,,,,,,\n2,b,,,,,,\n", 2))
                .hasMessage(file + ": has a row that does not belong after id 0" + remedy);
        assertThatThrownBy(() -> read(header + "0,a,,,,,,\n", 2))
                .hasMessage(file + ": has 1 rows, the run 2 samples" + remedy);
        assertThatThrownBy(() -> read(header + "0,a,,x,,,,\n", 1))
                .hasMessage(file + ": has something else where a number belongs (For input string: \"x\")" + remedy);
    }

    @Test
    void labelsMustFit() {
        assertThatThrownBy(() -> new SamplesTable(List.of("a", "b"), new long[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("labels must be one per key, got 3 for 2");
    }
}
