package dev.pith.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.Ranking;
import dev.pith.feature.DenseFeatures;
import dev.pith.feature.Features;
import dev.pith.feature.PackedRows;
import dev.pith.feature.Similarity;
import dev.pith.parallel.Threads;
import dev.pith.quantize.BinSizes;
import dev.pith.quantize.Binning;
import dev.pith.quantize.Classes;
import dev.pith.quantize.RandomBinning;
import dev.pith.quantize.RecursiveBinning;
import dev.pith.run.MemoryLimit;
import dev.pith.run.Progress;
import dev.pith.sample.Budget;
import dev.pith.sample.DrawOrder;
import dev.pith.selection.BinningSettings;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Spark inside the test, rows to bin, and what core makes of the same rows. */
final class LocalSpark {
    static final StructType SCHEMA = new StructType()
            .add("id", DataTypes.LongType)
            .add("label", DataTypes.StringType)
            .add("features", DataTypes.createArrayType(DataTypes.FloatType))
            .add("embeddings", DataTypes.createArrayType(DataTypes.FloatType));

    private LocalSpark() {}

    static SparkSession session() {
        return SparkSession.builder()
                .master("local[2]")
                .appName("pith")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", "3")
                .config("spark.sql.codegen.wholeStage", "false")
                .config("spark.sql.warehouse.dir", "target/warehouse")
                .getOrCreate();
    }

    /** Returns the quantizer of {@link Data#core} with 4 bins, 20% and seed 11. */
    static DatasetQuantizer quantizer() {
        return new DatasetQuantizer()
                .setIdCol("id")
                .setNumBins(4)
                .setKeep("20%")
                .setSeed(11);
    }

    static List<Row> fitted(DatasetQuantizer quantizer, Dataset<Row> rows) {
        return quantizer
                .fit(rows)
                .transform(rows)
                .orderBy("id")
                .select("id", "bin", "rank", "gain", "selected", "weight")
                .collectAsList();
    }

    /** Checks rows against core's; ids are {@code first + step * position}. */
    static void assertEqual(List<Row> rows, Assignments core, long first, long step) {
        assertThat(rows).hasSize(core.ids().length);
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            assertThat(row.getLong(0)).isEqualTo(first + step * i);
            assertThat(row.getInt(1)).as("bin of %d", i).isEqualTo(core.bin()[i]);
            assertThat(row.getInt(2)).as("rank of %d", i).isEqualTo(core.rank()[i]);
            assertThat(row.getDouble(3)).as("gain of %d", i).isEqualTo(core.gain()[i]);
            assertThat(row.getBoolean(4)).as("selection of %d", i).isEqualTo(core.selected()[i]);
            assertThat(row.getDouble(5)).isEqualTo(core.selected()[i] ? 1.0 : 0.0);
        }
    }

    /**
     * Rows to bin.
     *
     * @param labels a class per row
     */
    record Data(float[] values, int columns, long[] labels) {
        int size() {
            return labels.length;
        }

        /** Returns the rows in a random order; ids are {@code first + step * position}. */
        Dataset<Row> shuffled(SparkSession spark, long first, long step, int partitions) {
            List<Row> rows = new ArrayList<>();
            for (int i = 0; i < size(); i++) {
                List<Float> row = new ArrayList<>();
                for (int j = 0; j < columns; j++) {
                    row.add(values[i * columns + j]);
                }
                rows.add(RowFactory.create(first + step * i, "class " + labels[i], row, row));
            }
            Collections.shuffle(rows, new Random(5));
            return spark.createDataFrame(rows, SCHEMA).repartition(partitions);
        }

        /** Returns what core makes of the rows: bin, rank, gain and selection of every position. */
        Assignments core(int bins, Similarity similarity, String keep, long seed, boolean byClass) {
            Classes classes = byClass ? Classes.byLabel(labels, new BitSet()) : Classes.all(size(), new BitSet());
            try (Features features = DenseFeatures.of(values, columns)) {
                return core(features, classes, bins, similarity, keep, seed);
            }
        }

        /** Returns what core makes of gradients whose two factors are the rows, in one class. */
        Assignments coreOfGradients(int bins, Similarity similarity, String keep, long seed) {
            try (Threads threads = new Threads(2);
                    Features features = PackedRows.factors(
                                    IntStream.range(0, size()).toArray(), values, columns, values, columns)
                            .features(threads)) {
                return core(features, Classes.all(size(), new BitSet()), bins, similarity, keep, seed);
            }
        }

        /** Returns what core makes of the rows by these settings, class by class where they say so. */
        Assignments core(BinningSettings settings, String keep) {
            Classes classes =
                    settings.stratify() ? Classes.byLabel(labels, new BitSet()) : Classes.all(size(), new BitSet());
            try (Threads threads = new Threads(2);
                    Features features = DenseFeatures.of(values, columns)) {
                Binning binning = settings.bin(features, classes, threads, new MemoryLimit(1L << 30), Progress.NONE);
                return assignments(binning, classes, keep, settings.seed());
            }
        }

        private Assignments core(
                Features features, Classes classes, int bins, Similarity similarity, String keep, long seed) {
            try (Threads threads = new Threads(2)) {
                Binning binning = RecursiveBinning.graphCut(
                        features,
                        classes,
                        BinSizes.balanced(classes.sizes(), bins),
                        similarity,
                        1,
                        threads,
                        Progress.NONE);
                return assignments(binning, classes, keep, seed);
            }
        }

        /** Returns what core makes of the rows at random, class by class. */
        Assignments coreAtRandom(int bins, String keep, long seed) {
            Classes classes = Classes.byLabel(labels, new BitSet());
            return assignments(
                    RandomBinning.of(classes, BinSizes.balanced(classes.sizes(), bins), seed), classes, keep, seed);
        }

        private Assignments assignments(Binning binning, Classes classes, String keep, long seed) {
            int n = size();
            Assignments all = new Assignments(new long[n], new int[n], new int[n], new double[n], new boolean[n]);
            for (int k = 0; k < binning.bins().size(); k++) {
                Ranking bin = binning.bins().get(k);
                for (int rank = 0; rank < bin.size(); rank++) {
                    all.ids()[bin.ids()[rank]] = bin.ids()[rank];
                    all.bin()[bin.ids()[rank]] = k;
                    all.rank()[bin.ids()[rank]] = rank;
                    all.gain()[bin.ids()[rank]] = bin.gains()[rank];
                }
            }
            int[] order = DrawOrder.of(binning, classes, n, seed);
            for (int j = 0; j < Budget.parse(keep).of(n); j++) {
                all.selected()[order[j]] = true;
            }
            return all;
        }
    }

    /** Returns rows like embeddings, in classes of unequal sizes that come mixed. */
    static Data data(int n, int columns, int classes, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[n * columns];
        long[] labels = new long[n];
        for (int i = 0; i < n; i++) {
            labels[i] = Math.min(random.nextInt(classes), random.nextInt(classes));
            for (int j = 0; j < columns; j++) {
                values[i * columns + j] = (float) ((j == 0 ? 2 : 0) + random.nextGaussian() / (1 + j));
            }
        }
        return new Data(values, columns, labels);
    }
}
