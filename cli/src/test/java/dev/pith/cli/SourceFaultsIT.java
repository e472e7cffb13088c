package dev.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may be wrong with the samples. */
class SourceFaultsIT {
    private static final int IMAGES_PER_CLASS = 6;

    @TempDir
    Path folder;

    private Path images;
    private Path run;

    @BeforeEach
    void makeImages() throws IOException {
        images = folder.resolve("images");
        run = folder.resolve("run");
        for (String name : new String[] {"cat", "dog"}) {
            Path ofClass = Files.createDirectories(images.resolve(name));
            for (int i = 0; i < IMAGES_PER_CLASS; i++) {
                writeImage(ofClass.resolve(i + ".png"), 40 * i + name.charAt(0) % 40);
            }
        }
    }

    private static void writeImage(Path file, int shade) throws IOException {
        BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < 8; x++) {
            for (int y = 0; y < 8; y++) {
                image.setRGB(x, y, new Color(shade, 30 * x, 30 * y).getRGB());
            }
        }
        ImageIO.write(image, "png", file.toFile());
    }

    private Invocation quantize(Object... options) {
        Object[] always = {"quantize", images, "--features", "pixels", "--bins", 2, "-o", run};
        Object[] words = Arrays.copyOf(always, always.length + options.length);
        System.arraycopy(options, 0, words, always.length, options.length);
        return Invocation.of(words);
    }

    @Test
    void anUnknownSourceNamesTheNearest() {
        Invocation refused = Invocation.of("quantize", "fashion-mnist-mni", "-o", run);
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).startsWith("pith: fashion-mnist-mni: ").contains("fashion-mnist-mini");
        assertThat(run).doesNotExist();
    }

    @Test
    void aSourceThatChangedBetweenStepsIsRefused() throws IOException {
        assertThat(Invocation.of("features", images, "--features", "pixels", "-o", run)
                        .exitCode())
                .isZero();
        writeImage(images.resolve("cat/new.png"), 3);
        String refusal = "pith: " + images + ": the source has changed since this run began;"
                + " give another directory, or --force to start the run over\n";
        assertThat(Invocation.of("bins", run, "--bins", 2)).isEqualTo(new Invocation(1, "", refusal));
        assertThat(quantize()).isEqualTo(new Invocation(1, "", refusal));
        Invocation forced = quantize("--force");
        assertThat(forced.exitCode()).isZero();
        assertThat(forced.out()).contains("13 samples, 2 classes");
    }

    @Test
    void anUnreadableImageIsNamedOrSkippedAndListed() throws IOException {
        Files.writeString(images.resolve("cat/1.png"), "no image");
        Invocation refused = quantize();
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err())
                .startsWith("pith: ")
                .contains("1.png", "--on-error skip")
                .hasLineCount(1);
        assertThat(run.resolve("features.npy")).doesNotExist();

        Invocation skipped = quantize("--keep", "1.0", "--on-error", "skip");
        assertThat(skipped.exitCode()).as(skipped.err()).isZero();
        assertThat(skipped.out()).contains("1 cannot be used and are left out", "11 selected");
        assertThat(run.resolve("skipped.csv")).content().startsWith("id,key,reason\n1,cat/1.png,");
        assertThat(Files.readAllLines(run.resolve("samples.csv")).get(2)).isEqualTo("1,cat/1.png,0,,,,0,");
    }
}
