package dev.pith.data.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FolderNameTest {

    @ParameterizedTest
    @CsvSource({
        "cat, cat",
        "T-shirt/top, T-shirt_top",
        ".., _._",
        "'', _",
        "aux, _aux",
        "Con, _Con",
        "CON.png, _CON.png",
        "nul.tar.gz, _nul.tar.gz",
        "COM1, _COM1",
        "LPT\u00b2, _LPT\u00b2",
        "COM10, COM10",
        "console, console",
        "auxiliary, auxiliary",
        "end., end_",
        "'end ', end_",
        "'...', _.._",
        "a.b, a.b",
    })
    void everyFileSystemTakesIt(String text, String name) {
        assertThat(FolderName.of(text)).isEqualTo(name);
        assertThat(FolderName.of(name)).isEqualTo(name);
    }

    @Test
    void longTextsAreCutBetweenCharacters() {
        String name = FolderName.of("a" + "\ud83d\ude00".repeat(80));

        assertThat(name).isEqualTo("a" + "\ud83d\ude00".repeat(49));
        assertThat(name.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(200);
    }

    @Test
    void foldsWhatFileSystemsTakeForTheSame() {
        assertThat(FolderName.folded("Cat")).isEqualTo(FolderName.folded("cAT"));
        assertThat(FolderName.folded("Caf\u00e9")).isEqualTo(FolderName.folded("cafe\u0301"));
    }
}
