package dev.pith.pipeline.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pith.PithException;
import dev.pith.data.Source;
import dev.pith.feature.DenseFeatures;
import dev.pith.feature.Features;
import dev.pith.npy.Npy;
import dev.pith.parallel.Threads;
import dev.pith.pipeline.check.CheckSettings;
import dev.pith.pipeline.check.CheckStep;
import dev.pith.pipeline.feature.FeatureKind;
import dev.pith.pipeline.feature.FeatureSettings;
import dev.pith.pipeline.feature.FeaturesStep;
import dev.pith.pipeline.selection.SampleSettings;
import dev.pith.pipeline.selection.SampleStep;
import dev.pith.pipeline.selection.SelectSettings;
import dev.pith.pipeline.selection.SelectStep;
import dev.pith.pipeline.session.Messages;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.SourceReference;
import dev.pith.prune.PruningKind;
import dev.pith.run.SamplesTable;
import dev.pith.run.Step;
import dev.pith.sample.BinsShare;
import dev.pith.sample.Budget;
import dev.pith.selection.RankingMethod;
import dev.pith.selection.RankingSettings;
import dev.pith.torch.evaluate.EvaluationFile;
import dev.pith.torch.evaluate.Row;
import dev.pith.torch.evaluate.View;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** What the server of a view hands out. */
class ViewAnswersTest extends ServedRun {
    @Test
    void thePageAndItsPartsAreServedAndLoadNothingFromElsewhere() throws IOException {
        Asked html = Asked.get(page, "");
        assertThat(html.status()).isEqualTo(200);
        assertThat(html.head())
                .contains("default-src 'none'", "frame-ancestors 'none'", "nosniff", "no-referrer", "no-store");
        List<String> parts =
                List.of("view.css", "view.js", "page.js", "card.js", "compare.js", "model.js", "map.js", "list.js");
        for (String part :
                Stream.concat(Stream.of("colours.css"), parts.stream()).toList()) {
            Asked asked = Asked.get(page, part);
            assertThat(asked.status()).as(part).isEqualTo(200);
            assertThat(asked.text()).as(part).doesNotContain("http://", "https://", "innerHTML");
        }
        assertThat(html.text()).doesNotContain("http://", "https://");
    }

    @Test
    void columnsAreThoseOfTheRun() throws IOException {
        SamplesTable table = SamplesTable.read(run.resolve("samples.csv"), N);
        assertThat(Asked.get(page, "0/column/bin").ints()).isEqualTo(table.bin);
        assertThat(Asked.get(page, "0/column/rank").ints()).isEqualTo(table.rank);
        float[] gains = Asked.get(page, "0/column/gain").floats();
        IntStream.range(0, N).forEach(id -> assertThat(gains[id]).isEqualTo((float) table.gain[id]));
        assertThat(Asked.get(page, "0/column/x").floats()).hasSize(N).doesNotContain(Float.NaN);
        JsonNode about = json("0/run");
        assertThat(about.get("form").textValue()).isEqualTo("images");
        assertThat(about.get("n").intValue()).isEqualTo(N);
        assertThat(about.get("kept").intValue()).isEqualTo(12);
        assertThat(about.get("classes").toString()).isEqualTo("[\"cat\",\"dog\"]");
        assertThat(about.get("notes")).isEmpty();
        assertThat(Asked.get(page, "0/column/no").status()).isEqualTo(404);
    }

    @Test
    void theOrderBeginsWithTheRunsOwnSelection() throws IOException {
        int[] position = Asked.get(page, "0/column/order").ints();
        long[] selection = Npy.readLongs(run.resolve("selection.npy"));
        for (int k = 0; k < selection.length; k++) {
            assertThat(position[(int) selection[k]]).isEqualTo(k);
        }
        assertThat(IntStream.of(position).sorted().toArray())
                .isEqualTo(IntStream.range(0, N).toArray());
    }

