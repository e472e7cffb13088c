package dev.pith.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    Path folder;

    @Test
    void replacesAnOlderFile() throws IOException {
        Path file = Files.writeString(folder.resolve("a.csv"), "old");
        AtomicFile.write(file, out -> out.write("new".getBytes(StandardCharsets.UTF_8)));
        assertThat(folder).isDirectoryContaining("glob:**/a.csv").isDirectoryNotContaining("glob:**/*.part");
        assertThat(file).hasContent("new");
    }

    @Test
    void leavesTheOlderFileWhenTheNewOneFails() throws IOException {
        Path file = Files.writeString(folder.resolve("a.csv"), "old");
        assertThatThrownBy(() -> AtomicFile.write(file, out -> {
                    out.write('n');
                    throw new IOException("Disk quota exceeded");
                }))
                .isInstanceOf(PithException.class)
                .hasMessage(file + ": the disk is full (Disk quota exceeded); free some space and give the same"
                        + " command again");
        assertThat(file).hasContent("old");
        assertThat(folder.resolve(".a.csv.part")).doesNotExist();
    }

    @Test
    void overwritesWhatAKilledCommandLeft() throws IOException {
        Files.writeString(folder.resolve(".a.csv.part"), "half");
        Path file = folder.resolve("a.csv");
        AtomicFile.make(file, part -> Files.createFile(part));
        assertThat(file).isEmptyFile();
    }

    @Test
    void makesFoldersWholeOrNotAtAll() throws IOException {
        Path target = folder.resolve("images");
        AtomicFile.makeFolder(target, part -> Files.createFile(part.resolve("old")));
        assertThatThrownBy(() -> AtomicFile.makeFolder(target, part -> {
                    Files.createFile(part.resolve("new"));
                    throw new IOException("No space left on device");
                }))
                .isInstanceOf(PithException.class)
                .hasMessage(target + ": the disk is full (No space left on device); free some space and give the same"
                        + " command again");
        assertThat(target.resolve("old")).exists();
        AtomicFile.makeFolder(target, part -> Files.createFile(part.resolve("new")));
        assertThat(target).isDirectoryContaining("glob:**/new").isDirectoryNotContaining("glob:**/old");
        assertThat(folder).isDirectoryNotContaining("glob:**/*.part");
    }
}
