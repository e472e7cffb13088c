package dev.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.npy.FloatMatrix;
import dev.pith.npy.Npy;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.torch.evaluate.EvaluationFile;
import dev.pith.torch.evaluate.Row;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the network that selects says of 60 small images, and what is made of it. */
class SoftLabelsIT {
    private static final int SIDE = 8;

    @TempDir
    static Path folder;

    private static Path images;
    private static Path selected;

    @TempDir
    Path own;

    private Path run;

    @BeforeAll
    static void select() throws IOException {
        images = folder.resolve("train");
        draw(images, 20, 1);
        draw(folder.resolve("test"), 10, 2);
        selected = folder.resolve("selected");
        pith("select", images, "--method", "herding", "--budget", 18, "--epochs", 2, "-o", selected);
    }

    /** Noise with a bright band whose place is the class. */
    private static void draw(Path root, int ofClass, long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        for (int c = 0; c < 3; c++) {
            Path classFolder = Files.createDirectories(root.resolve("class" + c));
            for (int i = 0; i < ofClass; i++) {
                BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
                for (int at = 0; at < SIDE * SIDE; at++) {
                    int grey = random.nextInt(at / SIDE / 2 == c ? 90 : 0, 180);
                    image.getRaster().setSample(at % SIDE, at / SIDE, 0, grey);
                }
                ImageIO.write(image, "png", classFolder.resolve(i + ".png").toFile());
            }
        }
    }

    private static String pith(Object... words) {
        Invocation done = Invocation.of(words);
        assertThat(done.exitCode()).as(done.err()).isZero();
        return done.out();
    }

    @BeforeEach
    void name() {
        run = own.resolve("run");
    }

    private Object[] training(Path output, Object... more) {
        List<Object> words = new ArrayList<>(
                List.of("train", images, "--selection", selected, "--test", folder.resolve("test"), "--net", "mlp"));
        words.addAll(List.of("--epochs", 6, "--infobatch", "--save-every", 1, "-o", output));
        words.addAll(Arrays.asList(more));
        return words.toArray();
    }

    private String fault(Object... more) {
        Invocation done = Invocation.of(training(run, more));
        assertThat(done.exitCode()).isNotZero();
        assertThat(run.resolve(RunFiles.MODEL)).doesNotExist();
        return done.err();
    }

    @Test
    void theyLieBesideASelectionAndInItsExports() {
        assertThat(pith("select", images, "--method", "herding", "--budget", 18, "--epochs", 2, "-o", selected))
                .contains("soft_labels.npy     what that network says of every sample, for --soft-labels");
        Path exported = own.resolve("exported");
        pith("export", selected, "--to", "csv", "-o", exported);
        int[] ids = Arrays.stream(Npy.readLongs(selected.resolve(RunFiles.SELECTION)))
                .mapToInt(Math::toIntExact)
                .toArray();
        try (FloatMatrix all = Npy.mapFloats(selected.resolve(RunFiles.SOFT_LABELS));
                FloatMatrix kept = Npy.mapFloats(exported.resolve(RunFiles.SOFT_LABELS))) {
            assertThat(all.rows()).isEqualTo(60);
            assertThat(kept.rows()).isEqualTo(18);
            float[] row = new float[3];
            float[] other = new float[3];
            for (int i = 0; i < ids.length; i++) {
                kept.row(i, row);
                all.row(ids[i], other);
                assertThat(row).containsExactly(other);
            }
        }
    }

    @Test
    void aTrainingOnThemGoesOnAfterAKillToTheSameBytes() throws Exception {
        Path undisturbed = own.resolve("undisturbed");
        pith(training(undisturbed, "--soft-labels", "--temperature", 2));
        Path hard = own.resolve("hard");
        pith(training(hard));
        assertThat(Files.readAllBytes(hard.resolve(RunFiles.MODEL)))
                .isNotEqualTo(Files.readAllBytes(undisturbed.resolve(RunFiles.MODEL)));
        try (PithProcess process = PithProcess.start(own, training(run, "--soft-labels", "--temperature", 2))) {
            while (process.isAlive() && !Files.exists(run.resolve(RunFiles.CHECKPOINT))) {
                Thread.sleep(1);
            }
            process.kill();
        }
        pith(training(run, "--soft-labels", selected, "--temperature", 2));
        assertThat(run.resolve(RunFiles.MODEL)).hasSameBinaryContentAs(undisturbed.resolve(RunFiles.MODEL));
    }

    @Test
    void processesLearnThemTogether() {
        String told = pith(training(run, "--soft-labels", "--workers", 2, "--format", "json"));
        assertThat(told).contains("\"samples\" : 18");
        Path again = own.resolve("again");
        pith(training(again, "--soft-labels", "--workers", 2));
        assertThat(again.resolve(RunFiles.MODEL)).hasSameBinaryContentAs(run.resolve(RunFiles.MODEL));
    }

