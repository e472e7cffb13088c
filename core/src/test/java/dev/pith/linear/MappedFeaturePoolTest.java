package dev.pith.linear;

import dev.pith.feature.DenseFeatures;
import dev.pith.feature.Similarity;
import dev.pith.npy.Npy;
import dev.pith.parallel.Threads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class MappedFeaturePoolTest extends PoolContract {
    @TempDir
    private Path folder;

    @Override
    protected Pool open(float[] values, int columns, Similarity similarity, int[] ids, Threads threads)
            throws IOException {
        Path file = Files.createTempFile(folder, "features", ".npy");
        Npy.write(file, values, values.length / columns, columns);
        return new FeaturePool(new DenseFeatures(Npy.mapFloats(file), threads), similarity, ids, threads);
    }
}
