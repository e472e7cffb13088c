package dev.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pith.npy.Npy;
import dev.pith.run.Manifest;
import dev.pith.run.Step;
import dev.pith.score.Score;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Samples scored by the training of a network. */
class ScoresIT {
    private static final int IMAGES_PER_CLASS = 12;
    private static final int N = 2 * IMAGES_PER_CLASS;
    private static final String TABLE = "scores/scores.csv";

    @TempDir
    Path folder;

    private Path images;
    private Path run;

    @BeforeEach
    void makeImages() throws IOException {
        images = folder.resolve("images");
        run = folder.resolve("run");
        SplittableRandom random = new SplittableRandom(3);
        for (String name : new String[] {"plain", "striped"}) {
            Path ofClass = Files.createDirectories(images.resolve(name));
            for (int i = 0; i < IMAGES_PER_CLASS; i++) {
                BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
                for (int at = 0; at < 64; at++) {
                    int stripe = name.equals("striped") && at % 4 < 2 ? 120 : 0;
                    image.getRaster().setSample(at % 8, at / 8, 0, stripe + random.nextInt(100));
                }
                ImageIO.write(image, "png", ofClass.resolve(i + ".png").toFile());
            }
        }
    }

    private Invocation pith(String command, Object... options) {
        List<Object> words = new ArrayList<>(List.of(command, images, "-o", run));
        words.addAll(List.of(options));
        return Invocation.of(words.toArray());
    }

    private double[] scores(Score score) {
        return Npy.readDoubles(run.resolve("scores/" + score + ".npy"));
    }

    @Test
    void everySampleHasEveryScore() throws IOException {
        Invocation done = pith("scores", "--epochs", 2);

        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(done.err()).isEmpty();
        assertThat(done.out()).contains("Hardest by aum: ", TABLE, "network.safetensors", "gradients/", "pith bins");
        List<String> rows = Files.readAllLines(run.resolve(TABLE));
        assertThat(rows).hasSize(1 + N);
        assertThat(rows.get(0))
                .isEqualTo("id,key,label,el2n,grand,forgetting,aum,dual,dyn-unc,cad,margin,entropy,least-confidence,"
                        + "mean-probability");
        String[] row = rows.get(1 + 13).split(",", -1);
        assertThat(row).startsWith("13", "striped/1.png", "1");
        int column = 3;
        for (Score score : Score.values()) {
            assertThat(scores(score)).hasSize(N);
            assertThat(Double.parseDouble(row[column++])).isEqualTo(scores(score)[13]);
            assertThat(DoubleStream.of(scores(score))).allMatch(Double::isFinite);
        }
        assertThat(pith("scores", "--epochs", 2).out().lines().filter(line -> line.endsWith("done before")))
                .hasSize(2);
    }

    @Test
    void theNetworkIsTheOneOfFeaturesAlone() throws IOException {
        Path other = folder.resolve("other");
        assertThat(Invocation.of("features", images, "--epochs", 2, "-o", other).exitCode())
                .isZero();
        assertThat(pith("scores", "--epochs", 2).exitCode()).isZero();
        for (String file : new String[] {"network.safetensors", "gradients/embeddings.npy", "samples.csv"}) {
            assertThat(run.resolve(file)).hasSameBinaryContentAs(other.resolve(file));
        }
        // and who asks for the features alone finds them done, with the scores
        assertThat(pith("bins", "--epochs", 2, "--bins", 3).exitCode()).isZero();
        assertThat(run.resolve(TABLE)).exists();
    }

