package dev.pith.torch.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pith.Golden;
import dev.pith.PithException;
import dev.pith.data.ImageSource.Image;
import dev.pith.data.Source;
import dev.pith.data.array.TensorSource;
import dev.pith.npy.Npy;
import dev.pith.parallel.Threads;
import dev.pith.run.Progress;
import dev.pith.torch.FillRule;
import dev.pith.torch.Tensors;
import dev.pith.torch.image.FakeImages;
import dev.pith.torch.image.ImageOptions;
import dev.pith.torch.image.ImageSet;
import dev.pith.torch.network.InputShape;
import dev.pith.torch.network.Network;
import dev.pith.torch.network.Networks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeatureNetworkTest {
    private static final String CONVNET = "convnet-batchnorm-width32"; // that of the golden checkpoints

    private final Threads threads = new Threads(2);
    private final List<Long> steps = new ArrayList<>();

    @TempDir
    private Path folder;

    @AfterEach
    void stopThreads() {
        threads.close();
    }

    /** A network of one class learns nothing: its weights stay those it began with, a little decayed. */
    @Test
    void itBeginsWithOtherWeightsThanATrainingOfTheSameSeed() {
        ImageSet images = open(
                new FakeImages(new long[8], FakeImages.random(8, 12, 12, 1, 3).images()), ImageOptions.DEFAULT);
        Path file = folder.resolve("network.safetensors");
        train(images, 1, file);
        try (FeatureNetwork trained = FeatureNetwork.open(file, null, options -> images, line -> {});
                Network own = Networks.create(trained.name(), images.shape(), 1, 5 ^ FeatureTraining.SALT);
                Network other = Networks.create(trained.name(), images.shape(), 1, 5)) {
            assertThat(difference(trained.network(), own)).isLessThan(1e-3);
            assertThat(difference(trained.network(), other)).isGreaterThan(0.5);
        }
    }

    /** Returns how far the first weights of two networks are apart, by their size. */
    private static double difference(Network a, Network b) {
        String name = a.parameters().learned().get(0);
        float[] values = Tensors.floats(a.parameters().tensor(name));
        float[] others = Tensors.floats(b.parameters().tensor(name));
        double apart = 0;
        double size = 0;
        for (int i = 0; i < values.length; i++) {
            apart += Math.abs(values[i] - others[i]);
            size += Math.abs(values[i]);
        }
        return apart / size;
    }

    @Test
    void aNetworkThatWasTrainedHereKnowsItsImages() throws IOException {
        FakeImages source = plainAndStriped(64, 12);
        ImageSet images = open(source, ImageOptions.DEFAULT);
        Path file = folder.resolve("network.safetensors");
        double once = train(images, 1, file);
        double loss = train(images, 8, file);

        assertThat(loss).isLessThan(once / 2);
        assertThat(steps).endsWith(8L * 64);
        try (FeatureNetwork trained = FeatureNetwork.open(file, null, options -> open(source, options), note -> {})) {
            assertThat(trained.name()).isEqualTo("convnet-width32");
            assertThat(trained.images().mean()).isEqualTo(images.mean());
            assertThat(trained.images().std()).isEqualTo(images.std());
            assertThat(rightShare(trained)).isEqualTo(1);
        }
    }

    @Test
    void theSameSeedTrainsTheSameNetworkOnAnyNumberOfThreads() throws IOException {
        ImageSet images = open(plainAndStriped(40, 12), ImageOptions.DEFAULT);
        train(images, 1, folder.resolve("one"));
        try (Threads more = new Threads(3)) {
            FeatureTraining.train("convnet-width32", images, 1, 5, more, Progress.NONE, folder.resolve("other"));
        }

        assertThat(folder.resolve("other")).hasSameBinaryContentAs(folder.resolve("one"));
    }

    @Test
    void weightsFromElsewhereSayChannelsAndClasses() {
        Path file = Golden.folder("checkpoints").resolve("convnet.pth");
        FakeImages grey = FakeImages.random(3, 32, 32, 1, 1);
        try (FeatureNetwork network = FeatureNetwork.open(file, CONVNET, options -> open(grey, options), note -> {})) {
            assertThat(network.images().shape()).isEqualTo(new InputShape(3, 32, 32));
            new NetworkFeatures(network.network(), network.images(), threads, Progress.NONE)
                    .logits(folder.resolve("z.npy"));
        }
        assertThat(Npy.readDoubles(folder.resolve("z.npy"))).hasSize(3 * 10).doesNotContain(Double.NaN);
    }

    @Test
    void aProgramGivesItsOutput() {
        Path checkpoints = Golden.folder("checkpoints");
        FakeImages source =
                new FakeImages(new long[20], FakeImages.random(20, 32, 32, 3, 1).images());
        extract(checkpoints.resolve("convnet.torchscript.pt"), null, source, folder.resolve("program.npy"));
        extract(checkpoints.resolve("convnet.pth"), CONVNET, source, folder.resolve("weights.npy"));

        double[] expected = Npy.readDoubles(folder.resolve("weights.npy"));
        assertThat(Npy.readDoubles(folder.resolve("program.npy"))).containsExactly(expected, within(1e-4));
        assertThatThrownBy(() -> {
                    try (FeatureNetwork network = FeatureNetwork.open(
                            checkpoints.resolve("convnet.torchscript.pt"),
                            null,
                            options -> open(source, options),
                            note -> {})) {
                        rightShare(network);
                    }
                })
                .isInstanceOf(PithException.class)
                .hasMessageContaining("gradient features need both");
    }

    @ParameterizedTest
    @ValueSource(strings = {"convnet.safetensors", "convnet.pth", "convnet.torchscript.pt"})
    void readyTensorsGiveTheOutputsOfPyTorch(String file) {
        Path checkpoints = Golden.folder("checkpoints");
        Path input = folder.resolve("input.npy");
        Npy.write(input, FillRule.values("input", 2, 0, new long[] {2, 3, 32, 32}), 2, 3, 32, 32);
        try (Source source = TensorSource.open("input.npy", input, null)) {
            extract(checkpoints.resolve(file), CONVNET, source, folder.resolve("z.npy"));
        }
        double[] expected = Npy.readDoubles(checkpoints.resolve("output.npy"));
        double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        assertThat(Npy.readDoubles(folder.resolve("z.npy"))).containsExactly(expected, within(1e-4 * largest));
    }

    private void extract(Path file, @Nullable String net, Source source, Path logits) {
        try (FeatureNetwork network = FeatureNetwork.open(file, net, options -> open(source, options), note -> {})) {
            new NetworkFeatures(network.network(), network.images(), threads, Progress.NONE).logits(logits);
        }
    }

    @Test
    void filesThatDoNotFitAreRefusedInALine() throws IOException {
        FakeImages source = FakeImages.random(3, 32, 32, 3, 1);
        Path checkpoints = Golden.folder("checkpoints");

        assertThatThrownBy(() -> open(checkpoints.resolve("convnet.pth"), null, source))
                .isInstanceOf(PithException.class)
                .hasMessageEndingWith("convnet.pth: does not say which network it is of; name it with `net`");
        assertThatThrownBy(() -> open(checkpoints.resolve("convnet-depth2.pth"), CONVNET, source))
                .isInstanceOf(PithException.class)
                .hasMessageContaining("convnet-depth2.pth: does not fit " + CONVNET);
        assertThatThrownBy(() -> open(checkpoints.resolve("convnet-truncated.pth"), CONVNET, source))
                .isInstanceOf(PithException.class)
                .hasMessageContaining("convnet-truncated.pth");
        assertThatThrownBy(() -> open(checkpoints.resolve("convnet.pth"), "convent", source))
                .isInstanceOf(PithException.class)
                .hasMessageContaining("did you mean 'convnet'?");
        Path empty = Files.createFile(folder.resolve("empty.safetensors"));
        assertThatThrownBy(() -> open(empty, CONVNET, source))
                .isInstanceOf(PithException.class)
                .hasMessageStartingWith(empty.toString());
    }

    private void open(Path file, @Nullable String net, FakeImages source) {
        FeatureNetwork.open(file, net, options -> open(source, options), note -> {})
                .close();
    }

    private ImageSet open(Source source, ImageOptions options) {
        return ImageSet.open(source, options, threads, Progress.NONE, note -> {});
    }

    private double train(ImageSet images, int epochs, Path file) {
        return FeatureTraining.train(
                "convnet-width32", images, epochs, 5, threads, (done, total) -> steps.add(done), file);
    }

    private double rightShare(FeatureNetwork network) {
        return new NetworkFeatures(network.network(), network.images(), threads, Progress.NONE)
                .gradients(LogitGradient.CROSS_ENTROPY, folder.resolve("b.npy"), folder.resolve("e.npy"));
    }

    /** Noise is of class 0, noise with stripes of class 1. */
    private static FakeImages plainAndStriped(int count, int side) {
        SplittableRandom random = new SplittableRandom(4);
        long[] labels = new long[count];
        Image[] images = new Image[count];
        for (int id = 0; id < count; id++) {
            labels[id] = id % 2;
            byte[] pixels = new byte[side * side];
            for (int i = 0; i < pixels.length; i++) {
                int stripe = labels[id] == 1 && i % side % 4 < 2 ? 120 : 0;
                pixels[i] = (byte) (stripe + random.nextInt(100));
            }
            images[id] = new Image(side, side, 1, pixels);
        }
        return new FakeImages(labels, images);
    }
}
