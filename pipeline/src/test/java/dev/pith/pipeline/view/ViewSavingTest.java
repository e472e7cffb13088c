package dev.pith.pipeline.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pith.PithException;
import dev.pith.npy.Npy;
import dev.pith.pipeline.Quantization;
import dev.pith.pipeline.feature.FeatureKind;
import dev.pith.pipeline.feature.FeatureSettings;
import dev.pith.pipeline.selection.SampleSettings;
import dev.pith.pipeline.selection.SampleStep;
import dev.pith.pipeline.session.Messages;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.WorkSettings;
import dev.pith.sample.BinsShare;
import dev.pith.sample.Budget;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person saves is in the run as it was marked, or not at all. */
class ViewSavingTest extends ServedRun {
    @Test
    void whatIsSavedIsWhatSampleDrawsWithoutWhatIsLeftOut() throws IOException {
        int[] position = Asked.get(page, "0/column/order").ints();
        int[] order = new int[N];
        IntStream.range(0, N).forEach(id -> order[position[id]] = id);
        int[] excluded = {order[0], order[5], order[40]};
        BitSet out = new BitSet();
        IntStream.of(excluded).forEach(out::set);
        int[] ids = PickOrder.first(order, 15, new BitSet(), out);

        Asked saved = save("mine", ids, excluded);

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
        int[] again = Asked.get(page, "saved/" + samples + "/mine").ints();
        assertThat(again[0]).isEqualTo(15);
        assertThat(IntStream.of(again).skip(1).limit(15).toArray()).isEqualTo(ids);
        assertThat(IntStream.of(again).skip(16).toArray())
                .isEqualTo(IntStream.of(excluded).sorted().toArray());
        assertThat(run.toFile().list()).noneMatch(name -> name.endsWith(".part"));
    }

    @Test
    void twoViewersDoNotReplaceEachOthersSelectionUnknowingly() throws IOException {
        assertThat(save("mine", new int[] {1, 2}).status()).isEqualTo(200);

        Asked second = save("mine", new int[] {3});
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.text()).contains("selection-mine.npy is there already", "save again to replace it");
        assertThat(Npy.readLongs(run.resolve("selection-mine.npy"))).containsExactly(1, 2);

        String tag = json("state").get("saved").get(0).get("tag").textValue();
        String seen = URLEncoder.encode(tag, StandardCharsets.UTF_8);
        assertThat(save("mine?" + seen, new int[] {3}).status()).isEqualTo(200);
        assertThat(Npy.readLongs(run.resolve("selection-mine.npy"))).containsExactly(3);
    }

    @Test
    void aBrowserThatIsClosedWhileItSavesSavesNothing() throws Exception {
        byte[] whole = Asked.selection(new int[] {1, 2, 3}, new int[0]);
        byte[] half = Arrays.copyOf(whole, whole.length / 2);
        Asked.send(page, "POST", "save/" + samples + "/mine", half, whole.length);
        assertThat(Asked.post(page, "save/" + samples + "/other", whole).status())
                .isEqualTo(200);
        assertThat(run.resolve("selection-mine.npy")).doesNotExist();
        assertThat(run.resolve("selection-other.npy")).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {"..%2Fevil", "a%2Fb", ".hidden", "a.b", "%00", ""})
    void namesStayInTheRun(String name) throws IOException {
        Asked refused = save(name, new int[] {1});
        assertThat(refused.status()).isGreaterThanOrEqualTo(400);
        assertThat(run.toFile().list()).noneMatch(file -> file.startsWith("selection-"));
        assertThat(folder.toFile().list()).hasSize(2);
    }

    @Test
    void idsThatAreNoneAreRefused() throws IOException {
        int[] none = {};
        for (int[] ids : new int[][] {{60}, {-1}, {2, 2}}) {
            assertThat(save("mine", ids).status()).isEqualTo(400);
            assertThat(save("mine", new int[] {1}, ids).status()).isEqualTo(400);
        }
        assertThat(Asked.post(page, "save/" + samples + "/mine", new byte[] {9, 0, 0, 0, 1})
                        .status())
                .isEqualTo(400);
        assertThat(Asked.post(page, "save/" + samples + "/mine", new byte[0]).status())
                .isEqualTo(400);
        assertThat(save("mine", none).text()).contains("nothing is kept");
        assertThat(run.resolve("selection-mine.npy")).doesNotExist();
    }

    @Test
    void idsOfOneSourceAreNeitherSavedNorReadAsThoseOfAnother() throws IOException {
        assertThat(save("mine", new int[] {1, 59}).status()).isEqualTo(200);
        beginAnewWithOtherSamples();
        for (String when : List.of("before the run is read anew", "after that, in a window that still shows the old")) {
            for (Asked refused : List.of(save("yours", new int[] {1}), Asked.get(page, "saved/" + samples + "/mine"))) {
                assertThat(refused.status()).as(when).isEqualTo(500);
                assertThat(refused.text()).as(when).contains("begun anew with other samples");
            }
            assertThat(Asked.post(page, "reload", new byte[0]).status()).isEqualTo(200);
        }
        assertThat(run.resolve("selection-yours.npy")).doesNotExist();

        samples = json("2/run").get("samples").textValue();
        assertThat(Asked.get(page, "saved/" + samples + "/mine").text())
                .contains("selection-mine.npy: names id 59, but the ids of ");
        assertThat(save("yours", new int[] {1}).status()).isEqualTo(200);
    }

    private void beginAnewWithOtherSamples() throws IOException {
        byte[] saved = Files.readAllBytes(run.resolve("selection-mine.npy"));
        deleteRun();
        Path some = Files.createDirectories(folder.resolve("some/cat"));
        for (int k = 0; k < 12; k++) {
            Files.copy(photos.resolve(String.format("cat/%02d.png", 2 * k)), some.resolve(k + ".png"));
        }
        try (Session session = Session.open(run, Messages.NONE)) {
            Quantization.of(some.getParent().toString())
                    .features(FeatureSettings.builder(FeatureKind.PIXELS).build())
                    .perform(session);
        }
        Files.write(run.resolve("selection-mine.npy"), saved);
    }

    @Test
    void filesOfOthersAreLeftAlone() throws IOException {
        save("mine", new int[] {1, 2});
        Files.copy(run.resolve("selection-mine.npy"), run.resolve("selection-mine (copy).npy"));
        Files.copy(run.resolve("selection-mine.npy"), run.resolve("selection-.npy"));
        Files.createDirectory(run.resolve("selection-folder.npy"));
        JsonNode saved = json("state").get("saved");
        assertThat(saved).hasSize(1);
        assertThat(saved.get(0).get("name").textValue()).isEqualTo("mine");
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
        assertThat(Asked.get(page, "other/" + samples + "/0").ints())
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
