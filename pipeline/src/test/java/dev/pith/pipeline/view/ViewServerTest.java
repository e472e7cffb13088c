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
import dev.pith.pipeline.Quantization;
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
import dev.pith.pipeline.session.WorkSettings;
import dev.pith.run.SamplesTable;
import dev.pith.sample.BinsShare;
import dev.pith.sample.Budget;
import dev.pith.selection.RankingMethod;
import dev.pith.selection.RankingSettings;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server of a view hands out, takes, and refuses. */
class ViewServerTest {
    private static final int N = 60;

    @TempDir
    private Path folder;

    private Path photos;
    private Path run;
    private ViewServer server;
    private URI page;

    @BeforeEach
    void serve() throws IOException {
        photos = folder.resolve("photos");
        run = folder.resolve("run");
        for (int i = 0; i < N; i++) {
            BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
            for (int pixel = 0; pixel < 64; pixel++) {
                image.setRGB(pixel % 8, pixel / 8, 0x10101 * ((i * 37 + pixel * pixel * (i % 7 + 1)) % 251));
            }
            Path ofClass = Files.createDirectories(photos.resolve(i % 2 == 0 ? "cat" : "dog"));
            ImageIO.write(
                    image, "png", ofClass.resolve(String.format("%02d.png", i)).toFile());
        }
        try (Session session = Session.open(run, Messages.NONE)) {
            Quantization.of(photos.toString())
                    .features(FeatureSettings.builder(FeatureKind.PIXELS).build())
                    .sample(Budget.parse("12"))
                    .perform(session);
        }
        start();
    }

