package dev.pith.spark;

import dev.pith.Ranking;
import dev.pith.feature.Features;
import dev.pith.feature.PackedRows;
import dev.pith.parallel.Threads;
import dev.pith.quantize.Binning;
import dev.pith.quantize.Classes;
import dev.pith.quantize.RandomBinning;
import dev.pith.quantize.RecursiveBinning;
import dev.pith.run.MemoryLimit;
import dev.pith.run.Progress;
import dev.pith.selection.BinningSettings;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.jspecify.annotations.Nullable;

/**
 * Bins the classes of a partition, one after the other, each whole.
 *
 * @param shape of rows; null when bins are random and features are not read
 * @param sizes how many samples of class c go to bin k, {@code sizes[c][k]}
 */
record ClassTask(@Nullable RowShape shape, int[][] sizes, BinningSettings settings) implements Serializable {
    /** Whether a class fits is decided before its task starts. */
    private static final MemoryLimit MEMORY = new MemoryLimit(Long.MAX_VALUE);

    /** The heap is Spark's: other tasks have their rows in an executor's at the same time. */
    static final long NOTHING_TO_SPARE = 0;

    /**
     * What comes of a partition.
     *
     * @param fault null when all rows are as they must be; else there are no bins
     */
    record Result(@Nullable Fault fault, List<ClassBins> bins) implements Serializable {}

    /**
     * Bins a partition.
     *
     * @param rows class, position, vectors; in the order of class and position
     */
    Result bin(Iterator<InternalRow> rows) {
        List<ClassBins> done = new ArrayList<>();
        Fault first = null;
        RowPacker packer = null;
        int number = -1;
        while (rows.hasNext()) {
            InternalRow row = rows.next();
            if (packer == null || row.getInt(0) != number) {
                if (packer != null && first == null) {
                    done.add(binsOf(number, packer));
                }
                number = row.getInt(0);
                packer = new RowPacker(
                        shape == null ? RowShape.NONE : shape,
                        Arrays.stream(sizes[number]).sum());
            }
            packer.add(row.getInt(1), row, 2);
            Fault fault = packer.fault();
            if (fault != null && (first == null || fault.position() < first.position())) {
                first = fault;
            }
        }
        if (packer != null && first == null) {
            done.add(binsOf(number, packer));
        }
        return new Result(first, first == null ? done : List.of());
    }

    private ClassBins binsOf(int number, RowPacker packer) {
        int[][] ofClass = {sizes[number]};
        if (shape == null) {
            Classes ids = new Classes(new long[] {0}, new int[][] {packer.positions()});
            return ClassBins.of(number, rankings(RandomBinning.of(ids, ofClass, settings.seed())));
        }
        PackedRows rows = packer.packed();
        int[] all = IntStream.range(0, rows.size()).toArray();
        try (Threads threads = new Threads(1);
                Features features = rows.features(threads)) {
            Binning binning = RecursiveBinning.of(
                    new Classes(new long[] {0}, new int[][] {all}),
                    ofClass,
                    (numbers, some) -> settings.picker(features, numbers, rows.ids(), MEMORY, NOTHING_TO_SPARE, some),
                    threads,
                    Progress.NONE);
            return ClassBins.of(number, rankings(binning));
        }
    }

    private static Ranking[] rankings(Binning binning) {
        return binning.bins().toArray(Ranking[]::new);
    }
}
