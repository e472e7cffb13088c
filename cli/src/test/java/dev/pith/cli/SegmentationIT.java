package dev.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pith.npy.Npy;
import dev.pith.npy.NpyHeader;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images of rectangles whose masks say where they are, from the folder to the report. */
class SegmentationIT {
    private static final int WIDTH = 24;
    private static final int HEIGHT = 16;
    private static final Color[] COLORS = {Color.BLACK, Color.RED, Color.GREEN};

    @TempDir
    private Path folder;

    private Path source;
    private Path run;

    @BeforeEach
    void draw() throws IOException {
        source = folder.resolve("rectangles");
        run = folder.resolve("run");
        draw("train", 40);
        draw("test", 10);
    }

    private void draw(String part, int count) throws IOException {
        SplittableRandom random = new SplittableRandom(count);
        Path images = Files.createDirectories(source.resolve(part).resolve("images"));
        Path masks = Files.createDirectories(source.resolve(part).resolve("masks"));
        for (int i = 0; i < count; i++) {
            BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
            BufferedImage mask = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
            int label = i % 4 == 0 ? 2 : 1;
            int x = random.nextInt(WIDTH / 2);
            int y = random.nextInt(HEIGHT / 2);
            Graphics2D pen = image.createGraphics();
            pen.setColor(COLORS[label]);
            pen.fillRect(x, y, WIDTH / 2, HEIGHT / 2);
            pen.dispose();
            for (int k = 0; k < WIDTH * HEIGHT; k++) {
                boolean inside = image.getRGB(k % WIDTH, k / WIDTH) != Color.BLACK.getRGB();
                int value = k / WIDTH == 0 ? 9 : inside ? label : 0; // the first row is not counted
                mask.getRaster().setSample(k % WIDTH, k / WIDTH, 0, value);
            }
            ImageIO.write(image, "png", images.resolve(i + ".png").toFile());
            ImageIO.write(mask, "png", masks.resolve(i + ".png").toFile());
        }
    }

    private Invocation train(Path run, Object... options) {
        List<Object> words =
                new ArrayList<>(List.of("train", source, "--ignore-label", 9, "--task", "segmentation", "-o", run));
        words.addAll(Arrays.asList(options));
        return Invocation.of(words.toArray());
    }

    private static JsonNode json(Invocation done) throws IOException {
        assertThat(done.exitCode()).as(done.err()).isZero();
        return new ObjectMapper().readTree(done.out());
    }

    @Test
    void aNetworkLearnsPixelsWithInfoBatchAndTheReportShowsThem() throws IOException {
        JsonNode summary =
                json(train(run, "--epochs", 8, "--batch", 8, "--infobatch", "--augment", "flip", "--format", "json"));
        assertThat(summary.get("network").asText()).isEqualTo("unet");
        assertThat(summary.get("samplesSeen").asInt()).isLessThan(8 * 40);
        assertThat(summary.get("tested").asInt()).isEqualTo(10);
        assertThat(summary.get("meanIou").asDouble()).isGreaterThan(0.6);
        assertThat(summary.get("iouOfClass")).hasSize(3);
        assertThat(run.resolve("iou.csv")).content().startsWith("class,intersection,union\n0,");
        assertThat(run.resolve("segmented/id000000.png")).isRegularFile();

        Invocation again = train(run, "--epochs", 8, "--batch", 8, "--infobatch", "--augment", "flip");
        assertThat(again.out())
                .contains("mean IoU ")
                .contains(" on 10 test images")
                .contains("iou.csv");

        assertThat(Invocation.of("report", run).exitCode()).isZero();
        assertThat(run.resolve("report.html"))
                .content()
                .contains("\"segmented\":{\"meanIou\":")
                .contains("\"caption\":\"id 8\"");

        Path other = folder.resolve("other");
        JsonNode carried = json(train(other, "--epochs", 1, "--backbone", run, "--format", "json"));
        assertThat(carried.get("steps").asInt()).isEqualTo(3); // of 16 images unless told otherwise
        assertThat(other.resolve("manifest.json")).content().contains("backbone fingerprint");
    }

