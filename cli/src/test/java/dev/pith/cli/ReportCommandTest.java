package dev.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {
    @TempDir
    private Path folder;

    private Path photos;
    private Path run;
    private Path page;

    @BeforeEach
    void makePhotos() throws IOException {
        photos = folder.resolve("photos");
        run = folder.resolve("run");
        page = run.resolve("report.html");
        for (String name : new String[] {"cat", "dog"}) {
            Path ofClass = Files.createDirectories(photos.resolve(name));
            for (int i = 0; i < 10; i++) {
                BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
                image.setRGB(i % 8, i / 8, 0x20ff60);
                image.setRGB(7, 7, name.hashCode());
                ImageIO.write(image, "png", ofClass.resolve(i + ".png").toFile());
            }
        }
    }

    @Test
    void writesThePageOfARun() throws IOException {
        quantize();

        Invocation report = Invocation.of("report", run);

        assertThat(report.exitCode()).isZero();
        assertThat(report.out()).contains("report.html         a page to look at, in any browser");
        assertThat(Files.readString(page))
                .contains("cat/0.png", "data:image/png;base64,", "pith quantize")
                .contains("\"notes\":[]");
    }

    @Test
    void isDoneOnceUntilTheRunChanges() {
        quantize();

        assertThat(Invocation.of("report", run).out()).doesNotContainPattern("report .*done before");
        assertThat(Invocation.of("report", run).out()).containsPattern("report .*done before");
        assertThat(Invocation.of("sample", run, "--keep", "5").exitCode()).isZero();
        assertThat(Invocation.of("report", run).out()).doesNotContainPattern("report .*done before");
    }

    @Test
    void goesWithoutASourceThatIsGone() throws IOException {
        quantize();
        Files.move(photos, folder.resolve("elsewhere"));

        Invocation report = Invocation.of("report", run);

        assertThat(report.exitCode()).isZero();
        assertThat(Files.readString(page))
                .contains("The source cannot be read any more, so its samples are not shown")
                .doesNotContain("data:image/png");
    }

    @Test
    void goesWithoutASourceThatHasChanged() throws IOException {
        quantize();
        Files.delete(photos.resolve("cat/0.png"));

        assertThat(Invocation.of("report", run).exitCode()).isZero();
        assertThat(Files.readString(page))
                .contains("The source has changed since this run began, so its samples are not shown.");
    }

    @Test
    void needsBins() {
        assertThat(Invocation.of("features", photos, "--features", "pixels", "-o", run)
                        .exitCode())
                .isZero();

        Invocation report = Invocation.of("report", run);

        assertThat(report.exitCode()).isEqualTo(1);
        assertThat(report.err()).contains(run + ": step bins is not done yet; do it first with pith bins");
        assertThat(page).doesNotExist();
    }

    @Test
    void needsARun() {
        Invocation report = Invocation.of("report", photos);

        assertThat(report.exitCode()).isEqualTo(1);
        assertThat(report.err()).contains(photos + ": no manifest.json in it, so it is not a run");
    }

    private void quantize() {
        Invocation quantize =
                Invocation.of("quantize", photos, "--features", "pixels", "--bins", "2", "--keep", "6", "-o", run);
        assertThat(quantize.exitCode()).as(quantize.err()).isZero();
    }
}
