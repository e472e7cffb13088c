package dev.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pith.npy.Npy;
import dev.pith.run.Manifest;
import dev.pith.run.Step;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Small trainings on the bundled data set. */
class TrainIT {
    @TempDir
    Path folder;

    private Path run;
    private Path few;

    @BeforeEach
    void name() {
        run = folder.resolve("run");
        few = ids("few.npy", IntStream.range(0, 120).map(i -> 50 * i).toArray());
    }

    private Path ids(String name, int... ids) {
        Path file = folder.resolve(name);
        Npy.write(file, ids);
        return file;
    }

    private static Invocation train(Path run, Object... options) {
        List<Object> words = new ArrayList<>(List.of("train", "fashion-mnist-mini", "-o", run));
        words.addAll(Arrays.asList(options));
        return Invocation.of(words.toArray());
    }

    private Invocation train(Object... options) {
        return train(run, options);
    }

    private Invocation trainFew(Object... options) {
        List<Object> words = new ArrayList<>(List.of("--selection", few, "--holdout", 100));
        words.addAll(Arrays.asList(options));
        return train(words.toArray());
    }

    private static JsonNode json(Invocation done) throws IOException {
        assertThat(done.exitCode()).as(done.err()).isZero();
        return new ObjectMapper().readTree(done.out());
    }

    @Test
    void aNetworkIsTrainedTestedAndWritten() throws IOException {
        JsonNode summary = json(trainFew("--epochs", 6, "--format", "json"));
        assertThat(summary.get("network").asText()).isEqualTo("convnet-width32");
        int samples = summary.get("samples").asInt();
        assertThat(samples).isBetween(105, 120); // some of them are held out
        assertThat(summary.get("samplesSeen").asInt()).isEqualTo(6 * samples);
        assertThat(summary.get("steps").asInt()).isEqualTo(6 * ((samples + 15) / 16));
        assertThat(summary.get("tested").asInt()).isEqualTo(100);
        assertThat(summary.get("accuracy").asDouble()).isGreaterThan(0.4);
        assertThat(summary.get("accuracyOfClass")).hasSize(10);
        assertThat(summary.get("epochs")).hasSize(6);
        assertThat(run.resolve("model.safetensors")).isRegularFile();
        assertThat(run.resolve("accuracy.csv")).content().startsWith("class,correct,total\nT-shirt/top,");
        List<String> log = Files.readAllLines(run.resolve("train.jsonl"));
        assertThat(log).hasSize(6);
        assertThat(log.get(0)).startsWith("{\"epoch\":1,\"steps\":");

        Invocation again = trainFew("--epochs", 6);
        assertThat(again.exitCode()).isZero();
        assertThat(again.err()).isEmpty();
        assertThat(again.out())
                .startsWith("convnet-width32, trained on " + samples + " samples (fashion-mnist-mini has 6,000)")
                .contains("on 100 test samples")
                .contains("model.safetensors");
        assertThat(Files.readAllLines(run.resolve("train.jsonl"))).isEqualTo(log);
    }

    @ParameterizedTest
    @CsvSource({"infobatch-tiers, 1", "random-subsets, 2", "seta, 1"})
    void samplesAreSparedAsAskedByAnyNumberOfProcesses(String kind, int workers) throws IOException {
        Object[] options = {"--prune", kind, "--spare", "40%", "--epochs", 15, "--workers", workers, "--format", "json"
        };
        JsonNode summary = json(trainFew(options));
        int samples = summary.get("samples").asInt();
        assertThat(summary.get("spared").asDouble()).isCloseTo(0.4, within(0.02)); // whole samples in small tiers
        assertThat(1 - summary.get("samplesSeen").asDouble() / samples / 15)
                .isCloseTo(summary.get("spared").asDouble(), within(1e-6));
        Map<String, String> remembered =
                Manifest.read(run).step(Step.TRAIN).orElseThrow().configuration();
        assertThat(remembered).containsEntry("prune", kind).containsEntry("spare", "0.4");
        assertThat(trainFew("--prune", kind, "--epochs", 15, "--workers", workers)
                        .out())
                .contains(String.format(
                        " a second; %.1f %% spared\n",
                        100 * summary.get("spared").asDouble()));
    }

