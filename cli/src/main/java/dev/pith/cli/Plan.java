package dev.pith.cli;

import dev.pith.data.FeatureSource;
import dev.pith.data.Source;
import dev.pith.data.pixels.Pixels;
import dev.pith.run.MemoryLimit;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What {@code pith quantize} would do. */
final class Plan {
    private static final int RGB = 3;

    private final Source source;
    private final Path run;
    private final BinningConfiguration binning;
    private final int selected;
    private final MemoryLimit limit;

    Plan(Source source, Path run, BinningConfiguration binning, SamplingOptions sampling, MemoryLimit limit) {
        this.source = source;
        this.run = run;
        this.binning = binning;
        this.selected = sampling.keep().of(source.size());
        this.limit = limit;
    }

    void print(CommonOptions common) {
        boolean copied = !(source instanceof FeatureSource);
        int dimension = source instanceof FeatureSource own
                ? own.dimension()
                : Pixels.SIDE * Pixels.SIDE * RGB; // grey images need a third; which it is shows when they are read
        long disk = copied ? (long) source.size() * dimension * Float.BYTES : 0;
        long memory = Math.max(
                copied ? MemoryEstimate.pixels(source.size()) : 0, MemoryEstimate.bins(source.size(), dimension));
        if (common.json()) {
            common.printJson(json(dimension, disk, memory));
            return;
        }
        common.out()
                .println(String.format(
                        Locale.ROOT,
                        "Would make %s from %s:%n"
                                + "  features   %,d x %s%d, %s%n"
                                + "  bins       %d by %s, about %,d samples each%n"
                                + "  sample     %,d samples%n"
                                + "Disk: at most %s. Memory: about %s of the %s allowed.%n"
                                + "Nothing was written.",
                        run,
                        source.name(),
                        source.size(),
                        copied ? "at most " : "",
                        dimension,
                        copied ? "of the pixels" : "as they are in the source",
                        binning.bins(),
                        binning.method(),
                        source.size() / binning.bins(),
                        selected,
                        MemoryLimit.text(disk),
                        MemoryLimit.text(memory),
                        MemoryLimit.text(limit.bytes())));
    }

    private Map<String, Object> json(int dimension, long disk, long memory) {
        Map<String, Object> plan = new LinkedHashMap<>();
        plan.put("run", run.toString());
        plan.put("source", source.name());
        plan.put("n", source.size());
        plan.put("d", dimension);
        plan.put("bins", binning.bins());
        plan.put("selected", selected);
        plan.put("diskBytes", disk);
        plan.put("memoryBytes", memory);
        plan.put("memoryLimitBytes", limit.bytes());
        return plan;
    }
}