    private void start(Path... others) {
        server = ViewServer.start(run, List.of(others), 0, WorkSettings.DEFAULT, Messages.NONE);
        page = server.address();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private JsonNode json(String path) throws IOException {
        return new ObjectMapper().readTree(Asked.get(page, path).body());
    }

    @Test
    void thePageAndItsPartsAreServedAndLoadNothingFromElsewhere() throws IOException {
        Asked html = Asked.get(page, "");
        assertThat(html.status()).isEqualTo(200);
        assertThat(html.head())
                .contains("default-src 'none'", "frame-ancestors 'none'", "nosniff", "no-referrer", "no-store");
        for (String part : new String[] {"colours.css", "view.css", "view.js", "model.js", "map.js", "list.js"}) {
            Asked asked = Asked.get(page, part);
            assertThat(asked.status()).as(part).isEqualTo(200);
            assertThat(asked.text()).as(part).doesNotContain("http://", "https://", "innerHTML");
        }
        assertThat(html.text()).doesNotContain("http://", "https://");
    }

    @ParameterizedTest
    @CsvSource({
        "Host: evil.example",
        "Host: 127.0.0.1.evil.example:80",
        "Host: 127.0.0.1",
        "Origin: http://evil.example",
        "Origin: null",
        "Origin: http://127.0.0.1:1",
        "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Site: same-site",
    })
    void othersAreRefused(String header) throws IOException {
        assertThat(Asked.get(page, "state", header).status()).isEqualTo(403);
        Asked saving = Asked.post(page, "save/mine", Asked.selection(new int[] {1}, new int[0]), header);
        assertThat(saving.status()).isEqualTo(403);
        assertThat(run.resolve("selection-mine.npy")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/state", "/wrong/", "/wrong/state"})
    void nobodyIsHeardWithoutTheToken(String path) throws IOException {
        assertThat(Asked.get(page, path).status()).isEqualTo(403);
        assertThat(Asked.get(page, path).text()).contains("lacks the token");
    }

    @Test
    void whoKnowsTheAddressIsHeard() throws IOException {
        String own = "http://" + page.getAuthority();
        assertThat(Asked.get(page, "state", "Origin: " + own, "Sec-Fetch-Site: same-origin")
                        .status())
                .isEqualTo(200);
        assertThat(Asked.get(page, "state", "Host: localhost:" + page.getPort()).status())
                .isEqualTo(200);
        assertThat(Asked.get(page, "", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate")
                        .status())
                .as("a link in a terminal that is a page")
                .isEqualTo(200);
        assertThat(Asked.send(page, "PUT", "state", new byte[0], 0).status()).isEqualTo(405);
    }

    @Test
    void tokensDiffer() {
        try (ViewServer other = ViewServer.start(run, List.of(), 0, WorkSettings.DEFAULT, Messages.NONE)) {
            assertThat(other.address().getPath()).isNotEqualTo(page.getPath()).hasSizeGreaterThan(30);
        }
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
    void samplesAreShownFoundAndExplained() throws IOException {
        BufferedImage thumb = ImageIO.read(
                new ByteArrayInputStream(Asked.get(page, "0/thumb/3").body()));
        assertThat(thumb.getRGB(2, 1))
                .isEqualTo(ImageIO.read(photos.resolve("cat/06.png").toFile()).getRGB(2, 1));
        assertThat(Asked.get(page, "0/thumb/3").head()).contains("image/png", "immutable");
        assertThat(Asked.get(page, "0/search?DOG%2F1").ints()).containsExactly(35, 36, 37, 38, 39);
        JsonNode card = json("0/card/3");
        assertThat(card.get("key").textValue()).isEqualTo("cat/06.png");
        assertThat(card.get("width").intValue()).isEqualTo(8);
        assertThat(card.get("missing").textValue()).isEmpty();
        assertThat(Asked.get(page, "0/thumb/60").status()).isEqualTo(400);
        assertThat(Asked.get(page, "0/nothing").status()).isEqualTo(404);
    }

    @Test
    void whatIsSavedIsWhatSampleDrawsWithoutWhatIsLeftOut() throws IOException {
        int[] position = Asked.get(page, "0/column/order").ints();
        int[] order = new int[N];
        IntStream.range(0, N).forEach(id -> order[position[id]] = id);
        int[] excluded = {order[0], order[5], order[40]};
        BitSet out = new BitSet();
        IntStream.of(excluded).forEach(out::set);
        int[] ids = PickOrder.first(order, 15, new BitSet(), out);

        Asked saved = Asked.post(page, "save/mine", Asked.selection(ids, excluded));

        assertThat(saved.status()).as(saved.text()).isEqualTo(200);
        Path file = run.resolve("selection-mine.npy");
        assertThat(new ObjectMapper().readTree(saved.body()).get("selection").textValue())
                .isEqualTo(file.toString());
        Path list = run.resolve("exclude-mine.txt");
        SampleSettings settings = new SampleSettings(Budget.parse("15"), null, null, list, BinsShare.EQUAL, 0);
        try (Session session = Session.open(run, Messages.NONE)) {
            new SampleStep(session, settings).perform();
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(Files.readAllBytes(run.resolve("selection.npy")));
        int[] again = Asked.get(page, "saved/mine").ints();
        assertThat(again[0]).isEqualTo(15);
        assertThat(IntStream.of(again).skip(1).limit(15).toArray()).isEqualTo(ids);
        assertThat(IntStream.of(again).skip(16).toArray())
                .isEqualTo(IntStream.of(excluded).sorted().toArray());
        assertThat(run.toFile().list()).noneMatch(name -> name.endsWith(".part"));
    }

    @Test
    void twoViewersDoNotReplaceEachOthersSelectionUnknowingly() throws IOException {
        byte[] one = Asked.selection(new int[] {1, 2}, new int[0]);
        byte[] two = Asked.selection(new int[] {3}, new int[0]);
        assertThat(Asked.post(page, "save/mine", one).status()).isEqualTo(200);

        Asked second = Asked.post(page, "save/mine", two);
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.text()).contains("selection-mine.npy is there already", "save again to replace it");
        assertThat(Npy.readLongs(run.resolve("selection-mine.npy"))).containsExactly(1, 2);

        String tag = json("state").get("saved").get(0).get("tag").textValue();
        String seen = URLEncoder.encode(tag, StandardCharsets.UTF_8);
        assertThat(Asked.post(page, "save/mine?" + seen, two).status()).isEqualTo(200);
        assertThat(Npy.readLongs(run.resolve("selection-mine.npy"))).containsExactly(3);
    }

    @Test
    void aBrowserThatIsClosedWhileItSavesSavesNothing() throws Exception {
        byte[] whole = Asked.selection(new int[] {1, 2, 3}, new int[0]);
        byte[] half = Arrays.copyOf(whole, whole.length / 2);
        Asked.send(page, "POST", "save/mine", half, whole.length);
        assertThat(Asked.post(page, "save/other", whole).status()).isEqualTo(200);
        assertThat(run.resolve("selection-mine.npy")).doesNotExist();
        assertThat(run.resolve("selection-other.npy")).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {"..%2Fevil", "a%2Fb", ".hidden", "a.b", "%00", ""})
    void namesStayInTheRun(String name) throws IOException {
        Asked refused = Asked.post(page, "save/" + name, Asked.selection(new int[] {1}, new int[0]));
        assertThat(refused.status()).isGreaterThanOrEqualTo(400);
        assertThat(run.toFile().list()).noneMatch(file -> file.startsWith("selection-"));
        assertThat(folder.toFile().list()).hasSize(2);
    }

    @Test
    void idsThatAreNoneAreRefused() throws IOException {
        int[] none = {};
        for (int[] ids : new int[][] {{60}, {-1}, {2, 2}}) {
            assertThat(Asked.post(page, "save/mine", Asked.selection(ids, none)).status())
                    .isEqualTo(400);
            assertThat(Asked.post(page, "save/mine", Asked.selection(new int[] {1}, ids))
                            .status())
                    .isEqualTo(400);
        }
        assertThat(Asked.post(page, "save/mine", new byte[] {9, 0, 0, 0, 1}).status())
                .isEqualTo(400);
        assertThat(Asked.post(page, "save/mine", new byte[0]).status()).isEqualTo(400);
        assertThat(Asked.post(page, "save/mine", Asked.selection(none, none)).text())
                .contains("nothing is kept");
        assertThat(run.resolve("selection-mine.npy")).doesNotExist();
    }

    @Test
    void aRunThatChangesMeanwhileIsSaidAndReadAnewWhenAsked() throws IOException {
        assertThat(json("state").get("changed").textValue()).isEmpty();
        try (Session session = Session.open(run, Messages.NONE)) {
            new SampleStep(session, SampleSettings.keeping(Budget.parse("30"), 1)).perform();
        }
        assertThat(json("state").get("changed").textValue()).startsWith("pith");
        assertThat(json("0/run").get("kept").intValue()).as("as it was").isEqualTo(12);
        assertThat(Asked.post(page, "save/old", Asked.selection(new int[] {1}, new int[0]))
                        .status())
                .as("ids mean the same")
                .isEqualTo(200);

        assertThat(Asked.post(page, "reload", new byte[0]).status()).isEqualTo(200);

        assertThat(json("state").get("changed").textValue()).isEmpty();
        assertThat(json("1/run").get("kept").intValue()).isEqualTo(30);
        Asked late = Asked.get(page, "0/run");
        assertThat(late.status()).isEqualTo(410);
        assertThat(late.text()).contains("read anew in another window");
    }

    @Test
    void whatWasMarkedIsNotSavedIntoARunOfOtherSamples() throws IOException {
        server.close();
        start();
        deleteRun();
        try (Session session = Session.open(run, Messages.NONE)) {
            Quantization.of("fashion-mnist-mini")
                    .features(FeatureSettings.builder(FeatureKind.PIXELS).build())
                    .perform(session);
        }
        Asked refused = Asked.post(page, "save/mine", Asked.selection(new int[] {1}, new int[0]));
        assertThat(refused.status()).isEqualTo(500);
        assertThat(refused.text()).contains("begun anew with other samples");
    }

    @Test
    void aRunThatIsGoneIsSaid() throws IOException {
        deleteRun();
        assertThat(Asked.get(page, "state").text()).contains("the run is not there any more");
    }

    private void deleteRun() throws IOException {
        try (var files = Files.walk(run)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void cardsOfASourceThatMovedSaySo() throws IOException {
        Files.move(photos, folder.resolve("elsewhere"));
        Asked thumb = Asked.get(page, "0/thumb/3");
        assertThat(thumb.status()).isEqualTo(404);
        assertThat(json("0/card/3").get("missing").textValue()).contains("cat/06.png");

        assertThat(Asked.post(page, "reload", new byte[0]).status()).isEqualTo(200);
        assertThat(json("1/run").get("notes").get(0).textValue())
                .contains("the source of this run is not there any more");
        assertThat(json("1/card/3").get("missing").textValue()).contains("not there any more");
        assertThat(json("1/run").get("similarity").textValue())
                .as("the map is of the features")
                .isEqualTo("cosine");
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
        Asked unknown = Asked.get(page, "0/similar/1");
        assertThat(unknown.text()).contains("likeness is not known");
        assertThat(Asked.post(page, "save/clean", Asked.selection(new int[] {0, 1, 2, 3, 4}, new int[] {5}))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aRankingIsItsOwnOrder() throws IOException {
        Path ranked = folder.resolve("ranked");
        try (Session session = Session.open(ranked, Messages.NONE)) {
            Source source = session.open(SourceReference.of(photos.toString()));
            try (source) {
                new FeaturesStep(
                                session,
                                source,
                                FeatureSettings.builder(FeatureKind.PIXELS).build())
                        .perform();
            }
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
    void aPortInUseIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> ViewServer.start(run, List.of(), port, WorkSettings.DEFAULT, Messages.NONE))
                    .isInstanceOf(PithException.class)
                    .hasMessageStartingWith("port " + port + " of 127.0.0.1 is in use")
                    .hasMessageContaining("give another with `port`");
        }
    }

    @Test
    void selectionsOfOtherRunsAreComparedWhenTheyAreFromTheSameSource() throws IOException {
        Path other = folder.resolve("other");
        try (Session session = Session.open(other, Messages.NONE)) {
            Quantization.of(photos.toString())
                    .features(FeatureSettings.builder(FeatureKind.PIXELS).build())
                    .sample(Budget.parse("6"))
                    .seed(3)
                    .perform(session);
        }
        server.close();
        start(other);
        assertThat(json("state").get("others").toString()).contains("other");
        assertThat(Asked.get(page, "other/0").ints())
                .isEqualTo(Arrays.stream(Npy.readLongs(other.resolve("selection.npy")))
                        .mapToInt(id -> (int) id)
                        .toArray());
        Path foreign = folder.resolve("foreign");
        try (Session session = Session.open(foreign, Messages.NONE)) {
            Quantization.of("fashion-mnist-mini")
                    .features(FeatureSettings.builder(FeatureKind.PIXELS).build())
                    .sample(Budget.parse("6"))
                    .perform(session);
        }
        assertThatThrownBy(() -> ViewServer.start(run, List.of(foreign), 0, WorkSettings.DEFAULT, Messages.NONE))
                .isInstanceOf(PithException.class)
                .hasMessageContaining("from the same source");
    }
}
