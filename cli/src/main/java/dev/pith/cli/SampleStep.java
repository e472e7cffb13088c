package dev.pith.cli;

import dev.pith.PithException;
import dev.pith.Ranking;
import dev.pith.npy.Npy;
import dev.pith.quantize.Binning;
import dev.pith.quantize.Classes;
import dev.pith.run.Manifest;
import dev.pith.run.SamplesTable;
import dev.pith.run.Step;
import dev.pith.sample.DrawOrder;
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
import java.util.stream.Stream;

/** The step {@code sample}: draws from the bins of a run. */
final class SampleStep {
    static final String SELECTION = "selection.npy";

    private static final int NAMED = 10;

    private final Session session;
    private final SamplingOptions options;
    private final long seed;

    SampleStep(Session session, SamplingOptions options, long seed) {
        this.session = session;
        this.options = options;
        this.seed = seed;
    }

    void perform() {
        Manifest.Done bins = session.run().require(Step.BINS, "pith bins");
        SamplesTable table = RunSamples.table(session);
        BitSet include = SampleList.read(options.include(), table.key);
        BitSet exclude = SampleList.read(options.exclude(), table.key);
        if (include.intersects(exclude)) {
            int both = include.stream().filter(exclude::get).findFirst().orElseThrow();
            throw new IllegalArgumentException(
                    "id " + both + " (" + table.key[both] + ") is in both --include and --exclude; take it out of one");
        }
        session.perform(Step.SAMPLE, configuration(include, exclude), staging -> {
            boolean stratify = Boolean.parseBoolean(bins.configuration().get("--stratify"));
            Classes classes = RunSamples.classes(session, table, stratify);
            Binning binning = readBins(Integer.parseInt(bins.configuration().get("--bins")));
            int[] drawn = DrawOrder.of(binning, classes, table.size(), seed);
            requireInBins(include, drawn, table.key);
            int[] order = constrained(drawn, include, exclude);
            int[] selection = Arrays.copyOf(order, length(order, include.cardinality()));
            if (Compat.DQ_VISION.toString().equals(bins.configuration().get("--compat"))) {
                Arrays.sort(selection);
            }
            Npy.write(staging.file(SELECTION), selection);
            TextStep.writeSelection(session, staging, selection);
            writeTable(staging.file(SamplesTable.FILE), table, selection);
            staging.note("selected", Integer.toString(selection.length));
            staging.note("of", Integer.toString(order.length));
        });
    }

    /** What was left out before binning cannot be drawn, whoever asks for it. */
    private void requireInBins(BitSet include, int[] drawn, String[] keys) {
        BitSet missing = (BitSet) include.clone();
        Arrays.stream(drawn).forEach(missing::clear);
        if (missing.isEmpty()) {
            return;
        }
        String first = missing.stream()
                .limit(NAMED)
                .mapToObj(id -> "id " + id + " (" + keys[id] + ")")
                .collect(Collectors.joining(", "));
        int count = missing.cardinality();
        throw new PithException(options.include() + ": " + count + (count == 1 ? " sample is" : " samples are")
                + " in no bin and cannot be included: " + first + (count > NAMED ? ", ..." : "")
                + "; take them out of the list (" + Skipped.FILE + " and " + TextStep.DUPLICATES
                + " in the run say why they were left out)");
    }

    private Map<String, String> configuration(BitSet include, BitSet exclude) {
        Map<String, String> configuration = new LinkedHashMap<>(options.toMap());
        configuration.put("--seed", Long.toString(seed));
        if (!include.isEmpty()) {
            configuration.put("--include", digest(include));
        }
        if (!exclude.isEmpty()) {
            configuration.put("--exclude", digest(exclude));
        }
        return configuration;
    }

    /** Returns what tells one list from another without repeating it. */
    private static String digest(BitSet ids) {
        return String.format(
                Locale.ROOT, "%d samples, hash %08x", ids.cardinality(), Arrays.hashCode(ids.toLongArray()));
    }

    private Binning readBins(int count) throws IOException {
        List<Ranking> bins;
        try (Stream<Path> files = Files.list(session.run().file(BinsStep.FOLDER))) {
            bins = files.sorted()
                    .map(RunSamples::ids)
                    .map(ids -> new Ranking(ids, new double[ids.length]))
                    .toList();
        }
        if (bins.size() != count) {
            throw new IllegalStateException("manifest tells of " + count + " bins, found " + bins.size());
        }
        return new Binning(bins);
    }

    /** Returns how many samples of an order are kept. */
    private int length(int[] order, int included) {
        AmountOptions amount = options.amount();
        int keep =
                amount.given() ? amount.within(session, order) : options.count().of(order.length);
        if (keep < included) {
            throw new IllegalArgumentException(
                    options.toMap().keySet().iterator().next() + " allows " + keep + " samples and --include lists "
                            + included + "; keep more or include fewer");
        }
        return keep;
    }

    /** Returns the order without what is excluded, and with what is included first; a prefix of it is a selection. */
    private static int[] constrained(int[] order, BitSet include, BitSet exclude) {
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
