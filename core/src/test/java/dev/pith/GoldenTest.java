package dev.pith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The golden values in this project are few, and those that lie beside it. */
class GoldenTest {
    private static final Path ROOT = Path.of(System.getProperty("pith.root", ".."));
    private static final List<Path> FOLDERS = List.of(
            ROOT.resolve("core").resolve(Golden.OWN), ROOT.resolve("torch").resolve(Golden.OWN));

    /** What scripts of bench/peers made of other libraries, which has no originals. */
    private static final Path OF_PEERS = FOLDERS.get(0).resolve("peers");

    @Test
    void thoseInTheProjectAreUnderTwoMebibytes() throws IOException {
        long bytes = 0;
        for (Path folder : FOLDERS) {
            for (Path file : files(folder)) {
                bytes += Files.size(file);
            }
        }
        assertThat(bytes).isBetween(1L, 2L << 20);
    }

    @Test
    void copiesAreWholeAndEqualTheOriginals() throws IOException {
        assumeTrue(Files.isDirectory(Golden.BESIDE), "skipped, since there are no originals: " + Golden.BESIDE);
        for (Path folder : FOLDERS) {
            for (Path file : files(folder)) {
                if (file.startsWith(OF_PEERS)) {
                    continue;
                }
                Path original = Golden.BESIDE.resolve(folder.relativize(file).toString());
                assertThat(file).hasSameBinaryContentAs(original);
                if (!file.getFileName().toString().equals("index.json")) { // which lists folders that are not here
                    assertThat(files(file.resolveSibling(""))).hasSameSizeAs(files(original.resolveSibling("")));
                }
            }
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
