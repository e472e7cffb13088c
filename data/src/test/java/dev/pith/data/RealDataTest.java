package dev.pith.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pith.data.open.Sources;
import dev.pith.data.pixels.Pixels;
import dev.pith.parallel.Threads;
import dev.pith.run.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A folder of photographs, where it is at hand. The statistics are those that PIL and NumPy give for these files. */
class RealDataTest {
    private static final Path CIFAR =
            Path.of(System.getProperty("pith.root", "..")).resolve("../shared/data/cifar10-small/test");

    @Test
    void readsAFolderOfJpegsAsPilDoes() {
        assumeTrue(Files.isDirectory(CIFAR));
        try (Source source = Sources.open(CIFAR.toString(), SourceOptions.DEFAULT);
                Threads threads = new Threads(2)) {
            Pixels pixels = Pixels.scan((ImageSource) source, threads, Progress.NONE);

            assertThat(source.size()).isEqualTo(1000);
            assertThat(source.labels().orElseThrow().names()).startsWith("airplane", "automobile", "bird");
            assertThat(IntStream.range(0, 1000).mapToObj(source::key)).isSorted();
            assertThat(pixels.unreadable()).isEmpty();
            assertThat(pixels.mean()).containsExactly(new double[] {0.4966, 0.4872, 0.4506}, within(1e-3));
            assertThat(pixels.deviation()).containsExactly(new double[] {0.2447, 0.2422, 0.2605}, within(1e-3));
        }
    }
}
