package dev.pith.pipeline.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SampleListTest {
    private static final List<String> KEYS = List.of("a.png", "2", "c d.png", "é.png");

    @TempDir
    Path folder;

    private BitSet read(String content, Charset charset) throws IOException {
        return SampleList.read(Files.write(folder.resolve("list.txt"), content.getBytes(charset)), KEYS);
    }

    private static BitSet ids(int... ids) {
        BitSet set = new BitSet();
        for (int id : ids) {
            set.set(id);
        }
        return set;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0\né.png\n",
                "\uFEFF0\r\né.png",
                "\uFEFFa.png\r\né.png\r\n",
                " 0 \n\n3\n0\n \t\n03",
                "a.png\n0\n3\né.png"
            })
    void readsIdsAndKeys(String content) throws IOException {
        assertThat(read(content, StandardCharsets.UTF_8)).isEqualTo(ids(0, 3));
    }

    @Test
    void keysWinOverIds() throws IOException {
        assertThat(read("2\nc d.png\n", StandardCharsets.UTF_8)).isEqualTo(ids(1, 2));
        assertThat(SampleList.read(null, KEYS)).isEqualTo(ids());
    }

    @Test
    void aListThatIsMadeMeansTheSameSamplesThoughKeysLookLikeIds() throws IOException {
        String list = SampleList.text(new int[] {0, 1, 2, 3}, KEYS);
        assertThat(list).isEqualTo("0\n1\nc d.png\n3\n"); // 2 is the key of sample 1
        assertThat(read(list, StandardCharsets.UTF_8)).isEqualTo(ids(0, 1, 2, 3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "4", "0x1", "1.0", "1e0", "0 1", "0,1", "99999999999", "b.png", "\u0661"})
    void refusesWhatIsNeither(String line) {
        assertThatThrownBy(() -> read("0\n" + line + "\n", StandardCharsets.UTF_8))
                .isInstanceOf(PithException.class)
                .hasMessage(folder.resolve("list.txt") + ":2: " + line
                        + " is neither a key of the source nor an id below 4; samples.csv lists both");
    }

    @ParameterizedTest
    @CsvSource({
        "UTF-16,is not UTF-8 (it looks like UTF-16 or UTF-32); convert it to UTF-8",
        "UTF-16LE,is not UTF-8 (it looks like UTF-16 or UTF-32); convert it to UTF-8",
        "ISO-8859-1,is not UTF-8; convert it to UTF-8"
    })
    void refusesOtherEncodings(String charset, String message) {
        assertThatThrownBy(() -> read("0\né.png\n", Charset.forName(charset)))
                .isInstanceOf(PithException.class)
                .hasMessage(folder.resolve("list.txt") + " " + message);
    }

    @Test
    void aFileThatIsNotThere() {
        assertThatThrownBy(() -> SampleList.read(Path.of("nowhere.txt"), List.of("a")))
                .isInstanceOf(PithException.class)
                .hasMessage("nowhere.txt: no such file: check the path");
    }
}