    @Test
    void theOrderIsWhatSampleDrawsWhateverItLeavesOut() throws IOException {
        Path out = Files.writeString(
                folder.resolve("out.txt"), "0\n1\n2\n3\n4\n6\n7\n8\n9\n10\n11\ndog/25.png\ndog/27.png\n");
        Path in = Files.writeString(folder.resolve("in.txt"), "5\n");
        for (BinsShare share : BinsShare.values()) {
            SampleSettings settings = new SampleSettings(Budget.parse("20"), null, in, out, share, 5);
            try (Session session = Session.open(run, Messages.NONE)) {
                new SampleStep(session, settings).perform();
            }
            long[] selection = Npy.readLongs(run.resolve("selection.npy"));
            try (Threads one = new Threads(1);
                    ViewedRun viewed = ViewedRun.read(run, one, Messages.NONE)) {
                PickOrder order = viewed.order();
                assertThat(viewed.notes()).isEmpty();
                assertThat(PickOrder.first(order.ids(), 20, order.included(), order.excluded()))
                        .isEqualTo(IntStream.range(0, 20)
                                .map(k -> (int) selection[k])
                                .toArray());
            }
        }
        Files.delete(out);
        try (Threads one = new Threads(1);
                ViewedRun viewed = ViewedRun.read(run, one, Messages.NONE)) {
            assertThat(viewed.notes()).hasSize(2).anyMatch(note -> note.contains("out.txt: no such file"));
            long[] selection = Npy.readLongs(run.resolve("selection.npy"));
            assertThat(IntStream.of(viewed.order().ids())
                            .limit(20)
                            .asLongStream()
                            .toArray())
                    .isEqualTo(selection);
        }
    }

    @Test
    void likenessIsTheCosineAndNearestOnesAreFound() throws IOException {
        try (Threads one = new Threads(1);
                Features features = new DenseFeatures(Npy.mapFloats(run.resolve("features.npy")), one)) {
            float[] alike = Asked.get(page, "0/similar/7").floats();
            for (int id = 0; id < N; id++) {
                assertThat(alike[id]).isCloseTo((float) cosine(features, 7, id), within());
            }
            int[] some = IntStream.range(0, N).filter(id -> id < 30).toArray(); // the folder cat comes first
            int[] numbers = Asked.get(page, "0/copies/0").ints();
            assertThat(numbers).hasSize(3 * some.length);
            for (int k = 0; k < some.length; k++) {
                int id = numbers[k];
                assertThat(id).isEqualTo(some[k]);
                double most = IntStream.of(some)
                        .filter(other -> other != id)
                        .mapToDouble(other -> cosine(features, id, other))
                        .max()
                        .orElseThrow();
                assertThat(numbers[some.length + k]).isNotEqualTo(id);
                assertThat(cosine(features, id, numbers[some.length + k])).isCloseTo(most, closely());
                assertThat(Float.intBitsToFloat(numbers[2 * some.length + k])).isCloseTo((float) most, within());
            }
            assertThat(Asked.get(page, "0/copies/-1").ints()).hasSize(3 * N);
        }
        assertThat(Asked.get(page, "0/similar/60").status()).isEqualTo(400);
        assertThat(Asked.get(page, "0/similar/x").status()).isEqualTo(400);
    }

    private static double cosine(Features features, int i, int j) {
        return features.dot(i, j) / Math.sqrt(features.squaredNorm(i) * features.squaredNorm(j));
    }

    private static Offset<Float> within() {
        return Offset.offset(1e-5f);
    }

    private static Offset<Double> closely() {
        return Offset.offset(1e-5);
    }

