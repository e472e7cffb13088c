package dev.pith.bench;

import dev.pith.bench.Rows.Kind;
import dev.pith.feature.DenseFeatures;
import dev.pith.feature.Features;
import dev.pith.feature.Similarity;
import dev.pith.npy.Npy;
import dev.pith.parallel.Threads;
import dev.pith.quantize.BinSizes;
import dev.pith.quantize.Binning;
import dev.pith.quantize.Classes;
import dev.pith.quantize.RecursiveBinning;
import dev.pith.run.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** GraphCut bins of a warm virtual machine, at sizes that take a second at most. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(3)
@Warmup(iterations = 5)
@Measurement(iterations = 5)
public class BinningBenchmark {
    /** What the rows look like, a {@link Kind}. */
    @Param({"EMBEDDING", "ISOTROPIC"})
    public String kind = "";

    /** Number of rows; 207 fills no block. */
    @Param({"207", "1000", "5000"})
    public int rows;

    /** Length of a row. */
    @Param("1536")
    public int dimension;

    /** Number of threads. */
    @Param({"1", "2"})
    public int threadCount;

    private Path directory = Path.of("");
    private Threads threads = new Threads(1);
    private Features features = DenseFeatures.of(new float[1], 1);

    /** Makes the rows. */
    @Setup
    public void generate() throws IOException {
        directory = Files.createTempDirectory("pith-bench");
        new Rows(Kind.valueOf(kind), rows, dimension, 1, 1).write(directory);
        threads = new Threads(threadCount);
        features = new DenseFeatures(Npy.mapFloats(directory.resolve("features.npy")), threads);
    }

    /** Frees the rows. */
    @TearDown
    public void close() throws IOException {
        features.close();
        threads.close();
        Files.delete(directory.resolve("features.npy"));
        Files.delete(directory);
    }

    /** Puts every row into one of ten bins. */
    @Benchmark
    public Binning bins() {
        Classes all = Classes.all(rows, new BitSet());
        int[][] sizes = BinSizes.balanced(all.sizes(), Workload.BINS);
        Binning binning = RecursiveBinning.graphCut(features, all, sizes, Similarity.DOT, 1, threads, Progress.NONE);
        int binned = binning.bins().stream().mapToInt(bin -> bin.ids().length).sum();
        if (binned != rows) {
            throw new IllegalStateException(binned + " of " + rows + " rows were binned");
        }
        return binning;
    }
}
