package dev.pith.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.npy.Npy;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelectFromStreamTest {
    private static final int ROWS = 3000;
    private static final int COLUMNS = 8;

    @TempDir
    Path folder;

    /** Half of the rows are worth next to nothing, and those are not kept. */
    @Test
    void keepsWhatIsWorthIt() {
        SplittableRandom random = new SplittableRandom(1);
        float[] features = new float[ROWS * COLUMNS];
        for (int i = 0; i < features.length; i++) {
            features[i] = (float) random.nextDouble() * (i / COLUMNS % 2 == 0 ? 1 : 1e-6f);
        }
        Npy.write(folder.resolve("features.npy"), features, ROWS, COLUMNS);
        SelectFromStream.main(new String[] {folder.toString()});
        long[] ids = Npy.readLongs(folder.resolve("selection.npy"));
        assertThat(ids).hasSizeBetween(500, 1000).isSorted().doesNotHaveDuplicates();
        assertThat(LongStream.of(ids).filter(id -> id % 2 == 0).count()).isGreaterThan(ids.length * 9L / 10);
    }
}
