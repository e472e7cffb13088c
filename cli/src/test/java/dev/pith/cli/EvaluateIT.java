package dev.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pith.pipeline.evaluate.EvaluatedMethod;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.torch.evaluate.EvaluationFile;
import dev.pith.torch.evaluate.Row;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evaluations of a folder of 60 small images, with trainings of a few steps. */
class EvaluateIT {
    private static final int SIDE = 8;
    private static final int OF_CLASS = 20;

    @TempDir
    static Path images;

    @TempDir
    Path folder;

    private Path run;

    @BeforeAll
    static void drawImages() throws IOException {
        draw(images.resolve("train"), OF_CLASS, 1);
        draw(images.resolve("test"), 10, 2);
    }

    /** Noise with a bright band whose place is the class. */
    private static void draw(Path root, int ofClass, long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        for (int c = 0; c < 3; c++) {
            Path folder = Files.createDirectories(root.resolve("class" + c));
            for (int i = 0; i < ofClass; i++) {
                BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
                for (int at = 0; at < SIDE * SIDE; at++) {
                    int grey = random.nextInt(at / SIDE / 2 == c ? 90 : 0, 180);
                    image.getRaster().setSample(at % SIDE, at / SIDE, 0, grey);
                }
                ImageIO.write(image, "png", folder.resolve(i + ".png").toFile());
            }
        }
    }

    @BeforeEach
    void name() {
        run = folder.resolve("run");
    }

    private static Invocation evaluate(Object... words) {
        return Invocation.of(
                Stream.concat(Stream.of("evaluate"), Arrays.stream(words)).toArray());
    }

    private Invocation sweep(Object... options) {
        Object[] words = {
            images.resolve("train"),
            "--test",
            images.resolve("test"),
            "--features",
            "pixels",
            "--net",
            "mlp",
            "--steps",
            6,
            "--batch",
            8,
            "-o",
            run
        };
        return evaluate(
                Stream.concat(Arrays.stream(words), Arrays.stream(options)).toArray());
    }

    private List<Row> rows() {
        return EvaluationFile.read(run.resolve(EvaluationFile.NAME));
    }

    private static List<List<?>> withoutTimes(List<Row> rows) {
        return rows.stream()
                .<List<?>>map(row ->
                        List.of(row.network(), row.selection(), row.accuracy(), row.deviation(), row.samplesSeen()))
                .toList();
    }

    private List<String> trials() throws IOException {
        return Files.readAllLines(run.resolve(RunFiles.TRIALS));
    }

    @Test
    void aSweepStandsBesideRandomSamplesAndEverything() throws IOException {
        Invocation done = sweep(
                "--methods",
                "random,dq,herding",
                "--bins",
                "1,3",
                "--keep",
                "20%,0.5",
                "--seeds",
                2,
                "--net",
                "mlp,convnet-width32-depth2");
        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(done.out())
                .startsWith(images.resolve("train") + ": 60 samples, tested on 30 others\n\nmlp, equal steps\n");
        assertThat(rows().stream().limit(9).map(row -> row.selection() + " " + row.samples()))
                .containsExactly(
                        "random 12",
                        "graphcut pixels 12",
                        "dq-3 pixels 12",
                        "herding pixels 12",
                        "random 30",
                        "graphcut pixels 30",
                        "dq-3 pixels 30",
                        "herding pixels 30",
                        "all 60");
        assertThat(rows().stream().map(Row::network).distinct()).containsExactly("mlp", "convnet-width32-depth2");
        assertThat(trials()).hasSize(9 * 2 * 2);
        assertThat(rows())
                .filteredOn(row -> row.selection().equals("dq-3 pixels"))
                .allMatch(row -> row.selectionSeconds() > 0);
    }

    @Test
    void moreMethodsRepeatNothing() throws IOException {
        sweep("--methods", "herding", "--seeds", 2);
        List<String> before = trials();
        assertThat(before).hasSize(3 * 2);
        assertThat(evaluate(
                                run,
                                "--test",
                                images.resolve("test"),
                                "--methods",
                                "herding,k-center",
                                "--net",
                                "mlp",
                                "--steps",
                                6,
                                "--batch",
                                8,
                                "--seeds",
                                3)
                        .exitCode())
                .isZero();
        assertThat(trials()).hasSize(4 * 3).startsWith(before.toArray(String[]::new));
    }

    @Test
    void rulesThatGoByScoresAreComparedByTheirNames() throws IOException {
        Path without = folder.resolve("without");
        Invocation.of("features", images.resolve("train"), "--features", "pixels", "-o", without);
        assertThat(evaluate(without, "--methods", "ccs", "--test", images.resolve("test")))
                .isEqualTo(new Invocation(
                        1,
                        "",
                        "pith: " + without + ": has no scores of its samples; make them with pith scores SOURCE -o "
                                + without + "\n"));
        Invocation done = sweep("--methods", "ccs,dual-beta,moderate,best-window", "--seeds", 1);
        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(run.resolve("scores/aum.npy")).exists();
        assertThat(rows().stream().map(Row::selection))
                .contains("ccs pixels", "dual-beta pixels", "moderate pixels", "best-window pixels", "random");
    }