    @Test
    void theMapByNeighboursIsDrawnOnceAndKeptUntilFeaturesChange() throws Exception {
        assertThat(Asked.get(page, "0/places").status()).isEqualTo(404);
        float[] places = neighborMap();
        assertThat(places).hasSize(2 * N).doesNotContain(Float.NaN);
        Path file = run.resolve("neighbor-map.npy");
        Path saying = run.resolve("neighbor-map.txt");
        assertThat(Files.readAllLines(saying)).contains("similarity cosine").anyMatch(line -> line.startsWith("umap "));

        float[] others = new float[2 * N];
        Arrays.fill(others, 5);
        Npy.write(file, others, N, 2);
        try (Session session = Session.open(run, Messages.NONE)) {
            new SampleStep(session, SampleSettings.keeping(Budget.parse("30"), 1)).perform();
        }
        server.close();
        start();
        assertThat(neighborMap()).as("of the same features, so not drawn anew").isEqualTo(others);

        Files.writeString(saying, "of other features");
        server.close();
        start();
        assertThat(neighborMap()).isEqualTo(places);

        Files.writeString(file, "cut");
        server.close();
        start();
        assertThat(neighborMap()).isEqualTo(places);
    }

    private float[] neighborMap() throws Exception {
        for (JsonNode state = json("0/neighbors"); !state.get("there").booleanValue(); state = json("0/neighbors")) {
            assertThat(state.get("failure").textValue()).isEmpty();
            Thread.sleep(20);
        }
        return Asked.get(page, "0/places").floats();
    }

