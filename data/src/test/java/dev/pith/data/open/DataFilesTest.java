package dev.pith.data.open;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import dev.pith.data.RecordSource;
import dev.pith.data.SourceOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFilesTest {
    @TempDir
    Path folder;

    @Test
    void theNameSaysHowAFileIsRead() throws IOException {
        Path json = Files.writeString(folder.resolve("a.JSON"), "[{\"t\": \"x\", \"l\": 1}]");
        Path lines = Files.writeString(folder.resolve("a.jsonl"), "{\"t\": \"x\", \"l\": 1}\n");
        Path csv = Files.writeString(folder.resolve("a.csv"), "t,l\nx,1\n");
        Path tsv = Files.writeString(folder.resolve("a.tsv"), "t\tl\nx\t1\n");
        SourceOptions options =
                SourceOptions.builder().textColumn("t").labelColumn("l").build();
        for (Path file : new Path[] {json, lines, csv, tsv}) {
            try (RecordSource source = (RecordSource) Sources.open(file.toString(), options)) {
                assertThat(source.text(0)).isEqualTo("x");
                assertThat(source.labels().orElseThrow().values()).containsExactly(1);
                assertThat(source.fingerprint()).hasSize(64);
            }
        }
    }

    @Test
    void aTableNeedsAColumn() throws IOException {
        Path csv = Files.writeString(folder.resolve("a.csv"), "t,l\nx,1\n");
        assertThatThrownBy(() -> Sources.open(csv.toString(), SourceOptions.DEFAULT))
                .isInstanceOf(PithException.class)
                .hasMessage(csv + ": say which columns of the table hold the samples, with `image-column`,"
                        + " `text-column`, `text-template` or `feature-column` (its columns are t, l)");
    }

    @Test
    void readsInstructionData() {
        Path file = Path.of(System.getProperty("pith.root", "..")).resolve("../shared/data/text/alpaca-5k.json");
        Assumptions.assumeTrue(Files.exists(file), file + " is not here");
        try (RecordSource source = (RecordSource) Sources.open(file.toString(), SourceOptions.DEFAULT)) {
            assertThat(source.size()).isEqualTo(5200);
            assertThat(source.text(0))
                    .isEqualTo("Name the most poisonous snake in the world The most poisonous snake in the world is the"
                            + " inland taipan.");
            assertThat(source.labels()).isEmpty();
        }
    }
}
