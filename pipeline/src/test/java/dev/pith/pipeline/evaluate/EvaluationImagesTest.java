package dev.pith.pipeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.data.image.ImageFolder;
import dev.pith.parallel.Threads;
import dev.pith.pipeline.train.TestImages;
import dev.pith.run.Progress;
import dev.pith.torch.image.ImageOptions;
import dev.pith.torch.image.ImageSet;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings on the same files are the same only where the images are prepared alike and the same ones are left out. */
class EvaluationImagesTest {
    private static final float[] MEAN = {0.5f, 0.5f, 0.5f};
    private static final float[] STD = {0.25f, 0.25f, 0.25f};

    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        for (String name : new String[] {"a/1.png", "a/2.png", "b/1.png"}) {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
            image.setRGB(name.charAt(2) - '0', 3, 0xff8040);
            ImageIO.write(image, "png", file.toFile());
        }
    }

    @Test
    void theSameImagesPreparedAlikeAreTheSame() {
        assertThat(identity(ImageOptions.DEFAULT)).isEqualTo(identity(ImageOptions.DEFAULT));
    }

    @Test
    void anotherNormalizationIsAnotherTraining() {
        ImageOptions given = ImageOptions.DEFAULT.normalization(MEAN, STD);
        assertThat(identity(given))
                .isNotEqualTo(identity(ImageOptions.DEFAULT))
                .isNotEqualTo(identity(ImageOptions.DEFAULT.normalization(MEAN, MEAN)));
    }

    @Test
    void otherImagesLeftOutAreAnotherTraining() throws IOException {
        try (ImageFolder source = ImageFolder.open("photos", folder, null)) {
            ImageOptions skipping =
                    ImageOptions.DEFAULT.normalization(MEAN, STD).shape(3, 8, 8).skipUnreadable(true);
            String whole = identity(source, skipping);
            Files.write(folder.resolve("a/2.png"), new byte[] {1, 2, 3});
            assertThat(identity(source, skipping))
                    .isNotEqualTo(whole)
                    .startsWith(whole.substring(0, whole.indexOf("without")));
        }
    }

    private String identity(ImageOptions options) {
        try (ImageFolder source = ImageFolder.open("photos", folder, null)) {
            return identity(source, options);
        }
    }

    private static String identity(ImageFolder source, ImageOptions options) {
        try (Threads threads = new Threads(1)) {
            ImageSet images = ImageSet.open(source, options, threads, Progress.NONE, note -> {});
            return TestImages.identity(source, source, images);
        }
    }
}