    @Test
    void aTrainingTooShortToSpareSamplesSaysSo() throws IOException {
        Invocation done = trainFew("--prune", "seta", "--epochs", 3, "--format", "json");
        assertThat(json(done).get("spared").asDouble()).isZero();
        assertThat(done.err().lines())
                .contains("pith: warning: --epochs 3 is too short to spare samples, so every epoch sees all; --prune"
                        + " seta is for --epochs 15 and more");
        assertThat(train(folder.resolve("other"), "--selection", few, "--holdout", 100, "--infobatch", "--epochs", 3)
                        .err()
                        .lines())
                .contains("pith: warning: --epochs 3 is too short to spare samples without loss; --infobatch pays from"
                        + " --epochs 15 on");
    }

    @Test
    void anotherTrainingInTheSameRunNeedsForce() throws IOException {
        trainFew("--steps", 2);
        byte[] before = Files.readAllBytes(run.resolve("model.safetensors"));
        Invocation refused = trainFew("--steps", 2, "--lr", 0.01);
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err())
                .isEqualTo("pith: " + run + ": the training of this run was made otherwise: lr was 0.05, now 0.01;"
                        + " give another directory, or --force to make them anew\n");
        assertThat(run.resolve("model.safetensors")).hasBinaryContent(before);
        assertThat(trainFew("--steps", 2, "--lr", 0.01, "--force").exitCode()).isZero();
        assertThat(Files.readAllBytes(run.resolve("model.safetensors"))).isNotEqualTo(before);
    }

    @Test
    void aKilledTrainingGoesOnToTheSameBytes() throws Exception {
        Object[] words = {
            "train",
            "fashion-mnist-mini",
            "--selection",
            few,
            "--epochs",
            12,
            "--infobatch",
            "--augment",
            "crop,flip",
            "--net",
            "convnet-width32-batchnorm",
            "--save-every",
            1,
            "-o",
            run
        };
        try (PithProcess process = PithProcess.start(folder, words)) {
            while (process.isAlive() && !Files.exists(run.resolve("checkpoint.safetensors"))) {
                Thread.sleep(5);
            }
            process.kill();
        }
        assertThat(run.resolve("checkpoint.safetensors")).exists();
        assertThat(run.resolve("model.safetensors")).doesNotExist();
        assertThat(Files.readAllLines(run.resolve("train.jsonl"))).hasSizeLessThan(12);

        words[5] = 13;
        Invocation refused = Invocation.of(words);
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err())
                .isEqualTo("pith: " + run.resolve("checkpoint.safetensors") + ": is of a training that was made"
                        + " otherwise: epochs was 12, now 13; give another directory, or --force to start over\n");

        words[5] = 12;
        Path undisturbed = folder.resolve("undisturbed");
        words[words.length - 1] = undisturbed;
        assertThat(Invocation.of(words).exitCode()).isZero();
        leaveTime(Manifest.read(undisturbed).step(Step.TRAIN).orElseThrow().configuration(), 5000);
        words[words.length - 1] = run;
        Invocation resumed = Invocation.of(words);
        assertThat(resumed.exitCode()).as(resumed.err()).isZero();
        assertThat(resumed.err()).startsWith("pith: going on after epoch ");
        assertThat(Manifest.read(run).step(Step.TRAIN).orElseThrow().elapsedSeconds())
                .isGreaterThan(5000);
        for (String file : List.of("model.safetensors", "accuracy.csv")) {
            assertThat(run.resolve(file)).hasSameBinaryContentAs(undisturbed.resolve(file));
        }
        assertThat(run.resolve("checkpoint.safetensors")).doesNotExist();
        assertThat(RunBytes.unfinished(run)).isEmpty();
    }

    /** Writes how long the killed process worked, as if that had been longer. */
    private void leaveTime(Map<String, String> configuration, double seconds) throws Exception {
        byte[] text = new TreeMap<>(configuration).toString().getBytes(StandardCharsets.UTF_8);
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(text);
        Files.writeString(run.resolve(".clock-train"), HexFormat.of().formatHex(hash) + " " + seconds);
    }

    @Test
    void aTrainingThatDivergesNamesTheLastGoodCheckpoint() {
        Invocation diverged = trainFew("--epochs", 3, "--lr", 1e15, "--schedule", "constant", "--save-every", 1);
        assertThat(diverged.exitCode()).isEqualTo(1);
        assertThat(diverged.err())
                .matches("pith: the (loss|weights) became \\S+ in epoch \\d, step \\d, at a learning rate of"
                        + " 1.00e\\+15: lower the learning rate; (nothing was saved before|the last good checkpoint is"
                        + " \\S+/checkpoint.safetensors, after epoch \\d)\n");
    }

    @Test
    void selectionsAreRunsAndFilesOfIds() throws IOException {
        Path selection = folder.resolve("selection");
        Invocation.of("select", "fashion-mnist-mini", "--method", "random", "--budget", 40, "-o", selection);
        JsonNode summary = json(train(
                "--selection", selection, ids("a.npy", 1, 2, 3), ids("b.npy", 3, 4), "--steps", 1, "--format", "json"));
        assertThat(summary.get("samples").asInt()).isBetween(41, 44);
        assertThat(summary.get("tested").asInt()).isEqualTo(1000);

        Path other = folder.resolve("other");
        assertThat(train(other, "--selection", ids("c.npy", 6000)).err())
                .endsWith("c.npy: names id 6000, but the ids of fashion-mnist-mini go from 0 to 5999; train on the"
                        + " source it was made from\n");
        Path small = folder.resolve("small");
        Invocation.of("select", "fashion-mnist-mini", "--split", "test", "--method", "random", "-o", small);
        assertThat(train(other, "--selection", small).err())
                .isEqualTo("pith: " + small + ": selects from fashion-mnist-mini, which has 1000 samples, but"
                        + " fashion-mnist-mini has 6000; train on the run's own source\n");
        Invocation.of("bins", "fashion-mnist-mini", "--method", "random", "--split", "test", "-o", other);
        assertThat(train(folder.resolve("new"), "--selection", other).err())
                .contains(": has selected nothing yet; make it do so with pith sample ");
    }

    @Test
    void aSyntheticSetIsTrainedOnInPlaceOfTheSource() throws IOException {
        float[] images = new float[20 * 28 * 28];
        Arrays.setAll(new Object[images.length], i -> images[i] = i % 7 / 7f);
        Npy.write(folder.resolve("images.npy"), images, 20, 1, 28, 28);
        Npy.write(
                folder.resolve("labels.npy"),
                IntStream.range(0, 20).map(i -> i % 10).toArray());
        Npy.write(folder.resolve("mean.npy"), new float[] {0.2861f});
        Npy.write(folder.resolve("std.npy"), new float[] {0.353f});
        Path file = folder.resolve("synthetic.npz");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (String name : List.of("images.npy", "labels.npy", "mean.npy", "std.npy")) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(Files.readAllBytes(folder.resolve(name)));
            }
        }
        JsonNode summary = json(train("--synthetic", file, "--steps", 2, "--format", "json"));
        assertThat(summary.get("samples").asInt()).isEqualTo(20);
        assertThat(summary.get("tested").asInt()).isEqualTo(1000);
    }

    @Test
    void samplesAreDrawnByAScore() throws IOException {
        double[] scores = new double[6000];
        scores[0] = 1;
        Npy.write(folder.resolve("scores.npy"), scores);
        Invocation done = train(
                "--selection", few, "--sample-by", folder.resolve("scores.npy"), "--epochs", 1, "--format", "json");
        assertThat(json(done).get("samplesSeen").asInt()).isEqualTo(120);
        Npy.write(folder.resolve("short.npy"), new double[5]);
        assertThat(train(folder.resolve("other"), "--sample-by", folder.resolve("short.npy"))
                        .err())
                .endsWith("short.npy: holds 5 scores, but the source has 6000 samples; one per sample is needed\n");
    }

    @Test
    void weightsAreStartedFrom() throws IOException {
        JsonNode first = json(trainFew("--epochs", 8, "--format", "json"));
        Path second = folder.resolve("second");
        JsonNode summary = json(train(
                second,
                "--weights",
                run.resolve("model.safetensors"),
                "--selection",
                few,
                "--epochs",
                1,
                "--format",
                "json"));
        assertThat(summary.get("epochs").get(0).get("loss").asDouble())
                .isLessThan(first.get("epochs").get(0).get("loss").asDouble() / 2);
        assertThat(train(
                                folder.resolve("third"),
                                "--weights",
                                run.resolve("model.safetensors"),
                                "--net",
                                "lenet",
                                "--steps",
                                1)
                        .err())
                .contains("model.safetensors: does not fit lenet");
    }

    @Test
    void withoutATestThereIsNoAccuracy() {
        Invocation done = Invocation.of(
                "train",
                "fashion-mnist-mini",
                "--split",
                "test",
                "--selection",
                ids("ten.npy", 0, 1, 2, 3, 4),
                "--steps",
                1,
                "-o",
                run);
        assertThat(done.exitCode()).isZero();
        assertThat(done.err())
                .contains(
                        "pith: warning: there is nothing to test the network on; give --test SOURCE or --holdout 10%\n")
                .contains("pith: warning: nothing is trained on of "); // five samples are not of ten classes
        assertThat(done.out()).doesNotContain("accuracy");
        assertThat(run.resolve("accuracy.csv")).doesNotExist();
    }

    @Test
    void aFolderOfIdxFilesWithoutATestPartIsTrainedOn() throws IOException {
        Path idx = Files.createDirectory(folder.resolve("idx"));
        byte[] images = new byte[4 * 8 * 8];
        Arrays.fill(images, 0, images.length / 2, (byte) 200);
        Files.write(
                idx.resolve("train-images-idx3-ubyte"),
                ByteBuffer.allocate(16 + images.length)
                        .putInt(0x803)
                        .putInt(4)
                        .putInt(8)
                        .putInt(8)
                        .put(images)
                        .array());
        Files.write(
                idx.resolve("train-labels-idx1-ubyte"),
                ByteBuffer.allocate(8 + 4)
                        .putInt(0x801)
                        .putInt(4)
                        .put(new byte[] {0, 0, 1, 1})
                        .array());
        Invocation done = Invocation.of("train", idx, "--steps", 1, "-o", run);
        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(done.err())
                .isEqualTo("pith: warning: there is nothing to test the network on; give --test SOURCE or --holdout"
                        + " 10%\n");
    }

    /** Two classes of four grey images each; one image is no image. */
    private Path photos() throws IOException {
        Path photos = folder.resolve("photos");
        for (int i = 0; i < 8; i++) {
            BufferedImage image = new BufferedImage(12 + i % 3, 12, BufferedImage.TYPE_BYTE_GRAY);
            image.setRGB(i, i, 0xffffff);
            Path file =
                    Files.createDirectories(photos.resolve(i < 4 ? "a" : "b")).resolve(i + ".png");
            ImageIO.write(image, "png", file.toFile());
        }
        Files.writeString(photos.resolve("b").resolve("broken.png"), "no image");
        return photos;
    }

    @Test
    void imagesThatCannotBeReadAreLeftOutWhenAsked() throws IOException {
        Path photos = photos();
        Object[] words = {"train", photos, "--steps", 1, "--holdout", 2, "-o", run};
        assertThat(Invocation.of(words).err()).contains("broken.png");
        List<Object> skipping = new ArrayList<>(Arrays.asList(words));
        skipping.addAll(List.of("--on-error", "skip"));
        Invocation done = Invocation.of(skipping.toArray());
        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(done.out()).contains("1 cannot be read and are left out, see " + run.resolve("train-skipped.csv"));
        assertThat(run.resolve("train-skipped.csv")).content().contains("b/broken.png");
    }

    @Test
    void aTestMayLackClassesAndAHoldoutLeavesNoneEmpty() throws IOException {
        Path photos = photos();
        Files.delete(photos.resolve("b").resolve("broken.png"));
        Path test = folder.resolve("test");
        Files.copy(
                photos.resolve("b/4.png"),
                Files.createDirectories(test.resolve("b")).resolve("4.png"));
        Invocation done = Invocation.of("train", photos, "--test", test, "--steps", 1, "-o", run);
        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(done.err())
                .contains("test: has no images of a (1 of 2 classes), so the test says nothing about it\n");
        assertThat(run.resolve("accuracy.csv")).content().contains("\na,0,0\n");

        for (int i = 1; i < 4; i++) {
            Files.delete(photos.resolve("a").resolve(i + ".png"));
        }
        done = Invocation.of("train", photos, "--holdout", 3, "--steps", 1, "-o", folder.resolve("held"));
        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(done.err()).contains("--holdout leaves every class a sample to train on: the last one of a");
    }

    @Test
    void aTestOnOtherClassesAndWeightsOfOtherClassesAreRefused() throws IOException {
        Path photos = photos();
        Files.delete(photos.resolve("b").resolve("broken.png"));
        assertThat(train("--test", photos, "--steps", 1).err())
                .endsWith("photos: has images of a, b, which are not among the classes that are trained on,"
                        + " T-shirt/top, Trouser, Pullover, Dress, Coat and 5 more; give images of those classes, named"
                        + " alike\n");
        assertThat(Invocation.of("train", photos, "--steps", 1, "-o", run, "--force")
                        .exitCode())
                .isZero();
        assertThat(train(folder.resolve("other"), "--weights", run.resolve("model.safetensors"), "--steps", 1)
                        .err())
                .endsWith("model.safetensors: is of 2 classes, but fashion-mnist-mini has 10; train from random"
                        + " weights, or on the classes it is of\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            --epochs 2 --steps 3            | --epochs and --steps both say how long to train; give one
            --momentum 0.5 --optimizer adam | --momentum is for sgd and lars, got adam
            --nesterov --optimizer lars     | --nesterov is for sgd, got lars
            --ratio 0.3                     | --ratio and --delta are for --infobatch
            --infobatch --steps 5           | --infobatch saves steps, so their number cannot be given; use --epochs in place of --steps
            --infobatch --sample-by x.npy   | --infobatch and --sample-by both choose the samples; give one
            --prune seta --ratio 0.3        | --ratio and --delta are for --infobatch
            --infobatch --prune seta        | --infobatch is short for --prune infobatch, got --prune seta
            --infobatch --spare 40%         | --spare is for --prune infobatch-tiers, random-subsets and seta
            --spare 40%                     | --spare is for --prune infobatch-tiers, random-subsets and seta
            --prune seta --spare 400        | --spare is a share, such as 40% or 0.4, got 400
            --prune seta --spare 100%       | --spare must be in [0, 1), got 1.0
            --prune seta --steps 5          | --prune seta saves steps, so their number cannot be given; use --epochs in place of --steps
            --prune seta --spare 70%        | seta cannot spare 0.700 of 20 epochs, of which 16 leave samples out, at most 0.800 of each; train longer or lower --spare
            --infobatch --ratio 1           | ratio must be in [0, 1), got 1.0: of what is pruned some must stay to stand for the rest
            --test x --holdout 5            | --test and --holdout both say what to test on; give one
            --synthetic x --selection y     | --selection is of the source, not of --synthetic; give one
            --lr 0                          | --lr must be a positive number, got 0.0
            --batch 0                       | batch must be at least 1, got 0
            --save-every 0                  | --save-every must be at least 1, got 0
            --label-smoothing 1             | label smoothing must be in [0, 1), got 1.0
            """)
    void optionsThatCannotBe(String options, String message) {
        Invocation refused = train((Object[]) options.split(" "));
        assertThat(refused).isEqualTo(new Invocation(2, "", "pith: " + message + "\nTry pith train --help\n"));
        assertThat(run).doesNotExist();
    }
}
