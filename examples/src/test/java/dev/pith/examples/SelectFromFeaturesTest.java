package dev.pith.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.npy.Npy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelectFromFeaturesTest {
    private static final int ROWS = 300;
    private static final int COLUMNS = 8;

    @TempDir
    Path folder;

    @BeforeEach
    void select() {
        SplittableRandom random = new SplittableRandom(1);
        float[] features = new float[ROWS * COLUMNS];
        for (int i = 0; i < features.length; i++) {
            features[i] = (float) random.nextDouble() - 0.3f;
        }
        Npy.write(folder.resolve("features.npy"), features, ROWS, COLUMNS);
        Npy.write(
                folder.resolve("labels.npy"),
                IntStream.range(0, ROWS).map(id -> id % 2).toArray());
        SelectFromFeatures.main(new String[] {folder.toString()});
    }

    @Test
    void keepsAFifth() {
        assertThat(Npy.readLongs(folder.resolve("selection.npy")))
                .hasSize(60)
                .doesNotHaveDuplicates()
                .satisfies(ids -> assertThat(LongStream.of(ids)).allMatch(id -> id >= 0 && id < ROWS));
    }

    @Test
    void pythonOpensTheSelection() throws Exception {
        Assumptions.assumeTrue(python("-c", "import numpy").equals(""), "needs python3 with NumPy");
        long odd = LongStream.of(Npy.readLongs(folder.resolve("selection.npy")))
                .filter(id -> id % 2 == 1)
                .count();
        Path script = Path.of(System.getProperty("pith.root", "..")).resolve("examples/open_selection.py");
        assertThat(python(script.toString(), folder.toString()))
                .isEqualTo(String.format("60 of 300 samples kept, of each class: [%d %d]%n", 60 - odd, odd));
    }

    /** Returns what Python prints, errors included. */
    private static String python(String... arguments) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("python3");
        builder.command().addAll(List.of(arguments));
        try {
            Process process = builder.redirectErrorStream(true).start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return printed.replace(System.lineSeparator(), "\n");
        } catch (IOException e) {
            return "no python3: " + e.getMessage();
        }
    }
}
