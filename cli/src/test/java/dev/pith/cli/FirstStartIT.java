package dev.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.npy.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands on a machine where Pith never ran, so that native libraries have to be unpacked. */
class FirstStartIT {
    private static final int PROCESSES = 2;

    @TempDir
    private Path folder;

    @Test
    void severalCommandsCanBeTheFirst() throws Exception {
        Path cache = Files.createDirectory(folder.resolve("cache"));
        Path few = folder.resolve("few.npy");
        Npy.write(few, IntStream.range(0, 20).map(i -> 200 * i).toArray());
        List<String> launcher = List.of("env", "JAVA_TOOL_OPTIONS=-Dorg.bytedeco.javacpp.cachedir=" + cache);
        PithProcess[] processes = new PithProcess[PROCESSES];
        for (int i = 0; i < PROCESSES; i++) {
            processes[i] = PithProcess.startUnder(
                    folder,
                    launcher,
                    "train",
                    "fashion-mnist-mini",
                    "--selection",
                    few,
                    "--net",
                    "lenet",
                    "--epochs",
                    1,
                    "-o",
                    folder.resolve("run" + i));
        }
        try {
            for (PithProcess process : processes) {
                int exitCode = process.exitCode();
                assertThat(exitCode).as(process.err()).isZero();
            }
        } finally {
            for (PithProcess process : processes) {
                process.close();
            }
        }
        assertThat(unpacked(cache)).contains("pith.lock").anyMatch(name -> name.startsWith("libtorch_cpu"));
    }

    private static List<String> unpacked(Path cache) throws IOException {
        try (Stream<Path> files = Files.walk(cache)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
