package dev.pith.pipeline.choice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.data.Source;
import dev.pith.data.SourceOptions;
import dev.pith.data.open.Sources;
import dev.pith.npy.Npy;
import dev.pith.pipeline.feature.FeatureKind;
import dev.pith.pipeline.feature.FeatureSettings;
import dev.pith.pipeline.feature.FeaturesStep;
import dev.pith.pipeline.selection.SelectSettings;
import dev.pith.pipeline.session.Messages;
import dev.pith.pipeline.session.OnError;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.SourceReference;
import dev.pith.rule.Cut;
import dev.pith.sample.Budget;
import dev.pith.selection.RankingMethod;
import dev.pith.selection.RankingSettings;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChoiceObstacleTest {
    private static final FeatureSettings EMBEDDING =
            FeatureSettings.builder(FeatureKind.EMBEDDING).build();

    @TempDir
    private Path folder;

    private static SelectSettings keeping(String budget) {
        return SelectSettings.of(RankingSettings.of(RankingMethod.FACILITY_LOCATION, 0), Budget.parse(budget), true);
    }

    private Path photos(int cats, int dogs) throws IOException {
        Path photos = folder.resolve("photos");
        for (int k = 0; k < cats + dogs; k++) {
            Path file = photos.resolve((k < cats ? "cat/" : "dog/") + k + ".png");
            Files.createDirectories(file.getParent());
            BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
            image.getRaster().setSample(0, 0, 0, k + 1);
            ImageIO.write(image, "png", file.toFile());
        }
        return photos;
    }

    private static Optional<String> obstacle(Path source, FeatureSettings features, SelectSettings settings) {
        try (Source opened = Sources.open(source.toString(), SourceOptions.DEFAULT)) {
            return ChoiceObstacle.of(opened, features, settings);
        }
    }

    @Test
    void imagesOfTwoClassesCanBeChosenFrom() throws IOException {
        assertThat(obstacle(photos(8, 4), EMBEDDING, keeping("50%"))).isEmpty();
    }

    @Test
    void aClassOfWhichNoneCanBeHeldOutIsNamed() throws IOException {
        assertThat(obstacle(photos(3, 9), EMBEDDING, keeping("50%")))
                .contains("class cat has 3 samples, and of fewer than 4 none can be held out");
    }

    @Test
    void oneClassIsNone() throws IOException {
        Path photos = photos(9, 0);
        assertThat(obstacle(photos, EMBEDDING, keeping("50%")))
                .contains(
                        photos
                                + " has samples of one class, and scores tell how sure a network is of one class among several");
    }

    @Test
    void whatRemainsMustBeMoreThanIsKept() throws IOException {
        assertThat(obstacle(photos(10, 10), EMBEDDING, keeping("17")))
                .contains("17 of 20 samples are wanted, and when some are held out 17 remain");
        assertThat(obstacle(folder.resolve("photos"), EMBEDDING, keeping("16"))).isEmpty();
    }

    @Test
    void whatIsNotTriedIsSaid() throws IOException {
        SelectSettings cut = keeping("50%")
                .by(RankingSettings.builder(RankingMethod.FACILITY_LOCATION)
                        .cut(new Cut(0.2))
                        .build());
        assertThat(obstacle(photos(8, 8), EMBEDDING, cut).orElseThrow()).contains("more is said of how to rank");
        assertThat(obstacle(folder.resolve("photos"), FeatureSettings.pixels(OnError.FAIL), keeping("50%"))
                        .orElseThrow())
                .startsWith("pixels are compared");
    }

    @Test
    void whatHoldsNoImagesOrHasNoLabelsIsSaid() throws IOException {
        Path texts = Files.writeString(folder.resolve("a.jsonl"), "{\"text\": \"x\"}\n{\"text\": \"y\"}\n");
        assertThat(obstacle(texts, EMBEDDING, keeping("1")).orElseThrow()).startsWith(texts + " holds no images, and");
        Path images = folder.resolve("images.npy");
        Npy.write(images, new float[] {1, 2, 3, 4}, 2, 2);
        assertThat(obstacle(images, EMBEDDING, keeping("1")).orElseThrow())
                .startsWith(images + " holds no images, and");
        Path flat = Files.createDirectory(folder.resolve("flat"));
        try (Stream<Path> cats = Files.list(photos(4, 0).resolve("cat"))) {
            for (Path photo : cats.toList()) {
                Files.copy(photo, flat.resolve(photo.getFileName()));
            }
        }
        assertThat(obstacle(flat, EMBEDDING, keeping("1")).orElseThrow()).startsWith(flat + " has no labels, and");
    }

    @Test
    void aRunWithoutScoresSaysWhatMakesThem() throws IOException {
        Path run = folder.resolve("run");
        try (Session session = Session.open(run, Messages.NONE);
                Source source = session.open(SourceReference.of(photos(8, 8).toString()))) {
            new FeaturesStep(session, source, EMBEDDING).perform();
            assertThat(ChoiceObstacle.of(session, source, keeping("50%")))
                    .contains(run + " has no scores of its samples, which pith scores " + run + " makes");
        }
    }
}
