package dev.pith.torch.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.Golden;
import dev.pith.PithException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever happens to a file, it is read or refused in one line, and memory stays in proportion to its size. */
class CheckpointFuzzTest {
    private static final int TRIALS = 400;
    /** Lengths, counts and instructions of pickles that do much. */
    private static final int[] TELLING = {
        0, 1, 2, 0x7f, 0x80, 0xff, '(', ')', ']', '}', 't', 'u', 'R', 'Q', 'h', 'q', 'X'
    };

    @TempDir
    Path folder;

    static Stream<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(Golden.folder("checkpoints"))) {
            List<Path> checkpoints = files.filter(file -> file.toString().matches(".*\\.(pth|pt|safetensors)"))
                    .sorted()
                    .toList();
            return checkpoints.stream();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void anyMutationIsReadOrRefused(Path golden) throws IOException {
        Random random = new Random(golden.getFileName().hashCode());
        byte[] whole = Files.readAllBytes(golden);
        int refused = 0;
        for (int trial = 0; trial < TRIALS; trial++) {
            Path file = Files.write(folder.resolve("fuzz"), mutated(whole, random));
            try {
                Bounded.read(file);
            } catch (PithException e) {
                refused++;
                assertThat(e).hasMessageStartingWith(file + ": ");
                assertThat(e.getMessage()).doesNotContain("\n");
            }
            Files.delete(file); // its mapping lives on
        }
        assertThat(refused).isBetween(TRIALS / 10, TRIALS);
    }

    /** Cuts the end off, or changes a few bytes: mostly near the begin or the end, where structure is, not numbers. */
    private static byte[] mutated(byte[] whole, Random random) {
        if (random.nextInt(8) == 0) {
            return Arrays.copyOf(whole, random.nextInt(whole.length));
        }
        byte[] bytes = whole.clone();
        for (int change = random.nextInt(4); change >= 0; change--) {
            int near = random.nextInt(Math.min(4096, bytes.length));
            int at =
                    switch (random.nextInt(4)) {
                        case 0 -> random.nextInt(bytes.length);
                        case 1 -> bytes.length - 1 - near;
                        default -> near;
                    };
            bytes[at] = switch (random.nextInt(3)) {
                case 0 -> (byte) (bytes[at] ^ 1 << random.nextInt(8));
                case 1 -> (byte) random.nextInt(256);
                default -> (byte) TELLING[random.nextInt(TELLING.length)];
            };
        }
        return bytes;
    }
}