    @Test
    void selectionsAreMadeWithoutLabelsAndEvaluatedByPixels() {
        Invocation quantized = Invocation.of(
                "quantize", source, "--ignore-label", 9, "--keep", "20%", "--bins", 4, "--epochs", 1, "-o", run);
        assertThat(quantized.exitCode()).as(quantized.err()).isZero();
        assertThat(NpyHeader.read(run.resolve("features.npy")).shape()).containsExactly(40L, 128L); // unet's last map
        assertThat(run.resolve("network.safetensors")).isRegularFile();
        assertThat(run.resolve("soft_labels.npy")).doesNotExist();
        Invocation evaluated = Invocation.of(
                "evaluate",
                run,
                "--net",
                "unet",
                "--steps",
                3,
                "--seeds",
                1,
                "--batch",
                4,
                "-o",
                folder.resolve("table"));
        assertThat(evaluated.exitCode()).as(evaluated.err()).isZero();
        assertThat(evaluated.err()).contains("accuracy is the mean over the classes of intersection over union");
        assertThat(evaluated.out()).contains("dq-4 embedding");
        Invocation exported = Invocation.of("export", run, "--to", "imagefolder", "-o", folder.resolve("kept"));
        assertThat(exported.exitCode()).as(exported.err()).isZero();
        Invocation trained = Invocation.of(
                "train",
                folder.resolve("kept/train"),
                "--task",
                "segmentation",
                "--ignore-label",
                9,
                "--steps",
                1,
                "--holdout",
                1,
                "-o",
                folder.resolve("small"));
        assertThat(trained.exitCode()).as(trained.err()).isZero();
    }

    @Test
    void rareClassesGetAnEqualPart() throws IOException {
        Invocation selected = Invocation.of(
                "select",
                source,
                "--ignore-label",
                9,
                "--method",
                "random",
                "--budget",
                10,
                "--group",
                "masks",
                "--balance",
                "uniform",
                "-o",
                run);
        assertThat(selected.exitCode()).as(selected.err()).isZero();
        List<String> rows = Files.readAllLines(run.resolve("samples.csv"));
        long rare = Arrays.stream(Npy.readLongs(run.resolve("selection.npy")))
                .mapToObj(id -> rows.get(1 + (int) id).split("[/.]", -1)[2])
                .filter(name -> Integer.parseInt(name) % 4 == 0)
                .count();
        assertThat(rare).isEqualTo(5); // of ten among forty
        refuses(
                Invocation.of(
                        "select", "fashion-mnist-mini", "--features", "pixels", "--group", "masks", "-o", run + "2"),
                "fashion-mnist-mini: has no masks to group by; --group is a file, or masks or boxes where there are any");
    }

    @Test
    void whatDoesNotFitIsSaidInOneLine() throws IOException {
        refuses(
                Invocation.of("train", source, "-o", run),
                source + ": holds images with masks, and these have no class each; train with --task segmentation");
        refuses(
                Invocation.of("train", "fashion-mnist-mini", "--task", "segmentation", "-o", run),
                "fashion-mnist-mini: holds no masks, which segmentation learns from; give a folder of images and"
                        + " masks");
        refuses(
                train(run, "--net", "convnet"),
                "the network gives an image one class, and masks have one for every pixel; choose unet, lraspp, or"
                        + " another of segmentation's with --net");
        refuses(
                train(run, "--backbone", folder),
                folder.resolve("model.safetensors")
                        + ": no such file: --backbone is a run of pith train, or a file of weights");
        refuses(
                Invocation.of("select", source, "--features", "gradient", "-o", run),
                source
                        + ": holds images with masks, which are compared by --features embedding of a network of"
                        + " pixels, or by --features pixels");
        Path mask = source.resolve("train/masks/7.png");
        ImageIO.write(new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB), "png", mask.toFile());
        refuses(
                train(run),
                mask
                        + ": is a mask saved as RGB, of 3 numbers a pixel; save one number a pixel, the label, in grey"
                        + " or with a palette");
        assertThat(run.resolve("model.safetensors")).doesNotExist();
    }

    private static void refuses(Invocation done, String message) {
        assertThat(done.exitCode()).isEqualTo(1);
        assertThat(done.err()).endsWith("pith: " + message + "\n");
    }
}
