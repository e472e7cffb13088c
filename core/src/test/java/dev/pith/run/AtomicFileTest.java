package dev.pith.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.pith.PithException;
import dev.pith.npy.Npy;
import dev.pith.npy.NpyWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    /** What the system says of a disk that is really full, through every writer of arrays. */
    @Test
    void aFullDiskIsNamedByTheFileThatWillBe() {
        Path full = Path.of("/dev/full");
        assumeThat(full).exists();
        List<AtomicFile.Maker> makers = List.of(
                part -> Files.write(full, new byte[] {1}),
                part -> Npy.write(full, new float[] {1}, 1),
                part -> {
                    try (NpyWriter writer = new NpyWriter(full, 1, 1)) {
                        writer.append(new float[] {1});
                    }
                },
                part -> AtomicFile.make(part, inner -> Files.write(full, new byte[] {1})));
        for (AtomicFile.Maker maker : makers) {
            assertThatThrownBy(() -> AtomicFile.make(folder.resolve("a.npy"), maker))
                    .isInstanceOf(PithException.class)
                    .hasMessage(folder.resolve("a.npy") + ": the disk is full (No space left on device); free some"
                            + " space and give the same command again");
            assertThat(folder).isEmptyDirectory();
        }
    }

    @Test
    void whatASystemSaysOfAFileIsNotSaidTwice() {
        Path inside = folder.resolve(".pixels.part").resolve("..images.pith.part.part");
        Throwable failure = new FileSystemException(inside.toString(), null, "No space left on device");
        assertThat(WriteFailure.of(inside, failure))
                .hasMessage(
                        folder.resolve("pixels").resolve("images.pith")
                                + ": the disk is full (No space left on device); free some space and give the same command again");
        assertThat(WriteFailure.of(Path.of(".part"), new AccessDeniedException(".part")))
                .hasMessage(".part: cannot be written (permission denied); check that its folder exists and may be"
                        + " written to");
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
