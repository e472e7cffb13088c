package dev.pith.torch.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pith.Golden;
import dev.pith.PithException;
import dev.pith.data.ImageSource.Image;
import dev.pith.data.Labels;
import dev.pith.data.Source;
import dev.pith.data.image.RawImages;
import dev.pith.feature.GradientFactors;
import dev.pith.npy.FloatMatrix;
import dev.pith.npy.Npy;
import dev.pith.npy.NpyHeader;
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
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkFeaturesTest {
    private static final double TOLERANCE = 1e-4;

    private final Threads threads = new Threads(2);

    @TempDir
    private Path folder;

    @AfterEach
    void stopThreads() {
        threads.close();
    }

    @Test
    void agreesWithPyTorch() {
        Path golden = Golden.folder("features");
        try (Network network = filled("convnet-width32", new InputShape(1, 28, 28))) {
            NetworkFeatures features = new NetworkFeatures(network, goldenImages(golden), threads, Progress.NONE);
            features.embeddings(folder.resolve("e.npy"));
            features.logits(folder.resolve("z.npy"));
            features.gradients(LogitGradient.CROSS_ENTROPY, folder.resolve("b.npy"), folder.resolve("embeddings.npy"));
            features.gradients(LogitGradient.SOFTMAX_TWICE, folder.resolve("b2.npy"), folder.resolve("e2.npy"));
        }
        assertClose("e.npy", golden.resolve("embeddings.npy"));
        assertClose("z.npy", golden.resolve("logits.npy"));
        assertClose("b.npy", golden.resolve("logit_gradients.npy"));
        assertClose("embeddings.npy", golden.resolve("embeddings.npy"));
        assertClose("b2.npy", golden.resolve("logit_gradients_reference.npy"));
        assertGram(golden.resolve("gradient_gram_64.npy"));
    }

    /** Inner products of the full gradients, which the factors give without forming them. */
    private void assertGram(Path file) {
        double[] gram = Npy.readDoubles(file);
        double largest = Arrays.stream(gram).map(Math::abs).max().orElseThrow();
        try (GradientFactors factors = new GradientFactors(
                Npy.mapFloats(folder.resolve("b.npy")), Npy.mapFloats(folder.resolve("embeddings.npy")), threads)) {
            for (int i = 0; i < 64; i++) {
                for (int j = 0; j < 64; j++) {
                    assertThat(Math.abs(factors.dot(i, j) - gram[64 * i + j])).isLessThan(TOLERANCE * largest);
                }
            }
        }
    }

    /** The last layer makes the logits of the embeddings, so that it belongs to the factors beside it. */
    @Test
    void theLastLayerMakesLogitsOfEmbeddings() {
        ImageSet set = open(FakeImages.random(9, 16, 16, 1, 1), ImageOptions.DEFAULT);
        for (String name : new String[] {"convnet-width32", "lenet", "mlp", "resnet18", "vit-tiny-patch4"}) {
            try (Network network = Networks.create(name, set.shape(), 3, 1)) {
                NetworkFeatures features = new NetworkFeatures(network, set, threads, Progress.NONE);
                features.embeddings(folder.resolve("e.npy"));
                features.logits(folder.resolve("z.npy"));
                features.lastLayer(folder.resolve("last.npy"));
            }
            double[] embeddings = Npy.readDoubles(folder.resolve("e.npy"));
            double[] logits = Npy.readDoubles(folder.resolve("z.npy"));
            double[] rows = Npy.readDoubles(folder.resolve("last.npy"));
            int width = embeddings.length / 9;
            assertThat(NpyHeader.read(folder.resolve("last.npy")).shape()).containsExactly(3L, width + 1L);
            for (int i = 0; i < 9; i++) {
                for (int k = 0; k < 3; k++) {
                    double logit = rows[k * (width + 1)];
                    for (int j = 0; j < width; j++) {
                        logit += rows[k * (width + 1) + 1 + j] * embeddings[i * width + j];
                    }
                    assertThat(logit).as(name).isCloseTo(logits[3 * i + k], within(1e-4));
                }
            }
        }
    }

    @Test
    void rowsOfUnreadableImagesAreMissing() {
        Image[] images = FakeImages.random(300, 8, 8, 1, 1).images();
        images[0] = null;
        images[257] = null;
        images[299] = null;
        ImageSet set = open(new FakeImages(null, images), ImageOptions.DEFAULT.skipUnreadable(true));
        try (Network network = Networks.create("convnet-width32", set.shape(), 3, 1)) {
            new NetworkFeatures(network, set, threads, Progress.NONE).embeddings(folder.resolve("e.npy"));
        }
        try (FloatMatrix rows = Npy.mapFloats(folder.resolve("e.npy"))) {
            float[] row = new float[rows.columns()];
            assertThat(rows.rows()).isEqualTo(300);
            for (int id = 0; id < 300; id++) {
                rows.row(id, row);
                assertThat(Float.isNaN(row[0])).as("row %d", id).isEqualTo(images[id] == null);
            }
        }
    }

    @Test
    void softLabelsAreTheLogitsInHalfPrecisionWhateverIsWrittenBesideThem() {
        Image[] images = FakeImages.random(70, 8, 8, 1, 1).images();
        images[3] = null;
        long[] labels = IntStream.range(0, 70).mapToLong(id -> id % 3).toArray();
        ImageSet set = open(new FakeImages(labels, images), ImageOptions.DEFAULT.skipUnreadable(true));
        try (Network network = Networks.create("convnet-width32", set.shape(), 3, 1)) {
            NetworkFeatures features = new NetworkFeatures(network, set, threads, Progress.NONE);
            features.withSoftLabels(folder.resolve("z16.npy")).logits(folder.resolve("z.npy"));
            features.withSoftLabels(folder.resolve("e16.npy")).embeddings(folder.resolve("e.npy"));
            features.withSoftLabels(folder.resolve("b16.npy"))
                    .gradients(LogitGradient.CROSS_ENTROPY, folder.resolve("b.npy"), folder.resolve("be.npy"));
        }
        NpyHeader header = NpyHeader.read(folder.resolve("z16.npy"));
        assertThat(header.type().bytes()).isEqualTo(2);
        assertThat(header.shape()).containsExactly(70L, 3L);
        float[] exact = new float[3];
        try (FloatMatrix logits = Npy.mapFloats(folder.resolve("z.npy"))) {
            for (String file : List.of("z16.npy", "e16.npy", "b16.npy")) {
                try (FloatMatrix halves = Npy.mapFloats(folder.resolve(file))) {
                    float[] row = new float[3];
                    for (int id = 0; id < 70; id++) {
                        logits.row(id, exact);
                        halves.row(id, row);
                        for (int k = 0; k < 3; k++) {
                            if (id == 3) {
                                assertThat(row[k]).isNaN();
                            } else { // a half has 11 bits
                                assertThat(row[k]).isCloseTo(exact[k], within(Math.abs(exact[k]) * 0x1p-11F + 1e-6F));
                            }
                        }
                    }
                }
            }
        }
    }

    @Test
    void gradientsNeedLabelsOfTheNetwork() {
        ImageSet without = open(FakeImages.random(2, 8, 8, 1, 1), ImageOptions.DEFAULT);
        ImageSet beyond = open(
                new FakeImages(
                        new long[] {0, 3}, FakeImages.random(2, 8, 8, 1, 1).images()),
                ImageOptions.DEFAULT);
        try (Network network = Networks.create("convnet-width32", without.shape(), 3, 1)) {
            assertThatThrownBy(() -> gradients(network, without))
                    .isInstanceOf(PithException.class)
                    .hasMessageContaining("has no labels, and gradient features need them");
            assertThatThrownBy(() -> gradients(network, beyond))
                    .isInstanceOf(PithException.class)
                    .hasMessageContaining(
                            ": has 4 classes, but the network is of 3, and gradient features need it to be of the"
                                    + " same; use `features embedding`, or weights of a network for these classes");
        }
        try (Network network = Networks.create("convnet-width32", without.shape(), 1000, 1)) {
            assertThatThrownBy(() -> gradients(network, beyond))
                    .isInstanceOf(PithException.class)
                    .hasMessageContaining(": has 4 classes, but the network is of 1000");
            new NetworkFeatures(network, beyond, threads, Progress.NONE).logits(folder.resolve("z.npy"));
        }
        assertThat(NpyHeader.read(folder.resolve("z.npy")).shape()).containsExactly(2L, 1000L);
    }

    @Test
    void leavesNoNativeMemoryBehind() {
        ImageSet set = open(FakeImages.random(2000, 8, 8, 1, 1), ImageOptions.DEFAULT);
        try (Network network = Networks.create("convnet-width32", set.shape(), 3, 1)) {
            NetworkFeatures features = new NetworkFeatures(network, set, threads, Progress.NONE);
            features.logits(folder.resolve("z.npy"));
            long before = Pointer.totalCount();
            features.logits(folder.resolve("z.npy"));
            // Not "equal": the collector frees what earlier tests left whenever it likes.
            assertThat(Pointer.totalCount()).isLessThanOrEqualTo(before);
        }
    }

    private void gradients(Network network, ImageSet images) {
        new NetworkFeatures(network, images, threads, Progress.NONE)
                .gradients(LogitGradient.CROSS_ENTROPY, folder.resolve("b.npy"), folder.resolve("e.npy"));
    }

    private ImageSet goldenImages(Path golden) {
        Path file = golden.resolve("images.npy");
        List<Long> shape = NpyHeader.read(file).shape();
        double[] numbers = Npy.readDoubles(file);
        byte[][] pixels = new byte[Math.toIntExact(shape.get(0))][28 * 28];
        for (int i = 0; i < numbers.length; i++) {
            pixels[i / (28 * 28)][i % (28 * 28)] = (byte) (int) numbers[i];
        }
        Labels labels = new Labels(Npy.readLongs(golden.resolve("labels.npy")), List.of());
        return open(
                new RawImages("golden", 28, 28, pixels, labels, 0, ""),
                ImageOptions.DEFAULT.normalization(new float[] {0.2861f}, new float[] {0.3530f}));
    }

    private ImageSet open(Source source, ImageOptions options) {
        return ImageSet.open(source, options, threads, Progress.NONE, note -> {});
    }

    private static Network filled(String name, InputShape input) {
        Network network = Networks.create(name, input, 10, 1);
        network.parameters()
                .tensors()
                .forEach((key, tensor) -> Tensors.write(tensor, FillRule.values(key, tensor.shape())));
        return network;
    }

    private void assertClose(String file, Path golden) {
        assertThat(NpyHeader.read(folder.resolve(file)).shape())
                .isEqualTo(NpyHeader.read(golden).shape());
        double[] values = Npy.readDoubles(folder.resolve(file));
        double[] expected = Npy.readDoubles(golden);
        double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        double worst = 0;
        for (int i = 0; i < values.length; i++) {
            worst = Math.max(worst, Math.abs(values[i] - expected[i]));
        }
        assertThat(worst).as("largest difference in %s", golden).isLessThan(TOLERANCE * largest);
    }
}