    @Test
    void whatCannotBeLearnedIsSaidBeforeTraining() {
        Path file = own.resolve("logits.npy");
        Npy.write(file, new float[240], 60, 4);
        assertThat(fault("--soft-labels", file))
                .isEqualTo("pith: " + file + ": holds 60 x 4 soft labels, but 60 samples of 3 classes need 60 x 3; take"
                        + " those of a run on this source\n");
        float[] unseen = new float[180];
        int first = (int) Arrays.stream(Npy.readLongs(selected.resolve(RunFiles.SELECTION)))
                .min()
                .orElseThrow();
        unseen[3 * first + 1] = Float.NaN;
        Npy.write(file, unseen, 60, 3);
        assertThat(fault("--soft-labels", file))
                .endsWith("pith: the soft labels of sample " + first
                        + " are not finite: its teacher has not seen it; leave it out, or make them anew\n");
        assertThat(fault("--soft-labels", "--temperature", 0))
                .startsWith("pith: --temperature must be a positive number, got 0.0\n");
        assertThat(fault("--temperature", 2)).startsWith("pith: --temperature is for --soft-labels\n");
        assertThat(fault("--soft-labels", "--label-smoothing", 0.1))
                .startsWith("pith: --label-smoothing is of labels, not of --soft-labels; give one\n");
        Invocation alone = Invocation.of("train", images, "--soft-labels", "-o", run);
        assertThat(alone.err())
                .startsWith(
                        "pith: --soft-labels alone are those of the one run in --selection; name a run or a file that"
                                + " has them\n");
        Path pixels = own.resolve("pixels");
        pith("select", images, "--features", "pixels", "--method", "herding", "--budget", 9, "-o", pixels);
        assertThat(fault("--soft-labels", pixels))
                .isEqualTo("pith: " + pixels + ": has no soft labels; a run has them whose features are made by a"
                        + " network that was trained for it, or are gradients: make it with pith features SOURCE --force"
                        + " -o RUN\n");
        assertThat(Invocation.of("train", folder.resolve("test"), "--soft-labels", selected, "-o", run)
                        .err())
                .endsWith("selected: knows " + images + ", which has 60 samples, but " + folder.resolve("test")
                        + " has 30; train on the run's own source\n");
    }

    private List<String> evaluated(Path directory) {
        return EvaluationFile.read(directory.resolve(EvaluationFile.NAME)).stream()
                .map(Row::selection)
                .toList();
    }

    @Test
    void everySelectionIsEvaluatedOnThemToo() throws IOException {
        List<Object> words = new ArrayList<>(List.of("evaluate", selected, "--test", folder.resolve("test")));
        words.addAll(List.of("--net", "mlp", "--steps", 6, "--seeds", 2, "-o", run));
        pith(words.toArray());
        List<String> labels = Files.readAllLines(run.resolve(RunFiles.TRIALS));
        assertThat(labels).hasSize(3 * 2);
        words.add("--soft-labels");
        assertThat(pith(words.toArray())).contains("\nrandom + soft labels  ", "\nall + soft labels  ");
        String name = evaluated(run).get(2);
        assertThat(evaluated(run))
                .containsExactly(
                        "random", "random + soft labels", name, name + " + soft labels", "all", "all + soft labels");
        List<String> both = Files.readAllLines(run.resolve(RunFiles.TRIALS));
        assertThat(both.subList(0, labels.size())).isEqualTo(labels);
        assertThat(both).hasSize(6 * 2);
        words.addAll(List.of("--temperature", 1));
        pith(words.toArray());
        assertThat(Files.readAllLines(run.resolve(RunFiles.TRIALS))).hasSize(9 * 2);
    }

    @Test
    void aRandomDrawIsTaughtByANetworkThatSelectsNothing() {
        Object[] words = {
            "evaluate",
            images,
            "--methods",
            "random",
            "--test",
            folder.resolve("test"),
            "--net",
            "mlp",
            "--steps",
            4,
            "--seeds",
            1,
            "--soft-labels",
            "-o",
            run
        };
        pith(words);
        assertThat(evaluated(run)).containsExactly("random", "random + soft labels", "all", "all + soft labels");
        List<Object> pixels = new ArrayList<>(Arrays.asList(words));
        pixels.set(pixels.size() - 1, own.resolve("pixels"));
        pixels.addAll(List.of("--features", "pixels"));
        assertThat(Invocation.of(pixels.toArray()).err())
                .startsWith("pith: --soft-labels are of the network that makes features, and --features pixels needs"
                        + " none\n");
    }
}
