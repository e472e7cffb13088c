package dev.pith.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.torch.train.EpochRecord;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LearnANumberTest {
    private static final int SIDE = 8;

    @TempDir
    private Path folder;

    /** How bright an image is can be learned of few; a network that learns nothing is off by the variance. */
    @Test
    void aTaskOfOnesOwnLearnsWithFewerSamples() throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        Path photos = Files.createDirectories(folder.resolve("photos/all"));
        float[] numbers = new float[64];
        for (int i = 0; i < numbers.length; i++) {
            BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
            int value = random.nextInt(200);
            for (int k = 0; k < SIDE * SIDE; k++) {
                image.getRaster().setSample(k % SIDE, k / SIDE, 0, value + random.nextInt(50));
            }
            ImageIO.write(
                    image,
                    "png",
                    photos.resolve(String.format(Locale.ROOT, "%03d.png", i)).toFile());
            numbers[i] = value / 100f - 1;
        }
        double mean = 0;
        for (float number : numbers) {
            mean += number / numbers.length;
        }
        double variance = 0;
        for (float number : numbers) {
            variance += (number - mean) * (number - mean) / numbers.length;
        }
        List<EpochRecord> epochs = LearnANumber.train(folder.resolve("photos"), numbers, 16);
        assertThat(epochs.get(15).loss()).isLessThan(variance / 10);
        assertThat(epochs.stream().mapToInt(EpochRecord::samples).sum()).isLessThan(16 * numbers.length);
    }
}
