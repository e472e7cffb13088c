package dev.pith.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.Keys;
import dev.pith.feature.Similarity;
import dev.pith.parallel.Threads;
import dev.pith.pipeline.Chromium;
import dev.pith.prune.PruningKind;
import dev.pith.run.Manifest;
import dev.pith.run.SamplesTable;
import dev.pith.run.Step;
import dev.pith.torch.evaluate.Choice;
import dev.pith.torch.evaluate.Comparison;
import dev.pith.torch.evaluate.Row;
import dev.pith.torch.evaluate.View;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser, where there is one: what the script makes of the data. */
class PageInBrowserTest {
    private static final String EVIL = "</script><img src=x onerror=alert(1)>";
    private static final int N = 40;

    @TempDir
    private Path folder;

    @Test
    void drawsEverySectionWithoutAnErrorAndWithoutMarkupFromTheRun() throws Exception {
        Path page = folder.resolve(Report.FILE);
        try (Threads one = new Threads(1)) {
            Report.write(run(), one, page);
        }

        assertThat(drawn(page))
                .contains("Which samples came first", "Where each bin lies", "What was done")
                .contains("Gain of each pick", "Kept per class", "Diversity", "nearest of all", "a random draw")
                .contains(
                        "clearly better than random in 0, clearly worse in 1 of 2 cases",
                        "Accuracy of mlp",
                        "Selections and networks",
                        "The numbers")
                .contains("clearly better than random in 1, clearly worse in 1 of 2 cases", "against random", "1,234")
                .contains("5.5000 ± 0.5000", "−0.2500 ± 0.1250", "+0.0625 ± 0.0313")
                .contains("everything + soft labels") // the name of a line, and no selection among others
                .contains("Networks found by a few images", "rank correlation", "1.00", "12")
                .contains("With InfoBatch and without", "never", "+1.00", "−2.00", "60.00 ± 1.00")
                .contains("&lt;/script&gt;&lt;img src=x")
                .doesNotContain("<img src=\"x\"", "NaN", "undefined");
    }

    @Test
    void showsWhatWasTriedAndTaken() throws Exception {
        Path page = folder.resolve(Report.FILE);
        Choice choice = new Choice(
                List.of(
                        new Choice.Tried(EVIL, 0.034, 0.006, Map.of("lenet", 0.04, "mlp", 0.028)),
                        new Choice.Tried("slower", -0.01, 0.02, Map.of("lenet", 0.0, "mlp", -0.02)),
                        new Choice.Tried("behind", -0.03, Double.NaN, Map.of("lenet", -0.04, "mlp", -0.02))),
                EVIL);
        try (Threads one = new Threads(1)) {
            Report.write(ranked(choice), one, page);
        }

        assertThat(drawn(page))
                .contains("Tried: &lt;/script&gt;", "It took 2 min", "+3.40 ± 0.60", "+4.00", "−2.00", "taken")
                .contains("not clear", "by one seed: behind the best")
                .doesNotContain("<img src=\"x\"", "NaN", "undefined");
    }

    @Test
    void showsWhatACheckFound() throws Exception {
        Path page = folder.resolve(Report.FILE);
        Findings.Shown dark = new Findings.Shown(1, EVIL, EVIL, null);
        Findings.Shown other = new Findings.Shown(null, "other", "", null);
        Findings findings = new Findings(
                0.8125,
                2,
                List.of(new Findings.Count("near-copy", 2345, 2), new Findings.Count("dark", 1, 0)),
                List.of(
                        new Findings.Group(
                                Findings.COPIES, 12, List.of(new Findings.Row("alike", List.of(dark, other)))),
                        new Findings.Group("dark", 1, List.of(new Findings.Row(EVIL, List.of(dark))))));
        Manifest manifest = new Manifest(
                Manifest.SCHEMA,
                "0.1.0",
                List.of("check"),
                null,
                new Manifest.Samples("photos", Map.of(), "f", 3, List.of()),
                List.of());
        try (Threads one = new Threads(1)) {
            Report.write(
                    new RunView(
                            manifest,
                            new SamplesTable(List.of(), null),
                            null,
                            null,
                            null,
                            List.of(),
                            List.of(),
                            List.of(),
                            null,
                            null,
                            findings,
                            List.of()),
                    one,
                    page);
        }

        assertThat(drawn(page))
                .contains("What may be wrong with the 3 images", "2 of 3 images are better left out", "81.3")
                .contains("looks like another image", "2,345", "Copies, beside the image that stays", "1 of 12.")
                .contains("Dark images", "&lt;/script&gt;&lt;img src=x")
                .doesNotContain("<img src=\"x\"", "NaN", "undefined", "id null");
    }