    @Test
    void aViewThatIsClosedWhileAMapIsDrawnEnds() throws IOException {
        assertThat(json("0/neighbors").get("failure").textValue()).isEmpty();
        server.close();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("pith-map"));
    }

    @Test
    void samplesAreShownFoundAndExplained() throws IOException {
        BufferedImage thumb = ImageIO.read(
                new ByteArrayInputStream(Asked.get(page, "0/thumb/3").body()));
        assertThat(thumb.getRGB(2, 1))
                .isEqualTo(ImageIO.read(photos.resolve("cat/06.png").toFile()).getRGB(2, 1));
        assertThat(Asked.get(page, "0/thumb/3").head()).contains("image/png", "immutable");
        assertThat(Asked.get(page, "0/search?DOG%2F1").ints()).containsExactly(35, 36, 37, 38, 39);
        JsonNode card = json("0/card/3");
        assertThat(card.get("key").textValue()).isEqualTo("cat/06.png");
        BufferedImage picture = ImageIO.read(
                new ByteArrayInputStream(Asked.get(page, "0/picture/3").body()));
        assertThat(picture.getWidth()).isEqualTo(8);
        assertThat(picture.getRGB(2, 1)).isEqualTo(thumb.getRGB(2, 1));
        assertThat(card.get("missing").textValue()).isEmpty();
        assertThat(Asked.get(page, "0/thumb/60").status()).isEqualTo(400);
        assertThat(Asked.get(page, "0/nothing").status()).isEqualTo(404);
    }

    private void makeFeatures(Session session) {
        FeatureSettings pixels = FeatureSettings.builder(FeatureKind.PIXELS).build();
        try (Source source = session.open(SourceReference.of(photos.toString()))) {
            new FeaturesStep(session, source, pixels).perform();
        }
    }

    @Test
    void aRankingIsItsOwnOrder() throws IOException {
        Path ranked = folder.resolve("ranked");
        try (Session session = Session.open(ranked, Messages.NONE)) {
            makeFeatures(session);
            RankingSettings herding = RankingSettings.of(RankingMethod.HERDING, 0);
            new SelectStep(session, SelectSettings.of(herding, Budget.parse("10"), true)).perform();
        }
        server.close();
        run = ranked;
        start();
        assertThat(json("0/run").get("order").textValue()).isEqualTo("ranking");
        int[] position = Asked.get(page, "0/column/order").ints();
        long[] ranking = Npy.readLongs(ranked.resolve("ranking.npy"));
        for (int k = 0; k < ranking.length; k++) {
            assertThat(position[(int) ranking[k]]).isEqualTo(k);
        }
        assertThat(IntStream.of(position).filter(place -> place < 0)).hasSize(N - ranking.length);
    }

    @Test
    void whatTheRunAndOthersHaveEvaluatedIsThere() throws IOException {
        assertThat(json("evaluations")).isEmpty();
        Path other = folder.resolve("evaluated");
        try (Session session = Session.open(other, Messages.NONE)) {
            makeFeatures(session);
        }
        server.close();
        assertThatThrownBy(() -> start(other))
                .isInstanceOf(PithException.class)
                .hasMessageContaining("evaluated: has selected nothing yet, and evaluated nothing");
        Row row = new Row(
                View.EPOCHS, "mlp", "herding", PruningKind.NONE, 6, 0.1, 0.5, 0.25, 0.125, Double.NaN, 9, 1, 3, 4);
        for (Path each : List.of(run, other)) {
            try (Session session = Session.open(each, Messages.NONE)) {
                session.perform(
                        Step.EVALUATE,
                        Map.of(),
                        staging -> EvaluationFile.write(staging.file(EvaluationFile.NAME), List.of(row)));
            }
        }
        start(other);
        assertThat(json("state").get("others")).as("it selects nothing").isEmpty();
        JsonNode tables = json("evaluations");
        assertThat(tables).hasSize(2);
        assertThat(tables.get(1).get("run").textValue()).isEqualTo(other.toString());
        for (JsonNode table : tables) {
            JsonNode first = table.get("rows").get(0);
            assertThat(first.get("selection").textValue()).isEqualTo("herding");
            assertThat(first.get("measure").textValue()).isEqualTo("accuracy");
            assertThat(first.get("overRandom").doubleValue()).isEqualTo(0.125);
            assertThat(first.get("interval").isNull()).isTrue();
        }
    }

    @Test
    void aRunThatWasOnlyCheckedShowsItsIssues() throws IOException {
        Path some = Files.createDirectories(folder.resolve("some/cat"));
        for (int k = 0; k < 5; k++) {
            Files.copy(photos.resolve(String.format("cat/%02d.png", 2 * k)), some.resolve(k + ".png"));
        }
        Files.copy(some.resolve("1.png"), some.resolve("5.png"));
        server.close();
        run = folder.resolve("checked");
        try (Session session = Session.open(run, Messages.NONE);
                Source source = session.open(SourceReference.of(some.getParent().toString()))) {
            new CheckStep(session, source, CheckSettings.usual(0)).perform();
        }
        start();
        JsonNode about = json("0/run");
        assertThat(about.get("order").textValue()).isEqualTo("source");
        assertThat(about.get("bins").intValue()).isZero();
        assertThat(about.get("notes").get(0).textValue()).contains("no features");
        int copy = 1
                << List.of(new ObjectMapper().treeToValue(about.get("kinds"), String[].class))
                        .indexOf("copy");
        int[] kinds = Asked.get(page, "0/column/kinds").ints();
        assertThat(IntStream.range(0, 6).filter(id -> (kinds[id] & copy) != 0)).containsExactly(5);
        JsonNode remark = json("0/card/5").get("remarks").get(0);
        assertThat(remark.get("other").textValue()).isEqualTo("cat/1.png");
        assertThat(remark.get("otherId").intValue()).isEqualTo(1);
        Files.writeString(
                run.resolve("issues.csv"),
                Files.readString(run.resolve("issues.csv")).replaceFirst("\n5,", "\n6,"));
        assertThat(Asked.post(page, "reload", new byte[0]).status()).isEqualTo(200);
        assertThat(json("1/run").get("notes").toString())
                .contains("issues.csv is not shown (there is no sample 6; ids go from 0 to 5)");
        Asked unknown = Asked.get(page, "1/similar/1");
        assertThat(unknown.text()).contains("likeness is not known");
        assertThat(save("clean", new int[] {0, 1, 2, 3, 4}, 5).status()).isEqualTo(200);
    }
}
