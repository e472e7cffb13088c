package dev.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pith.torch.train.SyntheticSet;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Experts, condensed images that let students follow them, and what they teach. */
class TrajectoriesIT {
    @TempDir
    Path folder;

    private SmallCondensations small;

    @BeforeEach
    void draw() throws IOException {
        small = SmallCondensations.in(folder);
    }

    @Test
    void studentsFollowExperts() throws IOException {
        Invocation trained = small.experts("experts", "--format", "json");
        assertThat(trained.exitCode()).as(trained.err()).isZero();
        assertThat(trained.err()).contains("of 3 experts 0 are on disk, and 0 begun");
        assertThat(new ObjectMapper().readTree(trained.out()).get("experts").asInt())
                .isEqualTo(3);
        Object[] options = {
            "--method",
            "mtt",
            "--iterations",
            4,
            "--trajectories",
            folder.resolve("experts"),
            "--max-start",
            3,
            "--expert-epochs",
            2,
            "--student-steps",
            3,
            "--lr-img",
            1
        };
        Invocation done = small.condense("run", options);
        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(Files.readAllLines(folder.resolve("run/condense.jsonl")))
                .hasSize(4)
                .allMatch(line -> line.contains("\"rate\":0.0"));
        SyntheticSet set = SyntheticSet.read(folder.resolve("run/synthetic.npz"), 3);
        assertThat(set.labels()).containsExactly(0, 1, 2);
        assertThat(set.rate()).isBetween(0.005, 0.02);
        assertThat(small.condense("run", options).exitCode()).isZero(); // there is nothing left to do

        Invocation longer = small.condense("other", "--method", "mtt", "--trajectories", folder.resolve("experts"));
        assertThat(longer.exitCode()).isEqualTo(1);
        assertThat(longer.err()).contains("its experts have 4 epochs, and 27 are needed: lower --max-start");
        Invocation steep = small.condense(
                "other",
                "--method",
                "ftd",
                "--trajectories",
                folder.resolve("experts"),
                "--max-start",
                3,
                "--expert-epochs",
                2);
        assertThat(steep.exitCode()).isEqualTo(1);
        assertThat(steep.err()).contains("its experts are not on flat trajectories");
        List<Object> words = new ArrayList<>(List.of(small.words("other", options)));
        words.set(words.indexOf("convnet-width32-depth2"), "convnet-width32-depth1");
        Invocation foreign = Invocation.of(words.toArray());
        assertThat(foreign.exitCode()).isEqualTo(1);
        assertThat(foreign.err()).contains("its experts are of --net convnet-width32-depth2");
        words = new ArrayList<>(List.of(small.words("other", options)));
        words.set(1, folder.resolve("test"));
        words.set(3, folder.resolve("train"));
        foreign = Invocation.of(words.toArray());
        assertThat(foreign.exitCode()).isEqualTo(1);
        assertThat(foreign.err()).contains("its experts were trained on other samples");
        words = new ArrayList<>(List.of(small.words("other", options)));
        words.addAll(List.of("--memory", "300m"));
        Invocation large = Invocation.of(words.toArray());
        assertThat(large.exitCode()).isEqualTo(1);
        assertThat(large.err())
                .contains("Following experts for 3 steps needs about")
                .contains("or lower --student-steps, or use a smaller --net");
        Path file = folder.resolve("experts/experts/expert-001.safetensors");
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 1000));
        Invocation cut = small.condense("other", options);
        assertThat(cut.exitCode()).isEqualTo(1);
        assertThat(cut.err()).contains("expert-001.safetensors: is not as it was written (cut or deleted)");
    }

    /** RDED makes as many images as there are, random and herding too; experts of all classes teach each group. */
    @Test
    void fewerRealImagesThanLearnedOnesInGroups() throws IOException {
        assertThat(small.experts("experts").exitCode()).isZero();
        Object[] options = {
            "--method",
            "mtt",
            "--iterations",
            2,
            "--trajectories",
            folder.resolve("experts"),
            "--max-start",
            2,
            "--expert-epochs",
            1,
            "--student-steps",
            2,
            "--lr-img",
            1,
            "--lr-lr",
            0,
            "--soft-labels",
            "teacher",
            "--init",
            "noise",
            "--ipc",
            Stripes.PER_CLASS + 2,
            "--steps",
            2
        };
        Invocation done = small.condense("run", options);
        assertThat(done.exitCode()).as(done.err()).isZero();
        List<String> rows = Files.readAllLines(folder.resolve("run/evaluation.csv"));
        assertThat(rows)
                .anyMatch(row -> row.contains(",rded,none," + 3 * Stripes.PER_CLASS + ","))
                .anyMatch(row -> row.contains(",condensed by mtt,none," + 3 * (Stripes.PER_CLASS + 2) + ","));
        assertThat(Files.readAllLines(folder.resolve("run/continual.csv"))).hasSize(1 + 2 * 7);
    }

    /** Experts, students and networks that are tested see whitened images; people do not. */
    @Test
    void whitenedImages() throws IOException {
        assertThat(small.experts("experts", "--zca").exitCode()).isZero();
        Object[] options = {
            "--method",
            "mtt",
            "--iterations",
            2,
            "--trajectories",
            folder.resolve("experts"),
            "--max-start",
            2,
            "--expert-epochs",
            1,
            "--student-steps",
            2,
            "--lr-img",
            0.001,
            "--lr-lr",
            0,
            "--zca"
        };
        Invocation done = small.condense("run", options);
        assertThat(done.exitCode()).as(done.err()).isZero();
        Path file = folder.resolve("run/synthetic.npz");
        SyntheticSet set = SyntheticSet.read(file, 3);
        assertThat(set.whitening()).isNotNull();
        assertThat(Invocation.of("export", folder.resolve("run"), "--to", "imagefolder")
                        .exitCode())
                .isZero();
        BufferedImage seen = ImageIO.read(
                folder.resolve("run/export/imagefolder/class1/00001.png").toFile());
        assertThat(seen.getRaster().getSample(8, 8, 0)).isGreaterThan(120); // its stripe
        assertThat(seen.getRaster().getSample(8, 1, 0)).isLessThan(100);
        Invocation trained = Invocation.of(
                "train",
                folder.resolve("train"),
                "--synthetic",
                file,
                "--test",
                folder.resolve("test"),
                "--net",
                "convnet-width32-depth2",
                "--epochs",
                2,
                "-o",
                folder.resolve("trained"));
        assertThat(trained.exitCode()).as(trained.err()).isZero();
        assertThat(trained.err()).contains("the network learns whitened images");
        Object[] plain = Arrays.copyOf(options, options.length - 1);
        Invocation other = small.condense("other", plain);
        assertThat(other.exitCode()).isEqualTo(1);
        assertThat(other.err()).contains("its experts are of --zca true, and the students of false");
    }

    @ParameterizedTest
    @CsvSource({"mtt, learned, 11", "dm, teacher, 9"})
    void softLabelsAreWrittenAndEvaluated(String method, String whose, int rows) throws IOException {
        assertThat(small.experts("experts").exitCode()).isZero();
        List<Object> options = new ArrayList<>(List.of(
                "--method",
                method,
                "--iterations",
                3,
                "--soft-labels",
                whose,
                "--trajectories",
                folder.resolve("experts"),
                "--format",
                "json"));
        if (method.equals("mtt")) {
            options.addAll(List.of("--max-start", 3, "--expert-epochs", 2, "--student-steps", 3, "--lr-img", 1));
        }
        Invocation done = small.condense("run", options.toArray());
        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(new ObjectMapper().readTree(done.out()).get("rows")).hasSize(rows);
        assertThat(Files.readAllLines(folder.resolve("run/scores.csv")))
                .hasSize(3)
                .anyMatch(line -> line.startsWith("convnet-width32-depth2,hard,"))
                .anyMatch(line -> line.startsWith("convnet-width32-depth2," + whose + ","));
        SyntheticSet set = SyntheticSet.read(folder.resolve("run/synthetic.npz"), 3);
        assertThat(set.soft()).hasSize(9);
        assertThat(set.softLabels()).isPresent();
        Invocation trained = Invocation.of(
                "train",
                folder.resolve("train"),
                "--synthetic",
                folder.resolve("run/synthetic.npz"),
                "--net",
                "convnet-width32-depth2",
                "--epochs",
                2,
                "-o",
                folder.resolve("trained"));
        assertThat(trained.exitCode()).as(trained.err()).isZero();
    }

    @Test
    void expertsAreTrainedWhereThereAreNone() {
        Invocation done = small.condense(
                "run",
                "--method",
                "ftd",
                "--iterations",
                2,
                "--max-start",
                1,
                "--expert-epochs",
                1,
                "--student-steps",
                2,
                "--lr-img",
                1);
        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(done.err()).contains("of 20 experts 0 are on disk");
        assertThat(folder.resolve("run/experts/expert-019.safetensors")).isNotEmptyFile();
        assertThat(folder.resolve("run/synthetic.npz")).isNotEmptyFile();
    }

    @Test
    void expertsGoOnAfterTheyAreKilled() throws Exception {
        assertThat(small.experts("whole", "--half").exitCode()).isZero();
        Path whole = folder.resolve("whole/experts/expert-000.safetensors");
        Object[] words = {
            "experts",
            folder.resolve("train"),
            "--net",
            "convnet-width32-depth2",
            "--experts",
            3,
            "--epochs",
            4,
            "--half",
            "--save-every",
            1,
            "-o",
            folder.resolve("cut")
        };
        try (PithProcess process = PithProcess.start(folder, words)) {
            while (process.isAlive() && !Files.exists(folder.resolve("cut/experts/expert-000.safetensors"))) {
                Thread.sleep(2);
            }
            process.kill();
        }
        Invocation again = Invocation.of(words);
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(folder.resolve("cut/experts/expert-000.safetensors")).hasSameBinaryContentAs(whole);
        Invocation other = small.experts("cut", "--half", "--lr", 0.1);
        assertThat(other.exitCode()).isEqualTo(1);
        assertThat(other.err()).contains("the experts of this run were made otherwise: lr was 0.01, now 0.1");
    }
}