    private static RunView ranked(Choice choice) {
        SamplesTable table = new SamplesTable(List.of("a", "b", "c"), new long[] {0, 1, 0});
        table.selected = new boolean[] {true, false, false};
        table.rank[0] = 0;
        List<Manifest.Done> steps = Stream.of(Step.CHOICE, Step.SELECT)
                .map(step -> new Manifest.Done(
                        step,
                        step == Step.SELECT ? Map.of("method", choice.chosen(), "stratify", "true") : Map.of(),
                        "2026-01-01T00:00:00Z",
                        120,
                        Map.of(),
                        1 << 20,
                        "resident",
                        Map.of(),
                        List.of()))
                .toList();
        Manifest manifest = new Manifest(
                Manifest.SCHEMA,
                "0.1.0",
                List.of("select"),
                null,
                new Manifest.Samples("photos", Map.of(), "f", 3, List.of("cat", "dog")),
                steps);
        return new RunView(
                manifest, table, null, null, choice, List.of(), List.of(), List.of(), null, null, null, List.of());
    }

    private RunView run() {
        PlainFeatures features = PlainFeatures.random(N, 4, 2);
        int[] classes = new int[N];
        Arrays.setAll(classes, id -> id % 2);
        Samples samples = NaiveBins.of(features, Similarity.COSINE, classes, new String[] {"cat", EVIL}, 3, 2);
        SamplesTable table = new SamplesTable(
                Keys.of(N, id -> EVIL + id),
                Arrays.stream(classes).asLongStream().toArray());
        System.arraycopy(samples.bin(), 0, table.bin, 0, N);
        System.arraycopy(samples.rank(), 0, table.rank, 0, N);
        System.arraycopy(samples.gain(), 0, table.gain, 0, N);
        table.selected = samples.selected();
        Map<String, String> picking = Map.of(
                "--method", "recursive", "--objective", "graphcut", "--similarity", "cosine", "stratify", "true");
        Manifest manifest = new Manifest(
                Manifest.SCHEMA,
                "0.1.0",
                List.of("bins", EVIL),
                null,
                new Manifest.Samples(EVIL, Map.of(), "f", N, List.of("cat", EVIL)),
                List.of(new Manifest.Done(
                        Step.BINS,
                        picking,
                        "2026-01-01T00:00:00Z",
                        1,
                        Map.of(),
                        1 << 20,
                        "resident",
                        Map.of(),
                        List.of())));
        RunView.Search search = new RunView.Search(
                List.of("a", EVIL),
                List.of(0.5, 0.75),
                List.of(new RunView.Search.Proxy(EVIL, List.of(0.25, 0.375), 1, Double.NaN, 12)));
        return new RunView(
                manifest,
                table,
                features,
                null,
                null,
                evaluation(),
                List.of(),
                List.of(),
                null,
                search,
                null,
                List.of());
    }

    private static List<Row> evaluation() {
        List<Row> rows = new ArrayList<>();
        for (String network : List.of("mlp", "lenet")) {
            double over = network.equals("mlp") ? 0.01 : -0.02;
            rows.add(new Row(
                    View.EPOCHS,
                    network,
                    "random",
                    PruningKind.NONE,
                    4,
                    0.1,
                    0.6,
                    0.01,
                    Double.NaN,
                    Double.NaN,
                    9,
                    1,
                    0,
                    Double.NaN));
            rows.add(new Row(
                    View.EPOCHS,
                    network,
                    EVIL,
                    PruningKind.NONE,
                    4,
                    0.1,
                    0.6 + over,
                    Double.NaN,
                    over,
                    0.015,
                    9,
                    1,
                    3,
                    4));
            rows.add(new Row(
                    View.EPOCHS,
                    network,
                    EVIL,
                    PruningKind.INFOBATCH,
                    4,
                    0.1,
                    0.5,
                    0.1,
                    0,
                    0.015,
                    9,
                    1,
                    3,
                    Double.POSITIVE_INFINITY));
            for (String everything : List.of(Comparison.ALL, Comparison.ALL + Comparison.SOFT)) {
                rows.add(new Row(
                        View.EPOCHS,
                        network,
                        everything,
                        PruningKind.NONE,
                        N,
                        1,
                        0.8,
                        0.01,
                        Double.NaN,
                        Double.NaN,
                        9,
                        1,
                        0,
                        Double.NaN));
            }
        }
        rows.add(loss("random", Double.NaN, Double.NaN));
        rows.add(loss(EVIL, -0.25, 0.125));
        rows.add(loss("longest", 0.0625, 0.03125));
        return rows;
    }

    private static Row loss(String selection, double againstRandom, double interval) {
        return new Row(
                View.TOKENS,
                "llama-shape",
                selection,
                PruningKind.NONE,
                4,
                0.1,
                5.5,
                0.5,
                againstRandom,
                interval,
                1234,
                1,
                0,
                Double.NaN);
    }

    /** Returns the page as its script has drawn it, without data and code; the browser has nothing to complain of. */
    private String drawn(Path page) throws Exception {
        try (Chromium browser = Chromium.start(folder.resolve("profile"))) {
            browser.send("Page.navigate", Map.of("url", page.toUri().toString()));
            browser.await("document.readyState === 'complete' && document.getElementById('main') !== null");
            String whole = browser.value("document.documentElement.outerHTML").textValue();
            assertThat(browser.faults()).isEmpty();
            return whole.substring(0, whole.indexOf("<script type="));
        }
    }
}
