package dev.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.npy.Npy;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images with boxes, from the file or the folder to what a detector's trainer reads. */
class BoxesIT {
    private static final int IMAGES = 40;
    private static final int SIDE = 16;

    @TempDir
    private Path folder;

    private Path yolo;
    private Path coco;
    private Path run;

    /** Every image shows a rectangle of class 0; every tenth one of class 1, too, and the last image nothing. */
    @BeforeEach
    void draw() throws IOException {
        SplittableRandom random = new SplittableRandom(7);
        yolo = folder.resolve("yolo");
        run = folder.resolve("run");
        Path images = Files.createDirectories(yolo.resolve("images/train"));
        Path labels = Files.createDirectories(yolo.resolve("labels/train"));
        StringBuilder listed = new StringBuilder();
        StringBuilder objects = new StringBuilder();
        for (int i = 0; i < IMAGES; i++) {
            BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
            Graphics2D pen = image.createGraphics();
            pen.setColor(new Color(random.nextInt(1 << 24)));
            pen.fillRect(random.nextInt(SIDE / 2), random.nextInt(SIDE / 2), SIDE / 2, SIDE / 2);
            pen.dispose();
            String name = String.format("%02d", i);
            ImageIO.write(image, "png", images.resolve(name + ".png").toFile());
            listed.append(i == 0 ? "" : ",").append("{\"id\":" + (100 + i) + ",\"file_name\":\"" + name + ".png\"}");
            if (i < IMAGES - 1) {
                boolean rare = i % 10 == 0;
                Files.writeString(
                        labels.resolve(name + ".txt"), "0 0.5 0.5 0.5 0.5\n" + (rare ? "1 0.5 0.5 0.5 0.5\n" : ""));
                objects.append(i == 0 ? "" : ",").append("{\"image_id\":" + (100 + i) + ",\"category_id\":1}");
                objects.append(rare ? ",{\"image_id\":" + (100 + i) + ",\"category_id\":5}" : "");
            }
        }
        Files.writeString(yolo.resolve("data.yaml"), "train: images/train\nval: images/train\nnames: [common, rare]\n");
        coco = Files.writeString(
                images.resolve("boxes.json"),
                "{\"images\":[" + listed + "],\"annotations\":[" + objects
                        + "],\"categories\":[{\"id\":5,\"name\":\"rare\"},{\"id\":1,\"name\":\"common\"}]}");
    }

    private static void done(Invocation invocation) {
        assertThat(invocation.exitCode()).as(invocation.err()).isZero();
    }

    @Test
    void rareClassesAreSelectedFromBothKindsAlike() throws IOException {
        Path other = folder.resolve("other");
        Object[] options = {"--group", "boxes", "--balance", "uniform", "--keep", 6, "--method", "k-center", "-o"};
        for (Path[] made : new Path[][] {{yolo, run}, {coco, other}}) {
            Object[] words = new Object[options.length + 3];
            words[0] = "select";
            words[1] = made[0];
            System.arraycopy(options, 0, words, 2, options.length);
            words[words.length - 1] = made[1];
            done(Invocation.of(words));
        }
        long[] selected = Npy.readLongs(run.resolve("selection.npy"));
        assertThat(selected).hasSize(6).containsExactly(Npy.readLongs(other.resolve("selection.npy")));
        assertThat(Arrays.stream(selected).filter(id -> id % 10 == 0).count()).isGreaterThanOrEqualTo(2);
        assertThat(selected).contains(IMAGES - 1); // the only one without objects

        done(Invocation.of("export", run, "--to", "yolo"));
        done(Invocation.of("export", other, "--to", "coco"));
        assertThat(Files.readAllLines(run.resolve("export/yolo/train.txt")))
                .isEqualTo(Arrays.stream(selected)
                        .mapToObj(id -> yolo.resolve(String.format("images/train/%02d.png", id))
                                .toString())
                        .toList());
        assertThat(run.resolve("export/yolo/data.yaml"))
                .content()
                .startsWith("train: " + run.resolve("export/yolo/train.txt") + "\n");
        assertThat(other.resolve("export/coco/annotations.json"))
                .content()
                .contains(Arrays.stream(selected)
                        .mapToObj(id -> "\"id\":" + (100 + id))
                        .toList());
        Invocation wrong = Invocation.of("export", run, "--to", "coco");
        assertThat(wrong.exitCode()).isEqualTo(1);
        assertThat(wrong.err()).hasLineCount(1).contains("export it --to yolo or in another form");
    }

    @Test
    void quantizedWithoutLabelsAndRefusedWhereLabelsAreNeeded() {
        done(Invocation.of("quantize", yolo, "--bins", 2, "--keep", "25%", "-o", run));
        assertThat(Npy.readLongs(run.resolve("selection.npy"))).hasSize(10);
        for (Object[] words : new Object[][] {
            {"evaluate", run, "--net", "convnet-width32"}, {"train", coco, "-o", folder.resolve("trained")}
        }) {
            Invocation refused = Invocation.of(words);
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.err())
                    .hasLineCount(1)
                    .contains(
                            "holds images with boxes, which are for a detector of yours (export them --to coco or --to"
                                    + " yolo)");
        }
        Invocation grouped = Invocation.of(
                "select",
                "fashion-mnist-mini",
                "--split",
                "test",
                "--features",
                "pixels",
                "--group",
                "boxes",
                "--keep",
                10,
                "-o",
                folder.resolve("grouped"));
        assertThat(grouped.exitCode()).isEqualTo(1);
        assertThat(grouped.err())
                .contains(
                        "fashion-mnist-mini: has no boxes to group by; --group is a file, or masks or boxes where there"
                                + " are any");
    }
}
