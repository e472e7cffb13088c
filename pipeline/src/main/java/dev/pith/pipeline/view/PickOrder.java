package dev.pith.pipeline.view;

import dev.pith.PithException;
import dev.pith.Ranking;
import dev.pith.feature.Features;
import dev.pith.parallel.Threads;
import dev.pith.pipeline.selection.SampleList;
import dev.pith.pipeline.selection.SampleSettings;
import dev.pith.pipeline.selection.SampleStep;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.quantize.Binning;
import dev.pith.quantize.Classes;
import dev.pith.run.Manifest;
import dev.pith.run.SamplesTable;
import dev.pith.run.Step;
import dev.pith.sample.AdaptiveShares;
import dev.pith.sample.BinsShare;
import dev.pith.sample.DrawOrder;
import dev.pith.selection.BinningSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The order in which a run gives its samples away: a selection of M samples is the first M that are not excluded, those
 * that are included in any case before the others.
 *
 * @param ids in that order; those that no selection holds are missing
 * @param kept how many the run keeps, or would keep
 * @param included what its own selection includes in any case
 * @param excluded what its own selection leaves out
 * @param name what the order is called
 */
record PickOrder(int[] ids, int kept, BitSet included, BitSet excluded, String name) {
    /**
     * Returns the order of a run: of the draw from its bins, else of its ranking, else of the source.
     *
     * @param selection what the run keeps; null when it has selected nothing
     * @param notes hears what cannot be had
     */
    static PickOrder of(
            Path run,
            Manifest manifest,
            SamplesTable table,
            int @Nullable [] selection,
            @Nullable Features features,
            Threads threads,
            List<String> notes) {
        if (manifest.step(Step.BINS).isPresent()) {
            return ofBins(run, manifest, table, selection, features, threads, notes);
        }
        int[] ids = IntStream.range(0, table.size()).toArray();
        boolean ranked = manifest.step(Step.SELECT).isPresent();
        if (ranked) {
            ids = sorted(IntStream.of(ids).filter(id -> table.rank[id] != SamplesTable.NONE), table.rank);
        }
        int kept = selection == null ? ids.length : selection.length;
        return new PickOrder(ids, kept, new BitSet(), new BitSet(), ranked ? "ranking" : "source");
    }

    private static PickOrder ofBins(
            Path run,
            Manifest manifest,
            SamplesTable table,
            int @Nullable [] selection,
            @Nullable Features features,
            Threads threads,
            List<String> notes) {
        BinningSettings binned =
                BinningSettings.of(manifest.step(Step.BINS).orElseThrow().configuration());
        SampleSettings sample = manifest.step(Step.SAMPLE)
                .map(done -> SampleSettings.of(done.configuration()))
                .orElse(SampleSettings.DEFAULT);
        int[] drawn = drawn(binned, sample, table, features, threads, notes);
        BitSet included = list(sample.include(), table.key, notes);
        BitSet excluded = list(excluded(run, sample), table.key, notes);
        int kept = selection == null ? sample.keep().of(drawn.length) : selection.length;
        if (selection != null && !gives(drawn, selection, included, excluded)) {
            notes.add("The run's own selection cannot be drawn again as it was, so the order begins with it as it"
                    + " stands; what comes after it is drawn anew.");
            BitSet first = new BitSet();
            IntStream.of(selection).forEach(first::set);
            drawn = IntStream.concat(
                            IntStream.of(selection), IntStream.of(drawn).filter(id -> !first.get(id)))
                    .toArray();
            return new PickOrder(drawn, kept, new BitSet(), new BitSet(), "draw");
        }
        return new PickOrder(drawn, kept, included, excluded, "draw");
    }

    private static int[] drawn(
            BinningSettings binned,
            SampleSettings sample,
            SamplesTable table,
            @Nullable Features features,
            Threads threads,
            List<String> notes) {
        Binning binning = binning(table);
        BitSet unbinned = new BitSet();
        IntStream.range(0, table.size())
                .filter(id -> table.bin[id] == SamplesTable.NONE)
                .forEach(unbinned::set);
        long[] labels = table.label;
        Classes classes = binned.stratify() && labels != null
                ? Classes.byLabel(labels, unbinned)
                : Classes.all(table.size(), unbinned);
        boolean equal = sample.bins() == BinsShare.EQUAL;
        if (!equal && features != null) {
            double[] shares = AdaptiveShares.of(binning, classes, features, threads);
            return DrawOrder.of(binning, classes, table.size(), sample.seed(), shares);
        }
        if (!equal) {
            notes.add("The shares of the bins depend on features that cannot be read any more; bins count alike here.");
        }
        return DrawOrder.of(binning, classes, table.size(), sample.seed());
    }

    private static Binning binning(SamplesTable table) {
        int bins = 1 + IntStream.of(table.bin).max().orElse(SamplesTable.NONE);
        List<Ranking> rankings = new ArrayList<>();
        for (int bin = 0; bin < bins; bin++) {
            int wanted = bin;
            int[] ids = sorted(IntStream.range(0, table.size()).filter(id -> table.bin[id] == wanted), table.rank);
            rankings.add(new Ranking(
                    ids, IntStream.of(ids).mapToDouble(id -> table.gain[id]).toArray()));
        }
        return new Binning(rankings);
    }

    private static int[] sorted(IntStream ids, int[] rank) {
        return ids.boxed()
                .sorted(Comparator.comparingInt(id -> rank[id]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static @Nullable Path excluded(Path run, SampleSettings sample) {
        Path list = sample.exclude();
        return SampleList.isOfCheck(list) ? run.resolve(RunFiles.EXCLUDE) : list;
    }

    /** A list may have been changed or deleted since the run was made by it; the selection itself tells. */
    private static BitSet list(@Nullable Path file, List<String> keys, List<String> notes) {
        try {
            return SampleList.read(file, keys);
        } catch (PithException e) {
            notes.add("A list that the run's selection was made by cannot be read any more (" + e.getMessage() + ").");
            return new BitSet();
        }
    }

    private static boolean gives(int[] drawn, int[] selection, BitSet included, BitSet excluded) {
        int[] first = first(drawn, selection.length, included, excluded);
        int[] own = selection.clone();
        Arrays.sort(first);
        Arrays.sort(own);
        return Arrays.equals(first, own);
    }

    /** Returns the first samples of an order that are not excluded, those included before the others. */
    static int[] first(int[] order, int count, BitSet included, BitSet excluded) {
        return IntStream.of(SampleStep.constrained(order, included, excluded))
                .limit(count)
                .toArray();
    }
}