    @Test
    void aRunGetsScoresOnceItIsSaidThatItsNetworkMayGo() {
        assertThat(pith("quantize", "--bins", 3, "--epochs", 2, "--seed", 4).exitCode())
                .isZero();
        Invocation refused = Invocation.of("scores", run, "--epochs", 2);
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err())
                .startsWith("pith: " + run + ": the network of this run was made otherwise: scorers ")
                .hasLineCount(1);
        Invocation done = Invocation.of("scores", run, "--epochs", 2, "--force");
        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(done.err()).contains("network is done anew, so what rested on it is out of date and gone: ", "bins");
        Manifest manifest = Manifest.read(run);
        assertThat(manifest.step(Step.BINS)).isEmpty();
        assertThat(manifest.step(Step.FEATURES)).isPresent();
        assertThat(manifest.step(Step.NETWORK).orElseThrow().configuration())
                .containsEntry("seed", "4")
                .containsEntry("scorers", "1");
    }

    @Test
    void aRunOfPixelsKeepsItsFeaturesAndItsBins() throws IOException {
        assertThat(pith("quantize", "--bins", 3, "--features", "pixels").exitCode())
                .isZero();
        Invocation done = Invocation.of("scores", run, "--epochs", 2);
        assertThat(done.exitCode()).as(done.err()).isZero();
        Manifest manifest = Manifest.read(run);
        assertThat(manifest.step(Step.BINS)).isPresent();
        assertThat(manifest.step(Step.FEATURES).orElseThrow().configuration()).containsEntry("features", "pixels");
        assertThat(pith("quantize", "--bins", 3, "--features", "pixels").exitCode())
                .isZero();
        assertThat(run.resolve(TABLE)).exists();
        assertThat(Invocation.of("scores", run, "--epochs", 1).err()).contains("epochs was 2, now 1");
        assertThat(Invocation.of("scores", run, "--epochs", 1, "--force").exitCode())
                .isZero();
        assertThat(Manifest.read(run).step(Step.BINS)).isPresent();
    }

    @Test
    void otherScorersGiveOtherScoresOfTheSameNetwork() throws IOException {
        pith("scores", "--epochs", 2);
        byte[] network = Files.readAllBytes(run.resolve("network.safetensors"));
        double[] one = scores(Score.AUM);
        assertThat(pith("scores", "--epochs", 2, "--scorers", 2, "--force").exitCode())
                .isZero();
        double[] two = scores(Score.AUM);
        assertThat(pith("scores", "--epochs", 2, "--unseen", "--force").exitCode())
                .isZero();
        assertThat(two).isNotEqualTo(one);
        assertThat(scores(Score.AUM)).isNotEqualTo(one).isNotEqualTo(two);
        assertThat(run.resolve("network.safetensors")).hasBinaryContent(network);
    }

    @Test
    void jsonHasRangesAndSamples() throws IOException {
        JsonNode json = new ObjectMapper()
                .readTree(pith("scores", "--epochs", 2, "--format", "json").out());
        assertThat(json.get("scored").asInt()).isEqualTo(N);
        assertThat(json.get("scores").size()).isEqualTo(Score.values().length);
        assertThat(json.at("/scores/el2n/min").asDouble())
                .isLessThan(json.at("/scores/el2n/median").asDouble());
        int hardest = json.at("/hardest/0/id").asInt();
        assertThat(scores(Score.AUM)[hardest])
                .isEqualTo(json.at("/scores/aum/min").asDouble());
        assertThat(json.at("/hardest/0/key").asText()).matches("(plain|striped)/\\d+.png");
        assertThat(json.at("/easiest").size()).isEqualTo(5);
    }

    @Test
    void killedWhileItLooksItEndsWithTheSameBytes() throws Exception {
        Object[] command = {"scores", images, "--epochs", 60, "-o", run};
        assertThat(Invocation.of(command).exitCode()).isZero();
        Map<String, Object> expected = RunBytes.content(run);
        RunBytes.delete(run);
        try (PithProcess killed = PithProcess.start(folder, command)) {
            while (killed.isAlive() && !Files.exists(run.resolve("manifest.json"))) {
                Thread.sleep(5);
            }
            killed.kill();
        }
        assertThat(Invocation.of(command).exitCode()).isZero();
        assertThat(RunBytes.content(run)).isEqualTo(expected);
    }

    @Test
    void whatCannotBeReadHasNoScores() throws IOException {
        Files.writeString(images.resolve("plain/3.png"), "no image");
        assertThat(pith("scores", "--epochs", 1).err())
                .contains("3.png", "--on-error skip")
                .hasLineCount(1);
        assertThat(run.resolve("scores")).doesNotExist();
        Invocation done = pith("scores", "--epochs", 1, "--on-error", "skip");
        assertThat(done.exitCode()).as(done.err()).isZero();
        int id = 5; // plain: 0, 1, 10, 11, 2, 3
        assertThat(Files.readAllLines(run.resolve(TABLE)).get(1 + id)).isEqualTo("5,plain/3.png,0,,,,,,,,,,,");
        assertThat(scores(Score.DUAL)[id]).isNaN();
        assertThat(DoubleStream.of(scores(Score.DUAL)).filter(Double::isNaN)).hasSize(1);
    }

    @Test
    void whatHasNothingToScoreIsRefusedInALine() throws IOException {
        Path flat = Files.createDirectory(folder.resolve("flat"));
        Files.copy(images.resolve("plain/1.png"), flat.resolve("1.png"));
        refuses(flat, "has no labels, and scores need labels; give a file of them with --labels");
        Path one = folder.resolve("one");
        Files.createDirectories(one.resolve("a"));
        Files.copy(images.resolve("plain/1.png"), one.resolve("a/1.png"));
        refuses(one, "has samples of one class, and scores tell how sure a network is of one class among several");
        Path texts = Files.writeString(folder.resolve("t.txt"), "a\nb\n");
        refuses(texts, "holds no images, and scores come from a network that is trained on images");
        assertThat(pith("scores", "--scorers", 0).err()).startsWith("pith: --scorers must be at least 1, got 0\n");
        assertThat(Invocation.of("scores", images).err()).startsWith("pith: -o RUN is missing");
        assertThat(run).doesNotExist();
    }

    private void refuses(Path source, String message) {
        assertThat(Invocation.of("scores", source, "-o", run))
                .isEqualTo(new Invocation(1, "", "pith: " + source + ": " + message + "\n"));
    }

    /** Pixels do not rest on the network that scores. A ranking by its scores does. */
    @Test
    void scoresMadeAnewMakeARankingByThemAnew() throws IOException {
        assertThat(Invocation.of("features", images, "--features", "pixels", "-o", run)
                        .exitCode())
                .isZero();
        assertThat(Invocation.of("scores", run, "--epochs", 1).exitCode()).isZero();
        Object[] byScores = {"select", run, "--method", "el2n", "--budget", 6};
        Invocation.of(byScores);
        String first = finished();
        assertThat(Invocation.of(byScores).exitCode()).isZero();
        assertThat(finished()).isEqualTo(first);
        assertThat(Invocation.of("scores", run, "--epochs", 2, "--force").exitCode())
                .isZero();
        assertThat(Invocation.of(byScores).exitCode()).isZero();
        assertThat(finished()).isNotEqualTo(first);
    }

    private String finished() {
        return Manifest.read(run)
                .step(Step.SELECT)
                .orElseThrow()
                .configuration()
                .toString();
    }
}
