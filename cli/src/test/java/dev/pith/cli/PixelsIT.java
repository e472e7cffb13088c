package dev.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pith.npy.Npy;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pixel quantization of a folder of colored stripes, by a masked autoencoder that has hardly learned. */
class PixelsIT {
    private static final int SIDE = 16;
    private static final int PER_CLASS = 12;

    @TempDir
    private static Path folder;

    @TempDir
    private Path own;

    @BeforeAll
    static void draw() throws IOException {
        for (String part : List.of("train", "test")) {
            SplittableRandom random = new SplittableRandom(part.length());
            for (int c = 0; c < 2; c++) {
                Path ofClass = Files.createDirectories(folder.resolve(part).resolve("class" + c));
                for (int i = 0; i < PER_CLASS; i++) {
                    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
                    for (int p = 0; p < SIDE * SIDE; p++) {
                        int value = (p / SIDE / 8 == c ? 150 : 20) + random.nextInt(60);
                        image.setRGB(p % SIDE, p / SIDE, value << 16 | value << 8 | 40);
                    }
                    ImageIO.write(image, "png", ofClass.resolve(i + ".png").toFile());
                }
            }
        }
        ok("pretrain-mae", folder.resolve("train"), "--epochs", 2, "-o", folder.resolve("mae"));
        ok(
                "quantize",
                folder.resolve("train"),
                "--features",
                "pixels",
                "--bins",
                2,
                "--keep",
                "50%",
                "-o",
                folder.resolve("selected"));
    }

    @Test
    void aProbeShowsWhatTheEncoderHasLearnedAndWhatItLearnsOn() throws IOException {
        Path run = folder.resolve("mae");
        Path test = folder.resolve("test");
        assertThat(ok("probe", run, "--test", test).out()).contains("a linear classifier of " + 2 * PER_CLASS);
        Invocation tuned = ok("probe", run, "--test", test, "--finetune", 4, "--format", "json");
        JsonNode result = new ObjectMapper().readTree(tuned.out());
        assertThat(result.get("epochs").asInt()).isEqualTo(4);
        assertThat(result.get("trained").asInt()).isEqualTo(2 * PER_CLASS);
        assertThat(result.get("accuracy").asDouble()).isBetween(0.3, 1.0); // a few steps: chance or better
        assertThat(ok("probe", run, "--test", test, "--finetune", 4).out())
                .contains(
                        "an encoder that learned on from " + 2 * PER_CLASS + " images for 4 epochs has an accuracy of");
        assertThat(Invocation.of("probe", run, "--test", test, "--finetune", 0).err())
                .contains("--finetune must be at least 1 epoch, got 0");
    }

    @Test
    void keepsThreeQuartersOfThePatchesAndRebuildsTheOthers() throws IOException {
        Path run = copyOfSelected();
        JsonNode result = new ObjectMapper()
                .readTree(ok("pixels", run, "--mae", mae(), "--rebuild", "--format", "json")
                        .out());

        assertThat(result.get("patches kept").asDouble()).isEqualTo(0.75);
        assertThat(result.get("kept in all").asDouble()).isEqualTo(0.375);
        assertThat(result.get("rebuilt").asText()).startsWith("PSNR");
        assertThat(Files.readAllLines(run.resolve("patches/bytes.csv")))
                .hasSize(1 + PER_CLASS)
                .startsWith("id,original,nothing_dropped,kept_patches");
        assertThat(Npy.mapFloats(run.resolve("patches/importance.npy")).rows()).isEqualTo(PER_CLASS);
        try (Stream<Path> images = Files.walk(run.resolve("images"))) {
            assertThat(images.filter(Files::isRegularFile)
                            .filter(file -> file.toString().endsWith(".png")))
                    .hasSize(PER_CLASS);
        }
        Map<String, Object> before = RunBytes.content(run);
        ok("pixels", run, "--mae", mae());
        assertThat(RunBytes.content(run)).as("done before").isEqualTo(before);
        Path again = copyOfSelected();
        ok("pixels", again, "--mae", mae(), "--threads", 1);
        assertThat(again.resolve("patches/archive.pith")).hasSameBinaryContentAs(run.resolve("patches/archive.pith"));
    }

    @Test
    void withNothingDroppedEveryImageComesBackExactly() throws IOException {
        Path run = copyOfSelected();
        Invocation done = ok(
                "pixels",
                run,
                "--mae",
                mae(),
                "--drop",
                0,
                "--importance",
                "random",
                "--rebuild",
                "-o",
                own.resolve("all"));
        assertThat(done.out()).contains("100.0 % of their patches", "rebuilt: exactly");
        Path originals = own.resolve("originals");
        ok("export", run, "--to", "imagefolder", "-o", originals);
        assertThat(images(own.resolve("all"))).hasSize(PER_CLASS).isEqualTo(images(originals));
    }

