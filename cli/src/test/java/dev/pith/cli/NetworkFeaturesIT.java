package dev.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.npy.Npy;
import dev.pith.npy.NpyHeader;
import dev.pith.run.Manifest;
import dev.pith.run.Step;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images compared by what networks make of them. */
class NetworkFeaturesIT {
    private static final int IMAGES_PER_CLASS = 12;
    private static final int N = 2 * IMAGES_PER_CLASS;
    private static final int SIDE = 16;
    private static final int EMBEDDING = 32 * 2 * 2; // of convnet-width32 at 16 pixels

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
                write(ofClass.resolve(i + ".png"), SIDE, name.equals("striped"), random);
            }
        }
    }

    private static void write(Path file, int side, boolean striped, SplittableRandom random) throws IOException {
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                int stripe = striped && x % 4 < 2 ? 120 : 0;
                image.getRaster().setSample(x, y, 0, stripe + random.nextInt(100));
            }
        }
        ImageIO.write(image, "png", file.toFile());
    }

    private Invocation pith(String command, Object... options) {
        List<Object> words = new ArrayList<>(List.of(command, images, "-o", run));
        words.addAll(List.of(options));
        return Invocation.of(words.toArray());
    }

    private static List<Long> shape(Path file) {
        return NpyHeader.read(file).shape();
    }

    @Test
    void quantizeTrainsANetworkAndComparesByItsGradients() throws IOException {
        Invocation done = pith("quantize", "--bins", 3, "--keep", 6);

        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(done.err()).isEmpty();
        assertThat(done.out()).contains("network ", "network.safetensors", "gradients/", "6 selected");
        assertThat(shape(run.resolve("gradients/logit_gradients.npy"))).containsExactly((long) N, 2L);
        assertThat(shape(run.resolve("gradients/embeddings.npy"))).containsExactly((long) N, (long) EMBEDDING);
        assertThat(run.resolve("features.npy")).doesNotExist();
        Manifest manifest = Manifest.read(run);
        assertThat(manifest.step(Step.NETWORK).orElseThrow().configuration())
                .containsEntry("net", "convnet-width32")
                .containsEntry("epochs", "5");
        assertThat(manifest.step(Step.NETWORK).orElseThrow().outputs())
                .extracting(Manifest.Output::path)
                .containsExactly("network.safetensors");
        assertThat(manifest.step(Step.FEATURES).orElseThrow().configuration()).containsEntry("features", "gradient");

        Map<String, Object> before = RunBytes.content(run);
        Invocation again = pith("quantize", "--bins", 3, "--keep", 6);
        assertThat(again.out().lines().filter(line -> line.endsWith("done before")))
                .hasSize(4);
        assertThat(RunBytes.content(run)).isEqualTo(before);
        assertThat(Invocation.of("report", run).exitCode()).isZero();
        assertThat(run.resolve("report.html")).content().contains("convnet-width32");
    }

    @Test
    void whatIsMissingIsMadeAgainToTheSameBytes() throws IOException {
        pith("quantize", "--bins", 3, "--keep", 6, "--seed", 8, "--threads", 1);
        Map<String, Object> whole = RunBytes.content(run);
        RunBytes.delete(run);

        assertThat(pith("features", "--seed", 8, "--threads", 2).exitCode()).isZero();
        Files.delete(run.resolve("gradients/embeddings.npy"));
        assertThat(pith("quantize", "--bins", 3, "--keep", 6, "--seed", 8).exitCode())
                .isZero();
        whole.remove("manifest.json"); // tells of other commands
        assertThat(RunBytes.content(run)).containsAllEntriesOf(whole);
    }

    @Test
    void killedWhileItTrainsItGoesOnToTheSameBytes() throws Exception {
        Object[] command = {"quantize", images, "--epochs", 60, "--bins", 3, "--keep", 6, "-o", run};
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
    void anotherNetworkIsRefusedUnlessForced() {
        pith("quantize", "--bins", 3);
        Invocation refused = pith("quantize", "--bins", 3, "--epochs", 2);
        assertThat(refused.err())
                .isEqualTo("pith: " + run + ": the network of this run was made otherwise: epochs was 5, now 2;"
                        + " give another directory, or --force to make them anew\n");
        assertThat(pith("quantize", "--bins", 3, "--features", "pixels").err())
                .startsWith("pith: " + run
                        + ": the features of this run were made otherwise: features was gradient, now pixels, net was");
        assertThat(pith("quantize", "--bins", 3, "--features", "pixels", "--force")
                        .exitCode())
                .isZero();
        assertThat(run.resolve("network.safetensors")).doesNotExist();
        assertThat(run.resolve("gradients")).doesNotExist();
        assertThat(Manifest.read(run).step(Step.NETWORK)).isEmpty();
    }

    @Test
    void selectComparesByEmbeddings() {
        Invocation done = pith("select", "--method", "facility-location", "--budget", 4);

        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(shape(run.resolve("features.npy"))).containsExactly((long) N, (long) EMBEDDING);
        assertThat(run.resolve("network.safetensors")).exists();
    }

    @Test
    void aRandomRankingTrainsNothing() {
        assertThat(pith("select", "--method", "random", "--budget", 4).exitCode())
                .isZero();
        assertThat(run.resolve("network.safetensors")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"logits, 2", "embedding, 128"})
    void anyLayerCanBeHad(String features, long columns) {
        assertThat(pith("features", "--features", features, "--epochs", 1).exitCode())
                .isZero();
        assertThat(shape(run.resolve("features.npy"))).containsExactly((long) N, columns);
    }

    @Test
    void theNetworkOfARunServesAnotherSource() throws IOException {
        pith("features");
        Path network = folder.resolve("mine.safetensors");
        Files.copy(run.resolve("network.safetensors"), network);
        double[] expected = Npy.readDoubles(run.resolve("gradients/embeddings.npy"));
        Path other = folder.resolve("other");

        Invocation done =
                Invocation.of("features", images, "--weights", network, "--features", "embedding", "-o", other);
        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(Npy.readDoubles(other.resolve("features.npy"))).isEqualTo(expected);
        assertThat(Manifest.read(other).step(Step.FEATURES).orElseThrow().configuration())
                .containsEntry("weights", "mine.safetensors")
                .containsKey("weights fingerprint");
        assertThat(Manifest.read(other).step(Step.NETWORK)).isEmpty();
    }

    @Test
    void theSoftmaxIsTakenTwiceOnRequest() {
        pith("features", "--compat", "dq-vision");
        double[] twice = Npy.readDoubles(run.resolve("gradients/logit_gradients.npy"));
        assertThat(pith("quantize", "--bins", 3, "--compat", "dq-vision").exitCode())
                .isZero();
        assertThat(pith("features", "--force").exitCode()).isZero();
        assertThat(Npy.readDoubles(run.resolve("gradients/logit_gradients.npy")))
                .isNotEqualTo(twice);
    }

    @Test
    void unreadableImagesAreNamedOrLeftOutOfTrainingToo() throws IOException {
        Files.writeString(images.resolve("plain/3.png"), "no image");
        Invocation refused = pith("quantize", "--bins", 3);
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err())
                .startsWith("pith: ")
                .contains("3.png", "--on-error skip")
                .hasLineCount(1);
        Invocation done = pith("quantize", "--bins", 3, "--keep", "1.0", "--on-error", "skip");
        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(done.out()).contains("1 cannot be used and are left out", (N - 1) + " selected");
    }

    @Test
    void imagesOfOtherSizesAreResizedAndThatIsSaidOnce() throws IOException {
        write(images.resolve("plain/x.png"), 40, false, new SplittableRandom(1));
        write(images.resolve("striped/x.png"), 24, true, new SplittableRandom(2));
        Invocation done = pith("quantize", "--bins", 3);
        assertThat(done.exitCode()).isZero();
        assertThat(done.err())
                .contains("pith: " + images + ": images of other sizes than 16 x 16 are scaled")
                .hasLineCount(1);
    }

    @Test
    void gradientsNeedLabels() throws IOException {
        Path flat = Files.createDirectory(folder.resolve("flat"));
        try (Stream<Path> files = Files.list(images.resolve("plain"))) {
            for (Path file : files.toList()) {
                Files.copy(file, flat.resolve(file.getFileName()));
            }
        }
        assertThat(Invocation.of("quantize", flat, "--features", "gradient", "--bins", 2, "-o", run))
                .isEqualTo(new Invocation(
                        1,
                        "",
                        "pith: " + flat + ": has no labels, and training a network needs them; give a file of them"
                                + " with --labels, or compare by --features pixels\n"));
        Invocation usual = Invocation.of("quantize", flat, "--bins", 2, "-o", run);
        assertThat(usual.exitCode()).as(usual.err()).isZero();
        assertThat(run.resolve("features.npy")).exists();
    }

    @Test
    void readyTensorsAreTakenAsTheyAre() {
        SplittableRandom random = new SplittableRandom(5);
        float[] values = new float[6 * 3 * 8 * 8];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble();
        }
        Path tensors = folder.resolve("x.npy");
        Npy.write(tensors, values, 6, 3, 8, 8);
        Path labels = folder.resolve("y.npy");
        Npy.write(labels, new long[] {0, 1, 2, 0, 1, 2});
        Invocation done = Invocation.of("quantize", tensors, "--labels", labels, "--bins", 2, "--keep", 3, "-o", run);
        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(shape(run.resolve("gradients/embeddings.npy"))).containsExactly(6L, 32L);
        assertThat(Invocation.of("features", tensors, "--features", "pixels", "-o", folder.resolve("p"))
                        .err())
                .startsWith("pith: " + tensors + ": holds tensors");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            --net convent                       | there is no network called 'convent'; did you mean 'convnet'?
            --features pixels --net resnet18    | --net, --weights, --epochs, --mean and --std are for features of a network
            --weights w.pth --epochs 3          | --epochs trains a network and --weights brings one; leave out either
            --weights nowhere.pth               | nowhere.pth: no such file
            """)
    void whatCannotBeIsRefusedInALine(String options, String message) {
        Invocation refused = pith("quantize", (Object[]) options.split(" "));
        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.err()).contains(message);
        assertThat(run.resolve("features.npy")).doesNotExist();
    }
}
