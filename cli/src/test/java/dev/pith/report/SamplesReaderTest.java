package dev.pith.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplesReaderTest {
    private static final String HEADER = "id,key,label,bin,rank,gain,selected,weight\n";

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("samples.csv");
    }

    @Test
    void readsColumnsAndKeepsWhatIsEmptyApart() throws IOException {
        Samples samples = read("0,a.png,1,0,0,2.5,1,1.0\n1,b.png,0,,,,0,\n", 2, List.of("cat", "dog"));

        assertThat(samples.bin()).containsExactly(0, Samples.NO_BIN);
        assertThat(samples.rank()[0]).isZero();
        assertThat(samples.gain()).containsExactly(2.5, Double.NaN);
        assertThat(samples.selected()).containsExactly(true, false);
        assertThat(samples.classNames()).containsExactly("cat", "dog");
        assertThat(samples.classes()).containsExactly(1, 0);
        assertThat(samples.bins()).isEqualTo(1);
        assertThat(samples.selectedCount()).isEqualTo(1);
    }

    @Test
    void withoutLabelsEverySampleIsOfOneNamelessClass() throws IOException {
        Samples samples = read("0,a,,0,0,,0,\n1,b,,0,1,,0,\n", 2, List.of());

        assertThat(samples.labelled()).isFalse();
        assertThat(samples.classes()).containsExactly(0, 0);
    }

    @Test
    void labelsThatAreNumbersAreSortedByValue() throws IOException {
        Samples samples = read("0,a,10,0,0,,0,\n1,b,-3,0,1,,0,\n2,c,9,0,2,,0,\n", 3, List.of("-3", "9", "10"));

        assertThat(samples.classNames()).containsExactly("-3", "9", "10");
        assertThat(samples.classes()).containsExactly(2, 0, 1);
    }

    @Test
    void readsTheKeysOfSomeSamples() throws IOException {
        Files.writeString(file, HEADER + "0,\"a,b\",,,,,0,\n1,c,,,,,0,\n2,\"\"\"q\"\"\",,,,,0,\n");

        assertThat(new SamplesCsv(file, 3).keys(new int[] {2, 0})).containsExactly("\"q\"", "a,b");
    }

    @Test
    void saysWhereAFileIsDamaged() throws IOException {
        assertDamaged("id,key\n", "does not begin with id,key,label,bin,rank,gain,selected,weight");
        assertDamaged(HEADER + "0,a,,0,0,,0,\n", "ends after 1 of 2 samples");
        assertDamaged(HEADER + "0,a,,0,0,,0,\n2,c,,0,0,,0,\n", "row 1 is not that of sample 1 of 2");
        assertDamaged(HEADER + "0,a,,0,0,,0,\n1,b,,0,0,,0,\n2,c,,0,0,,0,\n", "row 2 is not that of sample 2 of 2");
        assertDamaged(HEADER + "0,a,,0,0,,0,\n1,b,,0\n", "row 1 is not that of sample 1 of 2");
        assertDamaged(
                HEADER + "0,a,,x,0,,0,\n1,b,,0,0,,0,\n",
                "holds something else where a number belongs (For input string: \"x\")");
    }

    @Test
    void saysThatAFileIsMissing() {
        assertThatThrownBy(() -> SamplesReader.read(new SamplesCsv(file, 1), 1, List.of()))
                .isInstanceOf(PithException.class)
                .hasMessage(file + ": cannot be read (" + file + "); make it again with pith bins");
    }

    private Samples read(String rows, int n, List<String> names) throws IOException {
        Files.writeString(file, HEADER + rows);
        return SamplesReader.read(new SamplesCsv(file, n), n, names);
    }

    private void assertDamaged(String content, String what) throws IOException {
        Files.writeString(file, content);
        assertThatThrownBy(() -> SamplesReader.read(new SamplesCsv(file, 2), 2, List.of()))
                .isInstanceOf(PithException.class)
                .hasMessage(file + ": " + what + "; make it again with pith bins");
    }
}