    /** Each size has its choice, and what it chose is trained on once, under whatever name. */
    @Test
    void autoChoosesForEverySizeOnce() throws IOException {
        Object[] options = {"--methods", "auto", "--keep", "10%,20%", "--seeds", 2, "--format", "json"};
        Invocation done = sweep(options);
        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(rows().stream().map(row -> row.selection() + " " + row.samples()))
                .containsExactly("random 6", "auto pixels 6", "random 12", "auto pixels 12", "all 60");
        JsonNode choices = new ObjectMapper().readTree(done.out()).get("choices");
        assertThat(choices.findValuesAsText("samples")).containsExactly("6", "12");
        List<String> tried = Files.readAllLines(run.resolve(RunFiles.CHOICE_TRIALS));
        assertThat(rows().get(1).selectionSeconds())
                .isGreaterThan(choices.get(0).get("seconds").asDouble());

        Files.delete(run.resolve(EvaluationFile.NAME));
        Files.delete(run.resolve("choices/12/choice.csv"));
        Invocation again = sweep("--methods", "auto", "--keep", "10%,20%", "--seeds", 2);
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.out())
                .contains("\nauto, 6 samples, network 1: "
                        + choices.get(0).get("chosen").asText())
                .contains("\nauto, 12 samples, network 1: "
                        + choices.get(1).get("chosen").asText());
        assertThat(Files.readAllLines(run.resolve(RunFiles.CHOICE_TRIALS))).isEqualTo(tried);
    }

    @Test
    void whatWasStoppedGoesOnToTheSameTable() throws IOException {
        sweep("--methods", "herding", "--seeds", 2);
        List<Row> whole = rows();
        List<String> trials = trials();
        Files.delete(run.resolve(EvaluationFile.NAME));
        Files.writeString(run.resolve(RunFiles.TRIALS), trials.get(0) + "\n" + trials.get(1) + "\n{\"trial\":\"cut");
        assertThat(sweep("--methods", "herding", "--seeds", 2).exitCode()).isZero();
        assertThat(withoutTimes(rows())).isEqualTo(withoutTimes(whole));
        assertThat(trials()).hasSize(6).startsWith(trials.get(0), trials.get(1));
    }

    @Test
    void interruptedItEndsWith130AndKeepsWhatIsTrained() throws Exception {
        Object[] words = {
            "evaluate",
            images.resolve("train"),
            "--test",
            images.resolve("test"),
            "--methods",
            "herding",
            "--features",
            "pixels",
            "--net",
            "mlp",
            "--steps",
            1,
            "--seeds",
            5_000,
            "-o",
            run
        };
        try (PithProcess interrupted = PithProcess.start(folder, words)) {
            Path log = run.resolve(RunFiles.TRIALS);
            while (interrupted.isAlive() && !(Files.exists(log) && Files.size(log) > 0)) {
                Thread.sleep(20);
            }
            int expected = interrupted.interrupt();
            assertThat(interrupted.exitCode()).isEqualTo(expected);
            assertThat(interrupted.err())
                    .endsWith("pith: interrupted; the same command goes on after the last finished step\n");
        }
        assertThat(trials()).isNotEmpty();
        assertThat(run.resolve(EvaluationFile.NAME)).doesNotExist();
        assertThat(RunBytes.unfinished(run)).isEmpty();
    }

    @Test
    void theSameCommandAgainTrainsNothing() throws IOException {
        Invocation first = sweep("--methods", "herding", "--seeds", 1);
        byte[] table = Files.readAllBytes(run.resolve(EvaluationFile.NAME));
        Invocation again = sweep("--methods", "herding", "--seeds", 1);
        assertThat(again.out()).isEqualTo(first.out());
        assertThat(run.resolve(EvaluationFile.NAME)).hasBinaryContent(table);
    }

    @Test
    void runsAreComparedByTheSelectionsTheyHold() throws IOException {
        Path herding = folder.resolve("herding");
        Path kCenter = folder.resolve("k-center");
        Path bins = folder.resolve("bins");
        select(herding, "herding");
        select(kCenter, "k-center");
        Invocation.of(
                "quantize", images.resolve("train"), "--features", "pixels", "--bins", 4, "--keep", 6, "-o", bins);
        Invocation done = evaluate(
                herding,
                kCenter,
                bins,
                herding,
                "--test",
                images.resolve("test"),
                "--net",
                "mlp",
                "--view",
                "both",
                "--steps",
                3,
                "--epochs",
                2,
                "--seeds",
                1,
                "--prune",
                "infobatch",
                "--format",
                "json",
                "-o",
                run);
        assertThat(done.exitCode()).as(done.err()).isZero();
        JsonNode result = new ObjectMapper().readTree(done.out());
        assertThat(result.get("test").asInt()).isEqualTo(30);
        assertThat(result.get("rows")).hasSize(6 + 2 * 6);
        JsonNode first = result.get("rows").get(1);
        assertThat(first.get("selection").asText()).isEqualTo("herding pixels");
        assertThat(first.get("accuracyStd").isNull()).isTrue();
        assertThat(result.get("rows").findValuesAsText("selection"))
                .contains("k-center pixels", "dq-4 pixels", "herding pixels " + herding);
        assertThat(Invocation.of("report", run).exitCode()).isZero();
        assertThat(Files.readString(run.resolve("report.html"))).contains("k-center pixels");
    }

    private static void select(Path run, String method) {
        assertThat(Invocation.of(
                                "select",
                                images.resolve("train"),
                                "--features",
                                "pixels",
                                "--method",
                                method,
                                "--budget",
                                6,
                                "-o",
                                run)
                        .exitCode())
                .isZero();
    }

    @Test
    void theTableGoesIntoTheRunAndItsReport() throws IOException {
        select(run, "herding");
        assertThat(evaluate(run, "--test", images.resolve("test"), "--net", "mlp", "--steps", 2, "--seeds", 1)
                        .exitCode())
                .isZero();
        assertThat(rows()).hasSize(3);
        Invocation report = Invocation.of("report", run);
        assertThat(report.out()).contains("evaluation.csv");
        assertThat(Files.readString(run.resolve("report.html"))).contains("\"evaluation\":[{\"view\":\"steps\"");
    }

    @Test
    void aRunWithoutASelectionIsNamed() {
        Invocation.of("features", images.resolve("train"), "--features", "pixels", "-o", run);
        assertThat(evaluate(run))
                .isEqualTo(new Invocation(
                        1, "", "pith: " + run + ": step sample is not done yet; do it first with pith sample RUN\n"));
    }

    @Test
    void selectionsFromOtherSamplesAreNotCompared() {
        Path other = folder.resolve("other");
        select(run, "herding");
        Invocation.of("select", images.resolve("test"), "--features", "pixels", "--method", "herding", "-o", other);
        assertThat(evaluate(run, other).err())
                .isEqualTo("pith: " + other + ": is a selection from other samples (" + images.resolve("test")
                        + ") than " + run + " (" + images.resolve("train")
                        + "); compare selections from one source in one state\n");
    }

    @Test
    void aSourceWithoutTestPartSaysHowToGiveOne() {
        assertThat(evaluate(images.resolve("train"), "--methods", "random", "-o", run)
                        .err())
                .isEqualTo("pith: " + images.resolve("train")
                        + ": has no test part; give images to judge by with --test SOURCE\n");
        assertThat(evaluate(
                                images.resolve("train"),
                                "--methods",
                                "random",
                                "--test",
                                images.resolve("train"),
                                "-o",
                                run)
                        .err())
                .isEqualTo("pith: " + images.resolve("train")
                        + ": is what the networks are trained on; give other images with --test\n");
    }

    @Test
    void theTestPartMustHaveTheSameClasses() {
        assertThat(evaluate(
                                "fashion-mnist-mini",
                                "--split",
                                "test",
                                "--methods",
                                "random",
                                "--test",
                                images.resolve("test"),
                                "-o",
                                run)
                        .err())
                .startsWith("pith: " + images.resolve("test")
                        + ": has images of class0, class1, class2, which are not among the classes that are trained on,"
                        + " T-shirt/top, Trouser,");
    }

    @Test
    void optionsWithoutMeaningAreWrongUsage() {
        assertUsage(evaluate(run, "--keep", "5%"), "--features, --bins, --keep and --selectors are for --methods");
        assertUsage(evaluate(run, "--epochs", 3), "--epochs is for --view epochs or both, got --view steps");
        assertUsage(
                evaluate(run, "--prune", "infobatch"),
                "--prune spares samples of an epoch; give it with --view epochs or --view both");
        assertUsage(
                evaluate(images.resolve("train"), "--methods", "score", "-o", run),
                "Invalid value for option '--methods' (METHOD): expected one of "
                        + String.join(", ", EvaluatedMethod.names()) + " but was 'score'");
        assertUsage(
                evaluate(images.resolve("train"), "--methods", "dq", "--selectors", 2, "-o", run),
                "--seeds must be a multiple of --selectors, so that each selects for as many; got 3 and 2");
        assertUsage(evaluate(run, "--seeds", 0), "seeds must be at least 1, got 0");
        assertUsage(evaluate(run, "--batch", 0), "--batch must be at least 1, got 0");
        assertUsage(
                evaluate(images.resolve("train"), "--methods", "dq"),
                "-o RUN is missing: where shall the run of " + images.resolve("train") + " be?");
        assertThat(run).doesNotExist();
    }

    private static void assertUsage(Invocation done, String message) {
        assertThat(done).isEqualTo(new Invocation(2, "", "pith: " + message + "\nTry pith evaluate --help\n"));
    }
}
