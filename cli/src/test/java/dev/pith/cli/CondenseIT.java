package dev.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pith.torch.train.SyntheticSet;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Small condensations of a folder of colored stripes. */
class CondenseIT {
    private static final int SIDE = 16;
    private static final int PER_CLASS = 6;

    @TempDir
    Path folder;

    @BeforeEach
    void draw() throws IOException {
        for (String part : List.of("train", "test")) {
            SplittableRandom random = new SplittableRandom(part.length());
            for (int c = 0; c < 3; c++) {
                Path ofClass = Files.createDirectories(folder.resolve(part).resolve("class" + c));
                for (int i = 0; i < PER_CLASS; i++) {
                    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
                    for (int p = 0; p < SIDE * SIDE; p++) {
                        int value = (p / SIDE / 6 == c ? 150 : 20) + random.nextInt(60);
                        image.setRGB(p % SIDE, p / SIDE, value << 16 | value << (c == 2 ? 8 : 0) | value);
                    }
                    ImageIO.write(image, "png", ofClass.resolve(i + ".png").toFile());
                }
            }
        }
    }

    private Object[] words(String run, Object... options) {
        List<Object> words = new ArrayList<>(List.of(
                "condense",
                folder.resolve("train"),
                "--test",
                folder.resolve("test"),
                "--net",
                "convnet-width32-depth2",
                "--eval-epochs",
                "20",
                "--eval-seeds",
                "2",
                "--all-epochs",
                "3",
                "-o",
                folder.resolve(run)));
        words.addAll(Arrays.asList(options));
        return words.toArray();
    }

    private Invocation condense(String run, Object... options) {
        return Invocation.of(words(run, options));
    }

    @ParameterizedTest
    @CsvSource({"dc, real", "dsa, noise", "dm, real"})
    void imagesAreCondensedJudgedAndWritten(String method, String init) throws IOException {
        Invocation done = condense(
                "run",
                "--method",
                method,
                "--init",
                init,
                "--ipc",
                2,
                "--iterations",
                12,
                "--curve",
                "--format",
                "json");
        assertThat(done.exitCode()).as(done.err()).isZero();
        JsonNode summary = new ObjectMapper().readTree(done.out());
        assertThat(summary.get("condensed").asInt()).isEqualTo(6);
        assertThat(summary.get("rows")).hasSize(5);
        assertThat(summary.get("scores")).hasSize(1);
        Path run = folder.resolve("run");
        SyntheticSet set = SyntheticSet.read(run.resolve("synthetic.npz"), 3);
        assertThat(set.labels()).containsExactly(0, 0, 1, 1, 2, 2);
        assertThat(set.shape().toString()).contains("16");
        BufferedImage picture = ImageIO.read(run.resolve("synthetic.png").toFile());
        assertThat(picture.getHeight()).isEqualTo(3 * (SIDE + 2) + 2);
        assertThat(picture.getWidth()).isEqualTo(2 * (SIDE + 2) + 2);
        assertThat(Files.readAllLines(run.resolve("condense.jsonl"))).hasSize(12);
        assertThat(Files.readAllLines(run.resolve("curve.csv"))).hasSize(1 + 13);
        assertThat(run.resolve("snapshots/group-01-iteration-000012.png")).isRegularFile();
        assertThat(run.resolve("checkpoint.safetensors")).doesNotExist();
    }

    @Test
    void goesOnToTheSameImagesAfterItIsKilled() throws Exception {
        Object[] options = {"--method", "dm", "--iterations", 150, "--save-every", 5};
        assertThat(condense("whole", options).exitCode()).isZero();
        try (PithProcess process = PithProcess.start(folder, words("cut", options))) {
            Path checkpoint = folder.resolve("cut/checkpoint.safetensors");
            while (process.isAlive() && !Files.exists(checkpoint)) {
                Thread.sleep(5);
            }
            process.kill();
        }
        assertThat(folder.resolve("cut/synthetic.npz")).doesNotExist();
        Invocation again = condense("cut", options);
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.err()).contains("going on after iteration ");
        assertThat(folder.resolve("cut/synthetic.npz")).hasSameBinaryContentAs(folder.resolve("whole/synthetic.npz"));
        assertThat(folder.resolve("cut/scores.csv")).hasSameBinaryContentAs(folder.resolve("whole/scores.csv"));
    }

    @Test
    void classesAreCondensedInTurn() throws IOException {
        Invocation done = condense("run", "--method", "dm", "--iterations", 5, "--steps", 3, "--curve");
        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(Files.readAllLines(folder.resolve("run/continual.csv")))
                .hasSize(1 + 3 * 4)
                .contains("step,classes,images,network,accuracy_mean,accuracy_std")
                .anyMatch(line -> line.startsWith("1,1,condensed by dm,") && line.contains(",1.0,")); // of one class
        assertThat(SyntheticSet.read(folder.resolve("run/synthetic.npz"), 3).labels())
                .containsExactly(0, 1, 2);
        Invocation other = condense("run", "--method", "dm", "--iterations", 6, "--steps", 3);
        assertThat(other.exitCode()).isEqualTo(1);
        assertThat(other.err()).contains("iterations was 5, now 6");
    }

    @Test
    void startsFromASelection() {
        Path selection = folder.resolve("selection");
        Invocation selected = Invocation.of(
                "select",
                folder.resolve("train"),
                "--method",
                "herding",
                "--features",
                "pixels",
                "--budget",
                "3",
                "-o",
                selection);
        assertThat(selected.exitCode()).as(selected.err()).isZero();
        Invocation done = condense("run", "--method", "dm", "--iterations", 2, "--init", "selection:" + selection);
        assertThat(done.exitCode()).as(done.err()).isZero();
        Invocation more =
                condense("run2", "--method", "dm", "--ipc", 2, "--iterations", 2, "--init", "selection:" + selection);
        assertThat(more.exitCode()).isEqualTo(1);
        assertThat(more.err()).contains("fewer than --ipc 2").contains("--init noise");
    }

    @Test
    void moreImagesThanAClassHas() {
        Invocation real = condense("run", "--method", "dm", "--ipc", PER_CLASS + 1, "--iterations", 1);
        assertThat(real.exitCode()).isEqualTo(1);
        assertThat(real.err()).contains("has 6 images of class class0, fewer than --ipc 7");
        assertThat(folder.resolve("run/synthetic.npz")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--method dsa --dsa-strategy color_crup | did you mean 'crop'",
                "--method dm --outer 3                  | --outer, --inner and --distance are for dc and dsa",
                "--method dc --dsa-mode M               | --dsa-strategy and --dsa-mode are for dsa and dm",
                "--method dm --ipc 0                    | --ipc must be at least 1",
                "--method dm --init noisy               | noise, real or selection:RUN",
                "--method dm --steps 0                  | --steps must be at least 1",
                "--method dm --steps 4                  | at most the number of classes",
                "--method dm --save-every 0             | --save-every must be at least 1",
                "--method magic                         | magic"
            })
    void wrongUsage(String options, String said) {
        Invocation done = condense("run", (Object[]) options.split(" ", -1));
        assertThat(done.exitCode()).as(done.err()).isEqualTo(2);
        assertThat(done.err()).contains(said);
    }
}
