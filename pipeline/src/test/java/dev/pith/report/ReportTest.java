package dev.pith.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pith.Keys;
import dev.pith.PithException;
import dev.pith.data.ImageSource;
import dev.pith.data.Labels;
import dev.pith.data.RecordSource;
import dev.pith.data.Source;
import dev.pith.feature.Features;
import dev.pith.feature.Similarity;
import dev.pith.parallel.Threads;
import dev.pith.prune.PruningKind;
import dev.pith.run.Manifest;
import dev.pith.run.SamplesTable;
import dev.pith.run.Step;
import dev.pith.torch.evaluate.Choice;
import dev.pith.torch.evaluate.Row;
import dev.pith.torch.evaluate.View;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private static final int N = 60;
    private static final String EVIL = "</script><img src=x onerror=alert(1)>";
    private static final Map<String, String> GRAPH_CUT = Map.of(
            "method",
            "recursive",
            "objective",
            "graphcut",
            "similarity",
            "cosine",
            "lambda",
            "1.0",
            "stratify",
            "true");

    @TempDir
    private Path folder;

    private final PlainFeatures features = PlainFeatures.random(N, 5, 1);
    private final Samples samples = NaiveBins.of(
            features,
            Similarity.COSINE,
            IntStream.range(0, N).map(id -> id % 2).toArray(),
            new String[] {"cat", EVIL},
            3,
            2);

    @Test
    void holdsEveryPartOfABinnedRunOfImages() throws IOException {
        JsonNode data = data(page(run(Step.BINS, GRAPH_CUT, features, images(id -> null))));

        assertThat(data.get("overview").get("n").asInt()).isEqualTo(N);
        assertThat(data.get("overview").get("binSizes")).hasSize(3);
        assertThat(data.get("command").asText()).isEqualTo("pith quantize " + EVIL);
        assertThat(data.get("gallery").get("form").asText()).isEqualTo("IMAGES");
        assertThat(data.get("gallery")
                        .get("rows")
                        .get(0)
                        .get("items")
                        .get(0)
                        .get("content")
                        .asText())
                .startsWith("data:image/png;base64,");
        assertThat(data.get("gains").get("gains")).hasSize(3);
        assertThat(data.get("spread").get("pairDistance")).hasSize(3);
        assertThat(data.get("terms").get("lastChosen")).hasSize(3);
        assertThat(data.get("balance").get("largestExcess").asDouble()).isLessThanOrEqualTo(1);
        assertThat(data.get("map").get("key")).hasSize(N);
        assertThat(data.get("notes")).isEmpty();
    }

    @Test
    void aRunThatOnlyComparesHasItsTable() throws IOException {
        Manifest manifest = manifest(Step.EVALUATE, Map.of());
        Row row = new Row(
                View.STEPS,
                "mlp",
                "a",
                PruningKind.NONE,
                6,
                0.1,
                0.5,
                Double.NaN,
                0.25,
                Double.NaN,
                100,
                2,
                3,
                Double.POSITIVE_INFINITY);
        Row lost = new Row(
                View.TOKENS,
                "llama-shape",
                "longest",
                PruningKind.NONE,
                6,
                0.1,
                5.5,
                0.5,
                -0.25,
                0.125,
                100,
                2,
                3,
                Double.NaN);
        JsonNode data = data(page(new RunView(
                manifest,
                new SamplesTable(List.of(), null),
                null,
                null,
                null,
                List.of(row, lost),
                List.of(),
                List.of(),
                null,
                null,
                null,
                List.of())));

        assertThat(data.get("overview").get("n").asInt()).isEqualTo(N);
        assertThat(data.get("overview").get("binSizes")).isEmpty();
        assertThat(data.get("gallery").isNull()).isTrue();
        JsonNode evaluated = data.get("evaluation").get(0);
        assertThat(evaluated.get("overRandom").asDouble()).isEqualTo(0.25);
        assertThat(evaluated.get("deviation").isNull()).isTrue();
        assertThat(evaluated.get("paidOff").asText()).isEqualTo("never");
        assertThat(data.get("evaluation")).hasSize(1);
        assertThat(data.get("losses")).hasSize(1);
        assertThat(data.get("losses").get(0).get("view").asText()).isEqualTo("tokens");
        assertThat(data.get("losses").get(0).get("accuracy").asDouble()).isEqualTo(5.5);
    }

    @Test
    void noTextOfTheRunBecomesMarkup() throws IOException {
        String page = page(run(Step.BINS, GRAPH_CUT, features, images(id -> null)));

        assertThat(page).doesNotContain("<img src=x");
        assertThat(data(page).get("map").get("key").get(0).asText()).startsWith(EVIL);
    }

    @Test
    void loadsNothingFromAnywhere() throws IOException {
        String page = page(run(Step.BINS, GRAPH_CUT, features, images(id -> null)));

        assertThat(page).contains("default-src 'none'").doesNotContain("{{");
        assertThat(page).doesNotContainPattern("(?:src|href)=[\"']?(?:https?:)?//");
        assertThat(page.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(2 << 20);
    }

    @Test
    void theSameRunGivesTheSameBytes() throws IOException {
        assertThat(page(run(Step.BINS, GRAPH_CUT, features, images(id -> null))))
                .isEqualTo(page(run(Step.BINS, GRAPH_CUT, features, images(id -> null))));
    }

    @Test
    void showsTextsAsTheyBegin() throws IOException {
        JsonNode gallery =
                data(page(run(Step.BINS, GRAPH_CUT, features, texts()))).get("gallery");

        assertThat(gallery.get("form").asText()).isEqualTo("TEXTS");
        JsonNode items = gallery.get("rows").get(0).get("items");
        assertThat(items).hasSize(3);
        assertThat(items.get(0).get("content").asText()).hasSize(281).endsWith("…");
    }

    @Test
    void tellsHowLongTextsAreAndHowTheyBegin() throws IOException {
        JsonNode data = data(page(run(Step.BINS, GRAPH_CUT, features, texts())));

        JsonNode texts = data.get("texts");
        assertThat(texts.get("words")).extracting(JsonNode::asText).containsExactly("give");
        assertThat(texts.get("groups"))
                .extracting(group -> group.get("name").asText())
                .containsExactly("0", "1", "2", "all", "kept");
        assertThat(texts.get("groups").get(3).get("lengths"))
                .extracting(JsonNode::asInt)
                .containsOnly(1700);
        assertThat(texts.get("groups").get(3).get("shares").get(0).asDouble()).isEqualTo(1);
        assertThat(data.get("map").get("text")).hasSize(N);
        assertThat(data.get("map").get("text").get(0).asText())
                .startsWith("Give three tips.")
                .hasSize(121);
    }

    @Test
    void showsWhatWasKeptForWhatWasLeftOut() throws IOException {
        JsonNode standIns =
                data(page(run(Step.BINS, GRAPH_CUT, features, texts()))).get("standIns");

        assertThat(standIns.get("looked").asInt()).isEqualTo(N);
        assertThat(standIns.get("kept").get("mean").asDouble())
                .isPositive()
                .isLessThan(standIns.get("kept").get("most").asDouble());
        double before = 0;
        for (JsonNode pair : standIns.get("pairs")) {
            int left = pair.get("left").get("id").asInt();
            int kept = pair.get("kept").get("id").asInt();
            assertThat(samples.selected()[left]).isFalse();
            assertThat(samples.selected()[kept]).isTrue();
            assertThat(pair.get("distance").asDouble()).isGreaterThanOrEqualTo(before);
            before = pair.get("distance").asDouble();
        }
        assertThat(before).isPositive();
    }

    @Test
    void goesWithoutImagesThatCannotBeRead() throws IOException {
        Source source = images(id -> {
            throw new PithException("broken.png: not an image");
        });

        JsonNode gallery =
                data(page(run(Step.BINS, GRAPH_CUT, features, source))).get("gallery");

        assertThat(gallery.get("rows").get(0).get("items").get(0).get("content").isNull())
                .isTrue();
    }

    @Test
    void goesWithoutSourceFeaturesLabelsAndSelection() throws IOException {
        Samples plain = NaiveBins.of(features, Similarity.DOT, new int[0], new String[0], 1, 0);
        RunView run = new RunView(
                manifest(Step.BINS, Map.of()),
                table(plain),
                null,
                null,
                null,
                List.of(),
                List.of(),
                List.of(),
                null,
                null,
                null,
                List.of("The source is gone."));

        JsonNode data = data(page(run));

        assertThat(data.get("gallery").get("form").asText()).isEqualTo("KEYS");
        assertThat(data.get("spread").isNull()).isTrue();
        assertThat(data.get("terms").isNull()).isTrue();
        assertThat(data.get("texts").isNull()).isTrue();
        assertThat(data.get("standIns").isNull()).isTrue();
        assertThat(data.get("map").isNull()).isTrue();
        assertThat(data.get("balance").isNull()).isTrue();
        assertThat(data.get("notes"))
                .extracting(JsonNode::asText)
                .containsExactly(
                        "The source is gone.",
                        "The source has no labels, so nothing is said about classes.",
                        "Nothing has been selected yet; pith sample draws from the bins.");
    }

    @Test
    void showsARankingAsOne() throws IOException {
        JsonNode data =
                data(page(run(Step.SELECT, Map.of("method", "facility-location"), features, images(id -> null))));

        assertThat(data.get("overview").get("ranking").asBoolean()).isTrue();
        assertThat(data.get("terms").isNull()).isTrue();
    }

    @Test
    void aChoiceIsShownWithTheRankingThatCameOfIt() throws IOException {
        Choice choice = new Choice(
                List.of(
                        new Choice.Tried("herding", 0.02, 0.005, Map.of("lenet", 0.02)),
                        new Choice.Tried("ccs", 0.01, Double.NaN, Map.of("lenet", 0.01))),
                "herding");
        JsonNode made = data(page(chosen(choice, "herding"))).get("choice");

        assertThat(made.get("chosen").asText()).isEqualTo("herding");
        JsonNode first = made.get("tried").get(0);
        assertThat(first.get("gain").asDouble()).isEqualTo(0.02);
        assertThat(first.get("clear").asBoolean()).isTrue();
        assertThat(first.get("byNetwork").get("lenet").asDouble()).isEqualTo(0.02);
        assertThat(made.get("tried").get(1).get("standardError").isNull()).isTrue();
        assertThat(data(page(chosen(choice, "random"))).get("choice").isNull()).isTrue();
        assertThat(data(page(run(Step.BINS, GRAPH_CUT, features, images(id -> null))))
                        .get("choice")
                        .isNull())
                .isTrue();
    }

    private RunView chosen(Choice choice, String method) {
        return new RunView(
                manifest(Step.SELECT, Map.of("method", method)),
                table(samples),
                features,
                images(id -> null),
                choice,
                List.of(),
                List.of(),
                List.of(),
                null,
                null,
                null,
                List.of());
    }

    @Test
    void leavesOutSamplesWithoutUsableFeatures() throws IOException {
        features.row(7)[0] = Double.NaN;
        Arrays.fill(features.row(9), 0);

        JsonNode data = data(page(run(Step.BINS, GRAPH_CUT, features, images(id -> null))));

        assertThat(data.get("map").get("key")).hasSize(N - 2);
        assertThat(data.get("spread").get("pairDistance").get(0).isNull()).isFalse();
    }

    private RunView run(Step step, Map<String, String> configuration, Features features, Source source) {
        return new RunView(
                manifest(step, configuration),
                table(samples),
                features,
                source,
                null,
                List.of(),
                List.of(),
                List.of(),
                null,
                null,
                null,
                List.of());
    }

    private static SamplesTable table(Samples samples) {
        long[] labels = Arrays.stream(samples.classes()).asLongStream().toArray();
        SamplesTable table = new SamplesTable(Keys.of(N, id -> EVIL + id), samples.labelled() ? labels : null);
        System.arraycopy(samples.bin(), 0, table.bin, 0, N);
        System.arraycopy(samples.rank(), 0, table.rank, 0, N);
        System.arraycopy(samples.gain(), 0, table.gain, 0, N);
        table.selected = samples.selected();
        return table;
    }

    private static Manifest manifest(Step step, Map<String, String> configuration) {
        return new Manifest(
                Manifest.SCHEMA,
                "0.1.0",
                List.of("quantize", EVIL),
                0L,
                new Manifest.Samples(EVIL, Map.of(), "f", N, List.of("cat", EVIL)),
                List.of(new Manifest.Done(
                        step,
                        configuration,
                        "2026-01-01T00:00:00Z",
                        1.5,
                        Map.of(),
                        1 << 20,
                        "resident",
                        Map.of(),
                        List.of())));
    }

    private String page(RunView run) throws IOException {
        Path page = folder.resolve(Report.FILE);
        try (Threads two = new Threads(2)) {
            Report.write(run, two, page);
        }
        return Files.readString(page);
    }

    private static JsonNode data(String page) throws IOException {
        String open = "<script type=\"application/json\" id=\"data\">";
        int from = page.indexOf(open) + open.length();
        return new ObjectMapper().readTree(page.substring(from, page.indexOf("</script>", from)));
    }

    /** A source of grey images of 2 x 2, unless {@code fault} throws. */
    private static Source images(IntFunction<@Nullable Void> fault) {
        class Images extends Named implements ImageSource {
            @Override
            public Image image(int id) {
                fault.apply(id);
                return new Image(2, 2, 1, new byte[] {0, 1, 2, (byte) id});
            }

            @Override
            public Encoded encoded(int id) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Optional<Path> file(int id) {
                return Optional.empty();
            }
        }
        return new Images();
    }

    private static Source texts() {
        class Texts extends Named implements RecordSource {
            @Override
            public byte[] record(int id) {
                throw new UnsupportedOperationException();
            }

            @Override
            public String text(int id) {
                return "Give three tips. ".repeat(100);
            }
        }
        return new Texts();
    }

    private abstract static class Named implements Source {
        @Override
        public String name() {
            return EVIL;
        }

        @Override
        public int size() {
            return N;
        }

        @Override
        public String key(int id) {
            return EVIL + id;
        }

        @Override
        public Optional<Labels> labels() {
            return Optional.empty();
        }

        @Override
        public String fingerprint() {
            return "f";
        }

        @Override
        public void close() {}
    }
}
