package dev.pith.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowLogTest {
    private static final Map<String, String> IDENTITY = Map.of("model", "m");

    @TempDir
    Path folder;

    @Test
    void goesOnAfterTheLastWholeRow() throws IOException {
        Path file = folder.resolve("rows");
        try (RowLog log = RowLog.open(file, IDENTITY, false)) {
            log.append(new float[][] {{1, 2}, {3, 4}});
        }
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 1));
        try (RowLog log = RowLog.open(file, IDENTITY, false)) {
            assertThat(log.rows()).isEqualTo(1);
            assertThat(log.dimension()).isEqualTo(2);
            log.append(new float[][] {{3, 4}});
        }
        assertThat(file).hasBinaryContent(whole);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"by\":{\"model\":\"m\"},\"d\":2147483647}\nrow",
                "{\"by\":{\"model\":\"m\"},\"d\":5}\nrow",
                "{\"by\":{\"model\":\"m\"},\"d\":null}\n",
                "{\"by\":{\"model\":\"m\"},\"d\":2}\n",
                "null\n",
                "\n"
            })
    void whatHoldsNoWholeRowIsBegunAnew(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("rows"), content);
        try (RowLog log = RowLog.open(file, IDENTITY, false)) {
            assertThat(log.rows()).isZero();
            assertThat(log.dimension()).isZero();
            log.append(new float[][] {{1, 2, 3}});
        }
        try (RowLog log = RowLog.open(file, IDENTITY, false)) {
            float[] row = new float[3];
            log.read(0, row);
            assertThat(row).containsExactly(1, 2, 3);
        }
    }
}
