package dev.pith.data.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pith.data.ImageSource;
import dev.pith.data.Labels;
import dev.pith.data.Split;
import dev.pith.data.label.Idx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FashionMnistMiniTest {
    private static final Path FULL = Path.of("/usr/share/datasets/fashion-mnist");

    @ParameterizedTest
    @CsvSource({"TRAIN, 600", "TEST, 100"})
    void holdsAsManyImagesOfEveryClass(Split split, int perClass) {
        ImageSource source = FashionMnistMini.open(split);

        assertThat(source.size()).isEqualTo(10 * perClass);
        Labels labels = source.labels().orElseThrow();
        assertThat(labels.names()).hasSize(10).startsWith("T-shirt/top").endsWith("Ankle boot");
        for (int c = 0; c < 10; c++) {
            int label = c;
            assertThat(Arrays.stream(labels.values()).filter(value -> value == label))
                    .hasSize(perClass);
        }
    }

    @ParameterizedTest
    @CsvSource({"TRAIN, train, 600", "TEST, t10k, 100"})
    void isWhatTheMakerMakes(Split split, String prefix, int perClass) throws IOException {
        assumeTrue(Files.isDirectory(FULL));
        FashionMnistMiniMaker.Part part = FashionMnistMiniMaker.firstOfEveryClass(
                Idx.images(FULL.resolve(prefix + "-images-idx3-ubyte.gz")),
                Idx.labels(FULL.resolve(prefix + "-labels-idx1-ubyte.gz")),
                perClass);

        ImageSource source = FashionMnistMini.open(split);

        for (int id = 0; id < source.size(); id++) {
            int from = 16 + id * 784;
            assertThat(source.image(id).pixels()).isEqualTo(Arrays.copyOfRange(part.images(), from, from + 784));
            assertThat(source.labels().orElseThrow().values()[id]).isEqualTo(part.labels()[8 + id]);
        }
    }

    @Test
    void startsWithTheFirstTrainingImageAnAnkleBoot() {
        ImageSource source = FashionMnistMini.open(Split.TRAIN);

        assertThat(source.labels().orElseThrow().values()).startsWith(9, 0, 0, 3, 0, 2, 7, 2, 5, 5);
        ImageSource.Image boot = source.image(0);
        assertThat(boot.width()).isEqualTo(28);
        assertThat(boot.height()).isEqualTo(28);
        assertThat(boot.channels()).isEqualTo(1);
        assertThat(source.key(5999)).isEqualTo("5999");
        assertThat(source.fingerprint())
                .hasSize(64)
                .isNotEqualTo(FashionMnistMini.open(Split.TEST).fingerprint());
    }
}