    @Test
    void evaluateComparesRebuiltImagesWithTheOriginals() throws IOException {
        Path run = copyOfSelected();
        ok("pixels", run, "--mae", mae(), "--drop", 0.5);
        Invocation table = ok(
                "evaluate",
                run,
                "--test",
                folder.resolve("test"),
                "--net",
                "mlp",
                "--seeds",
                1,
                "--view",
                "epochs",
                "--epochs",
                2);
        assertThat(table.out()).contains("dq-2 pixels ", "dq-2 pixels, rebuilt");
        ok("report", run);
        assertThat(Files.readString(run.resolve("report.html"))).contains("worst: id");
    }

    /** An archive is a source as any other: what is read of it is what --rebuild writes. */
    @Test
    void anArchiveIsRebuiltAsItIsRead() throws IOException {
        Path run = copyOfSelected();
        ok("pixels", run, "--mae", mae(), "--drop", 0.5, "--rebuild");
        Path archive = run.resolve("patches/archive.pith");
        Path read = own.resolve("read");
        ok("features", archive, "--mae", mae(), "--features", "pixels", "-o", read);
        Path written = own.resolve("written");
        ok("features", run.resolve("images"), "--features", "pixels", "-o", written);
        assertThat(read.resolve("features.npy")).hasSameBinaryContentAs(written.resolve("features.npy"));
        ok("bins", read, "--bins", 2);
        Path plain = own.resolve("plain");
        ok("features", archive, "--features", "pixels", "-o", plain);
        assertThat(Files.readAllBytes(plain.resolve("features.npy")))
                .isNotEqualTo(Files.readAllBytes(read.resolve("features.npy")));
        refuses(1, "is no patch archive", "features", run.resolve("images"), "--mae", mae(), "-o", own.resolve("no"));
        Path other = own.resolve("other");
        ok("pretrain-mae", folder.resolve("train"), "--net", "mae-tiny-patch8", "--epochs", 1, "-o", other);
        refuses(
                1,
                "takes images of 2 x 2 patches, these have 4 x 4",
                "features",
                archive,
                "--mae",
                other.resolve("mae.safetensors"),
                "-o",
                own.resolve("no"));
    }

    @Test
    void badInputGetsOneLine() throws IOException {
        Path run = copyOfSelected();
        refuses(2, "drop must be in [0, 1)", "pixels", run, "--mae", mae(), "--drop", 1);
        refuses(1, "none.safetensors", "pixels", run, "--mae", own.resolve("none.safetensors"));
        Path network = own.resolve("network");
        ok(
                "train",
                folder.resolve("train"),
                "--test",
                folder.resolve("test"),
                "--net",
                "mlp",
                "--epochs",
                1,
                "-o",
                network);
        refuses(1, "masked autoencoder", "pixels", run, "--mae", network.resolve("model.safetensors"));
        Path normalized = own.resolve("normalized");
        ok("pretrain-mae", folder.resolve("train"), "--epochs", 1, "--normalized-pixels", "-o", normalized);
        refuses(1, "--normalized-pixels", "pixels", run, "--mae", normalized.resolve("mae.safetensors"));
        refuses(
                1,
                "multiples of 5 pixels",
                "pretrain-mae",
                folder.resolve("train"),
                "--net",
                "mae-tiny-patch5",
                "-o",
                own.resolve("five"));
        assertThat(run.resolve("patches")).doesNotExist();
    }

    private static Path mae() {
        return folder.resolve("mae").resolve("mae.safetensors");
    }

    private Path copyOfSelected() throws IOException {
        Path run = Files.createTempDirectory(own, "run");
        try (Stream<Path> files = Files.walk(folder.resolve("selected"))) {
            for (Path file : files.toList()) {
                Path target =
                        run.resolve(folder.resolve("selected").relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
        return run;
    }

    /** Returns the pixels of all images of a folder, whatever their names, in an order of their own. */
    private static List<String> images(Path root) throws IOException {
        List<String> images = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".png")).toList()) {
                BufferedImage image = ImageIO.read(file.toFile());
                images.add(Arrays.toString(
                        image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth())));
            }
        }
        images.sort(Comparator.naturalOrder());
        return images;
    }

    private static Invocation ok(Object... words) {
        Invocation done = Invocation.of(words);
        assertThat(done.exitCode()).as(done.err()).isZero();
        return done;
    }

    private static void refuses(int exitCode, String message, Object... words) {
        Invocation refused = Invocation.of(words);
        assertThat(refused.exitCode())
                .as(Arrays.toString(words) + refused.err())
                .isEqualTo(exitCode);
        assertThat(refused.err()).contains(message);
    }
}
