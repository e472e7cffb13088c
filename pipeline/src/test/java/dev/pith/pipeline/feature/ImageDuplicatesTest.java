package dev.pith.pipeline.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import dev.pith.data.Source;
import dev.pith.pipeline.Photos;
import dev.pith.pipeline.selection.BinsStep;
import dev.pith.pipeline.session.Messages;
import dev.pith.pipeline.session.OnError;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.RunSamples;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.SourceReference;
import dev.pith.run.Step;
import dev.pith.selection.BinningSettings;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageDuplicatesTest {
    private static final String HEADER = "id,key,of,of_key,similarity";

    @TempDir
    private Path folder;

    private Path photos;

    /** Ids: 0/0, 0/2, 0/4, 0/6, 0/copy, 1/1, 1/3, 1/5, 1/7, 1/brighter, 1/copy. */
    @BeforeEach
    void write() throws IOException {
        photos = Photos.write(folder, 4);
        Files.copy(photos.resolve("0/2.png"), photos.resolve("0/copy.png"));
        Files.copy(photos.resolve("0/2.png"), photos.resolve("1/copy.png"));
        BufferedImage image = ImageIO.read(photos.resolve("1/3.png").toFile());
        for (int p = 0; p < 64; p++) {
            int level = image.getRaster().getSample(p % 8, p / 8, 0);
            image.getRaster().setSample(p % 8, p / 8, 0, level + 5);
        }
        ImageIO.write(image, "png", photos.resolve("1/brighter.png").toFile());
    }

    private void features(Session session, Source source, @Nullable CopySettings copies) {
        new FeaturesStep(session, source, FeatureSettings.pixels(OnError.SKIP).copies(copies)).perform();
    }

    private static BinningSettings twoBins() {
        Map<String, String> map = BinningSettings.usual(true, false, 0).toMap();
        map.put("bins", "2");
        return BinningSettings.of(map);
    }

    private List<String> listed(String run, Dedup dedup) throws IOException {
        try (Session session = Session.open(folder.resolve(run), Messages.NONE);
                Source source = session.open(SourceReference.of(photos.toString()))) {
            features(session, source, CopySettings.of(dedup));
            List<String> lines = Files.readAllLines(session.run().file(RunFiles.DUPLICATES));
            assertThat(RunSamples.unusable(session).cardinality()).isGreaterThanOrEqualTo(lines.size() - 1);
            return lines;
        }
    }

    @Test
    void allButTheFirstAreListed() throws IOException {
        assertThat(listed("exact", Dedup.EXACT))
                .containsExactly(HEADER, "4,0/copy.png,1,0/2.png,1.000000", "10,1/copy.png,1,0/2.png,1.000000");
        List<String> near = listed("near", Dedup.NEAR);
        assertThat(near).hasSize(4);
        assertThat(near.get(2)).startsWith("9,1/brighter.png,6,1/3.png,1.0");
    }

    @Test
    void binsAreMadeWithoutThemAndKeptAsTheyAre() {
        CopySettings exact = CopySettings.of(Dedup.EXACT);
        try (Session session = Session.open(folder.resolve("run"), Messages.NONE);
                Source source = session.open(SourceReference.of(photos.toString()))) {
            features(session, source, null);
            assertThat(session.run().manifest().step(Step.DEDUP)).isEmpty();
            features(session, source, exact);
            new BinsStep(session, twoBins()).perform();
            assertThat(session.run().manifest().step(Step.BINS).orElseThrow().facts())
                    .containsEntry("binned", "9");
            features(session, source, exact);
            assertThat(session.run().manifest().step(Step.BINS)).isPresent();
            assertThatThrownBy(() -> features(session, source, null))
                    .isInstanceOf(PithException.class)
                    .hasMessageContaining("dedup was exact, now none");
        }
        try (Session session = Session.open(folder.resolve("other"), Messages.NONE);
                Source source = session.open(SourceReference.of(photos.toString()))) {
            features(session, source, null);
            new BinsStep(session, twoBins()).perform();
            assertThatThrownBy(() -> features(session, source, exact))
                    .isInstanceOf(PithException.class)
                    .hasMessageContaining("the bins of this run were made without `dedup`");
        }
    }

    @Test
    void anImageThatIsLeftOutKeepsNoCopyFromBeingUsed() throws IOException {
        Files.writeString(photos.resolve("0/broken.png"), "no image");
        Files.writeString(photos.resolve("1/broken.png"), "no image");
        assertThat(listed("run", Dedup.EXACT)).noneMatch(line -> line.contains("broken"));
    }
}
