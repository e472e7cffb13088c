package dev.pith.pipeline.selection;

import static dev.pith.run.Entries.whole;

import dev.pith.PithException;
import dev.pith.data.RecordSource;
import dev.pith.feature.Features;
import dev.pith.npy.Npy;
import dev.pith.pipeline.feature.RunFeatures;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.RunSamples;
import dev.pith.pipeline.session.Session;
import dev.pith.quantize.Binning;
import dev.pith.quantize.Classes;
import dev.pith.run.Manifest;
import dev.pith.run.SamplesTable;
import dev.pith.run.Staging;
import dev.pith.run.Step;
import dev.pith.sample.AdaptiveShares;
import dev.pith.sample.BinsShare;
import dev.pith.sample.Budget;
import dev.pith.sample.DrawOrder;
import dev.pith.selection.BinningSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The step {@code sample}: draws from the bins of a run. */
public final class SampleStep {
    private static final int NAMED = 10;

    private final Session session;
    private final SampleSettings settings;

    /**
     * Prepares the step, before there are bins if need be.
     *
     * @throws PithException when what a check found is left out, and the run was not checked
     */
    public SampleStep(Session session, SampleSettings settings) {
        this.session = session;
        this.settings = settings;
        SampleList.requireCheck(settings.exclude(), session);
    }

    /**
     * Draws, unless it is done.
     *
     * @throws IllegalArgumentException when the settings do not suit the samples
     * @throws PithException when the run has no bins, or a list names what is in none
     */
    public Drawn perform() {
        settings.check(session.samples().n(), RunSamples.areTexts(session));
        Manifest.Done bins = session.run().require(Step.BINS, "pith bins");
        SamplesTable table = RunSamples.table(session);
        BitSet include = SampleList.read(settings.include(), table.key);
        BitSet exclude = SampleList.readExcluded(settings.exclude(), session, table.key);
        SampleList.refuseBoth("include", include, exclude, table.key);
        session.perform(Step.SAMPLE, configuration(include, exclude), staging -> {
            BinningSettings binned = BinningSettings.of(bins.configuration());
            Classes classes = RunSamples.classes(session, table, binned.stratify());
            Binning binning = RunSamples.binning(session, table, binned.bins());
            int[] drawn = drawn(staging, binning, classes, table.size());
            requireInBins(include, drawn, table.key);
            int[] order = constrained(drawn, include, exclude);
            int[] selection = Arrays.copyOf(order, length(order, include.cardinality()));
            if (binned.compat().sortsSelection()) {
                Arrays.sort(selection);
            }
            Npy.write(staging.file(RunFiles.SELECTION), selection);
            SelectedRecords.write(session, staging, selection);
            writeTable(staging.file(SamplesTable.FILE), table, selection);
            staging.note("selected", Integer.toString(selection.length));
            staging.note("of", Integer.toString(order.length));
        });
        Manifest.Done done = session.run().manifest().step(Step.SAMPLE).orElseThrow();
        return new Drawn(RunSamples.ids(session.run().file(RunFiles.SELECTION)), whole(done.facts(), "of"));
    }

    private int[] drawn(Staging staging, Binning binning, Classes classes, int n) {
        if (settings.bins() == BinsShare.EQUAL) {
            return DrawOrder.of(binning, classes, n, settings.seed());
        }
        double[] shares;
        try (Features features = RunFeatures.open(session)) {
            shares = AdaptiveShares.of(binning, classes, features, session.threads());
        }
        staging.note(
                "shares of bins",
                Arrays.stream(shares)
                        .mapToObj(share -> String.format(Locale.ROOT, "%.4f", share))
                        .collect(Collectors.joining(" ")));
        return DrawOrder.of(binning, classes, n, settings.seed(), shares);
    }

    /** What was left out before binning cannot be drawn, whoever asks for it. */
    private void requireInBins(BitSet include, int[] drawn, List<String> keys) {
        BitSet missing = (BitSet) include.clone();
        Arrays.stream(drawn).forEach(missing::clear);
        if (missing.isEmpty()) {
            return;
        }
        String first = missing.stream()
                .limit(NAMED)
                .mapToObj(id -> "id " + id + " (" + keys.get(id) + ")")
                .collect(Collectors.joining(", "));
        int count = missing.cardinality();
        throw new PithException(settings.include() + ": " + count + (count == 1 ? " sample is" : " samples are")
                + " in no bin and cannot be included: " + first + (count > NAMED ? ", ..." : "")
                + "; take them out of the list (" + RunFiles.SKIPPED + " and " + RunFiles.DUPLICATES
                + " in the run say why they were left out)");
    }

    private Map<String, String> configuration(BitSet include, BitSet exclude) {
        Map<String, String> configuration = new LinkedHashMap<>(settings.toMap());
        if (!include.isEmpty()) {
            configuration.put("included", SampleList.digest(include));
        }
        if (!exclude.isEmpty()) {
            configuration.put("excluded", SampleList.digest(exclude));
        }
        return configuration;
    }

    /** Returns how many samples of an order are kept. */
    private int length(int[] order, int included) {
        int keep = within(session, settings.text(), settings.keep(), order);
        if (keep < included) {
            throw new IllegalArgumentException((settings.text() == null ? "`keep`" : "the budget") + " allows " + keep
                    + " samples and `include` lists " + included + "; keep more or include fewer");
        }
        return keep;
    }

    /** Returns how many samples of an order are within an amount of text or, without one, a budget. */
    static int within(Session session, @Nullable TextBudget text, Budget keep, int[] order) {
        if (text == null) {
            return keep.of(order.length);
        }
        try (RecordSource source = (RecordSource) session.reopenSource()) {
            return text.within(source, order);
        }
    }

    /** Returns the order without what is excluded, and with what is included first; a prefix of it is a selection. */
    public static int[] constrained(int[] order, BitSet include, BitSet exclude) {
        return IntStream.concat(
                        Arrays.stream(order).filter(include::get),
                        Arrays.stream(order).filter(id -> !include.get(id) && !exclude.get(id)))
                .toArray();
    }

    private static void writeTable(Path file, SamplesTable table, int[] selection) throws IOException {
        table.forgetSelection();
        boolean[] selected = new boolean[table.size()];
        for (int id : selection) {
            selected[id] = true;
        }
        table.selected = selected;
        try (OutputStream out = Files.newOutputStream(file)) {
            table.write(out);
        }
    }
}
