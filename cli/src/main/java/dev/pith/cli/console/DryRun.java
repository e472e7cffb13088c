package dev.pith.cli.console;

import dev.pith.data.Source;
import dev.pith.pipeline.QuantizationEstimate;
import dev.pith.run.MemoryLimit;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What {@code pith quantize} would do. */
public final class DryRun {
    private final Source source;
    private final Path run;
    private final QuantizationEstimate estimate;
    private final MemoryLimit limit;

    /**
     * Prepares what is printed.
     *
     * @param run as the user wrote it
     */
    public DryRun(Source source, Path run, QuantizationEstimate estimate, MemoryLimit limit) {
        this.source = source;
        this.run = run;
        this.estimate = estimate;
        this.limit = limit;
    }

    public void print(Console console) {
        if (console.json()) {
            console.printJson(json());
            return;
        }
        Optional<QuantizationEstimate.Row> row = estimate.row();
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
                        estimate.samples(),
                        row.map(each -> (each.stored() == 0 ? "" : "at most ") + each.dimension())
                                .orElse("what the network gives"),
                        estimate.features(),
                        estimate.bins().bins(),
                        estimate.bins().method(),
                        estimate.samples() / estimate.bins().bins(),
                        estimate.selected(),
                        row.isPresent() ? "at most " + MemoryLimit.text(estimate.diskBytes()) : "as the features need",
                        MemoryLimit.text(estimate.memoryBytes()),
                        MemoryLimit.text(limit.bytes())));
    }

    private Map<String, Object> json() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("run", run.toString());
        facts.put("source", source.name());
        facts.put("n", estimate.samples());
        facts.put("features", estimate.features().toString());
        facts.put("d", estimate.row().map(QuantizationEstimate.Row::dimension).orElse(null));
        facts.put("bins", estimate.bins().bins());
        facts.put("selected", estimate.selected());
        facts.put("diskBytes", estimate.diskBytes());
        facts.put("memoryBytes", estimate.memoryBytes());
        facts.put("memoryLimitBytes", limit.bytes());
        return facts;
    }
}
