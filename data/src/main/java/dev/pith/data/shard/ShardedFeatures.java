package dev.pith.data.shard;

import dev.pith.PithException;
import dev.pith.data.FeatureSource;
import dev.pith.data.table.TableFeatures;
import dev.pith.feature.DenseFeatures;
import dev.pith.feature.Features;
import dev.pith.npy.FloatMatrix;
import dev.pith.npy.NpyWriter;
import dev.pith.parallel.Threads;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Features in a column of one Parquet file or several. They are read from the first row to the last, and never but one
 * of them held.
 */
public final class ShardedFeatures extends ShardedSource<TableFeatures> implements FeatureSource {
    private final int dimension;

    ShardedFeatures(ShardFiles files, List<Shard<TableFeatures>> shards) {
        super(files, shards);
        TableFeatures first = shards.get(0).source();
        this.dimension = first.dimension();
        for (Shard<TableFeatures> shard : shards) {
            int other = shard.source().dimension();
            if (other != dimension) {
                throw new PithException(shard.file() + ": its rows have " + other + " numbers in column '"
                        + first.column() + "', those of " + shards.get(0).file() + " have " + dimension
                        + "; features need rows of one length");
            }
        }
    }

    @Override
    public int dimension() {
        return dimension;
    }

    /** Reads the rows into direct memory; {@link #write} puts them where they can be mapped. */
    @Override
    public Features features(Threads threads) {
        FloatMatrix matrix = FloatMatrix.allocate(size(), dimension);
        int[] id = {0};
        forEachRow(row -> matrix.setRow(id[0]++, row));
        return new DenseFeatures(matrix, threads);
    }

    /**
     * Writes {@code float32[n, d]}, row number equal to id.
     *
     * @param npy replaced if it exists
     * @throws PithException naming the row that is absent or of another length
     */
    public void write(Path npy) {
        try (NpyWriter writer = new NpyWriter(npy, size(), dimension)) {
            forEachRow(writer::append);
        }
    }

    private void forEachRow(Consumer<float[]> row) {
        parts().forEach(part -> part.forEachRow(dimension, row));
    }
}
