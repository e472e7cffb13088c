package dev.pith.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.pith.npy.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuantizeFolderTest {
    private static final Path CIFAR =
            Path.of(System.getProperty("pith.root", "..")).resolve("../shared/data/cifar10-small/train");

    @TempDir
    Path temporary;

    @Test
    void keepsATenthOfEveryClass() throws IOException {
        assumeThat(CIFAR).as("real images beside the project").isDirectory();
        Path folder = temporary.resolve("photos");
        for (String name : new String[] {"cat", "ship", "frog"}) {
            copy(CIFAR.resolve(name), Files.createDirectories(folder.resolve(name)), 40);
        }
        Path run = temporary.resolve("run");
        int[] selection = QuantizeFolder.quantize(folder, run);
        assertThat(selection).hasSize(12).doesNotHaveDuplicates();
        assertThat(IntStream.of(selection).map(id -> id / 40).filter(label -> label == 1))
                .hasSize(4);
        assertThat(LongStream.of(Npy.readLongs(run.resolve("selection.npy"))).mapToInt(Math::toIntExact))
                .containsExactly(IntStream.of(selection).boxed().toArray(Integer[]::new));
    }

    private static void copy(Path from, Path to, int count) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.sorted().limit(count).toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
