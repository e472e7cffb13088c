package dev.pith.torch.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pith.parallel.Threads;
import dev.pith.torch.Tensors;
import dev.pith.torch.network.AutoencoderSize;
import dev.pith.torch.network.AutoencoderSpec;
import dev.pith.torch.network.InputShape;
import dev.pith.torch.network.MaskedAutoencoder;
import dev.pith.torch.train.Blobs;
import dev.pith.torch.train.Evaluation;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class LinearProbeTest {
    private static final int WIDTH = 5;
    private static final Threads THREADS = new Threads(2);

    @AfterAll
    static void close() {
        THREADS.close();
    }

    /** Returns rows of noise, of which a column of a small scale is around the class, and another never changes. */
    private static Embeddings rows(int[] labels, double apart, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] rows = new float[labels.length * WIDTH];
        for (int i = 0; i < labels.length; i++) {
            for (int k = 0; k < WIDTH - 2; k++) {
                rows[i * WIDTH + k] = (float) random.nextGaussian();
            }
            rows[i * WIDTH + 3] = (float) (0.01 * (apart * labels[i] + random.nextGaussian()));
            rows[i * WIDTH + 4] = 7;
        }
        return new Embeddings(rows, WIDTH);
    }

    private static int[] labels(int n) {
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            labels[i] = i % 2;
        }
        return labels;
    }

    private static Evaluation probe(double apart) {
        return LinearProbe.of(
                rows(labels(400), apart, 1), labels(400), rows(labels(200), apart, 2), labels(200), 2, 0, THREADS);
    }

    @Test
    void classesAreToldApartAsFarAsALineCan() {
        Evaluation far = probe(8);
        assertThat(far.accuracy()).isGreaterThan(0.97); // four deviations on either side
        assertThat(far.total()).containsExactly(100, 100);
        assertThat(probe(8).correct()).isEqualTo(far.correct());
        assertThat(probe(0).accuracy()).isBetween(0.35, 0.65); // chance, within four standard errors
    }

    @Test
    void embeddingsThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> LinearProbe.of(
                        rows(labels(4), 1, 1), labels(3), rows(labels(4), 1, 1), labels(4), 2, 0, THREADS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("embeddings must be of one width and have a label each, got 4 of 5 with 3");
    }

    /** The embedding of an image is that of all its patches, and the same whatever other images there are. */
    @Test
    void autoencodersEmbedImagesOneByOne() {
        Blobs images = new Blobs(20, 8, 2, 1);
        InputShape shape = images.shape();
        AutoencoderSpec spec = new AutoencoderSpec(
                AutoencoderSize.of("mae-tiny-patch4"), shape, new float[] {0}, new float[] {1}, false);
        try (MaskedAutoencoder autoencoder = spec.create(3);
                PointerScope scope = new PointerScope();
                NoGradGuard noGradients = new NoGradGuard()) {
            Embeddings all = Embeddings.of(autoencoder::embed, images, 20, THREADS);
            assertThat(all.width()).isEqualTo(128);
            assertThat(all.size()).isEqualTo(20);
            float[] pixels = new float[64];
            images.read(new int[] {17}, pixels);
            Tensor alone = autoencoder.embed(Tensor.create(pixels, 1, 1, 8, 8));
            float[] row = Tensors.floats(alone);
            for (int k = 0; k < row.length; k++) {
                assertThat(row[k]).isCloseTo(all.rows()[17 * 128 + k], within(1e-4f));
            }
        }
    }
}
