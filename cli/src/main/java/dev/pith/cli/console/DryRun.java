package dev.pith.cli.console;

import dev.pith.data.FeatureSource;
import dev.pith.data.Source;
import dev.pith.data.pixels.Pixels;
import dev.pith.pipeline.feature.FeatureKind;
import dev.pith.pipeline.feature.FeatureSettings;
import dev.pith.pipeline.feature.TextSettings.Dedup;
import dev.pith.pipeline.selection.SampleSettings;
import dev.pith.pipeline.session.MemoryEstimate;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.WorkSettings;
import dev.pith.quantize.Classes;
import dev.pith.run.MemoryLimit;
import dev.pith.selection.BinningSettings;
import dev.pith.selection.PickingMemory;
import dev.pith.torch.feature.FeatureTraining;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What {@code pith quantize} would do. */
public final class DryRun {
    private static final int RGB = 3;

    private final Source source;
    private final Path run;
    private final FeatureSettings features;
    private final BinningSettings binning;
    private final int selected;
    private final MemoryLimit limit;
    private final int threads;

    public DryRun(
            Source source,
            Path run,
            FeatureSettings features,
            BinningSettings binning,
            SampleSettings sampling,
            WorkSettings work) {
        this.source = source;
        this.run = run;
        this.features = features;
        this.binning = binning;
        this.selected = sampling.keep().of(source.size());
        this.limit = work.memory();
        this.threads = work.threads();
    }

    /**
     * How large features get at most.
     *
     * @param d numbers that a row stands for
     * @param stored numbers of a row on the disk
     */
    private record Size(int d, int stored) {}

    public void print(Console console) {
        Optional<Size> size = size();
        long disk =
                size.map(row -> (long) source.size() * row.stored * Float.BYTES).orElse(0L);
        long memory = Math.max(
                featuresMemory(),
                size.map(row -> PickingMemory.of(source.size(), row.d)).orElse(0L) + objectiveMemory());
        if (console.json()) {
            console.printJson(json(size.map(Size::d).orElse(null), disk, memory));
            return;
        }
        console.out()
                .println(String.format(
                        Locale.ROOT,
                        "Would make %s from %s:%n"
                                + "  features   %,d x %s, %s%n"
                                + "  bins       %d by %s, about %,d samples each%n"
                                + "  sample     %,d samples%n"
                                + "Disk: %s. Memory: about %s of the %s allowed.%n"
                                + "Nothing was written.",
                        run,
                        source.name(),
                        source.size(),
                        size.map(row -> (row.stored == 0 ? "" : "at most ") + row.d)
                                .orElse("what the network gives"),
                        features,
                        binning.bins(),
                        binning.method(),
                        source.size() / binning.bins(),
                        selected,
                        size.isPresent() ? "at most " + MemoryLimit.text(disk) : "as the features need",
                        MemoryLimit.text(memory),
                        MemoryLimit.text(limit.bytes())));
    }

    /** Returns the size of a row; which network another one is than the usual, shows when it is there. */
    private Optional<Size> size() {
        if (source instanceof FeatureSource own) {
            return Optional.of(new Size(own.dimension(), 0));
        }
        if (!features.usesNetwork()) { // grey images need a third; which it is shows when they are read
            int pixels = Pixels.SIDE * Pixels.SIDE * RGB;
            return Optional.of(new Size(pixels, pixels));
        }
        if (features.choice() != FeatureKind.GRADIENT || !FeatureTraining.NETWORK.equals(features.network())) {
            return Optional.empty();
        }
        int classes = Session.classes(source).size();
        int embedding = FeatureTraining.MOST_NUMBERS;
        return Optional.of(new Size(Math.multiplyExact(classes, embedding + 1), classes + embedding));
    }

    private long featuresMemory() {
        if (source instanceof FeatureSource) {
            return 0;
        }
        if (features.texts() != null && features.texts().dedup() == Dedup.SEMANTIC) {
            return MemoryEstimate.duplicates(source.size());
        }
        return features.usesNetwork()
                ? MemoryEstimate.network(source.size(), features.mostSide(), limit)
                : MemoryEstimate.pixels(source.size());
    }

    private long objectiveMemory() {
        int[] classSizes = source.labels()
                .filter(labels -> binning.stratify())
                .map(labels -> Classes.byLabel(labels.values(), new BitSet()).sizes())
                .orElse(new int[] {source.size()});
        return binning.objectiveBytes(classSizes, threads);
    }

    private Map<String, Object> json(@Nullable Integer dimension, long disk, long memory) {
        Map<String, Object> plan = new LinkedHashMap<>();
        plan.put("run", run.toString());
        plan.put("source", source.name());
        plan.put("n", source.size());
        plan.put("features", features.toString());
        plan.put("d", dimension);
        plan.put("bins", binning.bins());
        plan.put("selected", selected);
        plan.put("diskBytes", disk);
        plan.put("memoryBytes", memory);
        plan.put("memoryLimitBytes", limit.bytes());
        return plan;
    }
}
