package dev.pith.cli.console;

import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.RunSamples;
import dev.pith.pipeline.session.Session;
import dev.pith.run.Manifest;
import dev.pith.run.MemoryLimit;
import dev.pith.run.Step;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a command prints about the run it worked on. */
public final class RunSummary {
    private final Path run;
    private final Manifest manifest;
    private final Manifest.Samples samples;
    private final Set<Step> doneNow;

    /**
     * Sums a run up.
     *
     * @param run as the user wrote it
     */
    public RunSummary(Path run, Session session) {
        this.run = run;
        this.manifest = session.run().manifest();
        this.samples = session.samples();
        this.doneNow = session.doneNow();
    }

    public void print(Console console) {
        if (console.json()) {
            console.printJson(json());
        } else {
            printText(console.out());
        }
    }

    /** Returns what is printed as JSON. */
    Map<String, Object> json() {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("run", run.toString());
        summary.put("source", samples.name());
        summary.put("n", samples.n());
        summary.put("classes", samples.classes().size());
        List<Map<String, Object>> steps = new ArrayList<>();
        for (Manifest.Done done : manifest.steps()) {
            Map<String, Object> step = new LinkedHashMap<>();
            step.put("step", done.step().label());
            step.put("doneNow", doneNow.contains(done.step()));
            step.put("seconds", done.elapsedSeconds());
            step.put("peakMemoryBytes", done.peakMemoryBytes());
            step.putAll(done.facts());
            steps.add(step);
        }
        summary.put("steps", steps);
        return summary;
    }

    private void printText(PrintWriter out) {
        out.println(samples.name() + ": " + count(samples.n(), "sample")
                + (samples.classes().isEmpty()
                        ? ""
                        : ", " + count(samples.classes().size(), "class")));
        fact(Step.FEATURES, "skipped")
                .filter(count -> !count.equals("0"))
                .ifPresent(count -> out.println(
                        number(count) + " cannot be used and are left out, see " + run.resolve(RunFiles.SKIPPED)));
        fact(Step.DEDUP, "duplicates")
                .ifPresent(count -> out.println(
                        number(count) + " repeat others and are left out, see " + run.resolve(RunFiles.DUPLICATES)));
        fact(Step.BINS, "bins")
                .ifPresent(bins -> out.println(count(Integer.parseInt(bins), "bin") + " of "
                        + number(fact(Step.BINS, "binned").orElseThrow()) + " samples"));
        fact(Step.SAMPLE, "selected").ifPresent(selected -> out.println(selected(selected, Step.SAMPLE)));
        manifest.step(Step.PIXELS).ifPresent(done -> PixelsSummary.printArchive(done, samples.n(), out));
        fact(Step.SELECT, "selected").ifPresent(selected -> out.println(selected(selected, Step.SELECT)));
        out.println();
        printSteps(out);
        out.println();
        RunContent.print(run, manifest, out);
        out.println();
        printNext(out);
    }

    private Optional<String> fact(Step step, String name) {
        return manifest.step(step).map(done -> done.facts().get(name));
    }

    private String selected(String selected, Step step) {
        double share = 100.0 * Integer.parseInt(selected) / samples.n();
        String by = step == Step.SELECT
                ? "ranked by "
                        + manifest.step(step).orElseThrow().configuration().get("method")
                : "selected";
        return String.format(Locale.ROOT, "%s %s (%.1f %%)", number(selected), by, share);
    }

    private void printSteps(PrintWriter out) {
        out.println(String.format(Locale.ROOT, "%-10s %9s   %11s", "step", "seconds", "peak memory"));
        for (Manifest.Done done : manifest.steps()) {
            out.println(String.format(
                            Locale.ROOT,
                            "%-10s %9.2f   %11s%s",
                            done.step().label(),
                            done.elapsedSeconds(),
                            MemoryLimit.text(done.peakMemoryBytes()),
                            doneNow.contains(done.step()) ? "" : "   done before")
                    .stripTrailing());
        }
    }

    private void printNext(PrintWriter out) {
        boolean binned = manifest.step(Step.BINS).isPresent();
        boolean drawn = manifest.step(Step.SAMPLE).isPresent();
        boolean selected = drawn || (!binned && manifest.step(Step.SELECT).isPresent());
        out.println("Next");
        if (drawn) {
            printNext(out, "sample", "--keep 30%", "another share of the same bins");
        } else if (binned) {
            printNext(out, "sample", "--keep 12.5%", "draw from the bins");
        } else if (!selected) {
            printNext(out, "bins", "--bins 10", "put the samples into bins");
        }
        if (selected) {
            boolean texts = manifest.step(Step.FEATURES).stream().anyMatch(RunSamples::areTexts);
            printNext(
                    out,
                    "export",
                    texts ? "--to jsonl" : "--to imagefolder",
                    "the selected samples as files for a trainer");
        }
        if ((selected || binned) && manifest.step(Step.REPORT).isEmpty()) {
            printNext(out, "report", "", "a page that shows what was selected");
        }
    }

    private void printNext(PrintWriter out, String command, String options, String what) {
        out.println(String.format(
                Locale.ROOT, "  %-45s %s", ("pith " + command + " " + run + " " + options).strip(), what));
    }

    private static String number(String digits) {
        return String.format(Locale.ROOT, "%,d", Long.parseLong(digits));
    }

    private static String count(int count, String noun) {
        String plural = noun.endsWith("s") ? noun + "es" : noun + "s";
        return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? noun : plural);
    }
}
