package dev.pith.data.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilePatternTest {
    @TempDir
    Path folder;

    @Test
    void putsEveryChoiceInPlaceOfBraces() {
        assertThat(FilePattern.expand("{000..002}.tar")).containsExactly("000.tar", "001.tar", "002.tar");
        assertThat(FilePattern.expand("a{9..11}")).containsExactly("a9", "a10", "a11");
        assertThat(FilePattern.expand("{b,a}{1..2}")).containsExactly("b1", "b2", "a1", "a2");
        assertThat(FilePattern.expand("{x}{1,2}")).containsExactly("{x}1", "{x}2");
        assertThatThrownBy(() -> FilePattern.expand("{0..99999999}")).hasMessageContaining("more than 100000 names");
    }

    @Test
    void findsFilesAsAShellDoes() throws IOException {
        for (String name : new String[] {"a/1.jsonl", "a/b/2.jsonl", "a/b/c/3.jsonl", "a/.4.jsonl", "a/5.csv"}) {
            Files.createDirectories(folder.resolve(name).getParent());
            Files.writeString(folder.resolve(name), "{}");
        }
        assertThat(FilePattern.files(folder + "/a/*.jsonl")).containsExactly(folder.resolve("a/1.jsonl"));
        assertThat(FilePattern.files(folder + "/**/*.jsonl"))
                .containsExactlyInAnyOrder(
                        folder.resolve("a/1.jsonl"), folder.resolve("a/b/2.jsonl"), folder.resolve("a/b/c/3.jsonl"));
        assertThat(FilePattern.files(folder + "/a/[1-5].{jsonl,csv}"))
                .containsExactly(folder.resolve("a/1.jsonl"), folder.resolve("a/5.csv"));
    }

    @Test
    void refusesAPatternOfNothingAndANameThatIsMissing() throws IOException {
        Files.writeString(folder.resolve("0.tar"), "x");
        assertThatThrownBy(() -> FilePattern.files(folder + "/*.jsonl"))
                .isInstanceOf(PithException.class)
                .hasMessage(folder + "/*.jsonl: no file is of this pattern; check the path");
        assertThatThrownBy(() -> FilePattern.files(folder + "/{0..1}.tar"))
                .isInstanceOf(PithException.class)
                .hasMessage(folder + "/1.tar: there is no such file, and " + folder + "/{0..1}.tar names it");
    }
}
