package dev.pith.torch.condense;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import dev.pith.parallel.Threads;
import dev.pith.torch.network.InputShape;
import dev.pith.torch.train.SyntheticSet;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Same seed, same images; the distance falls; what cannot go on says so. */
class CondenserTest {
    private static final int CLASSES = 3;
    private static final int PER_CLASS = 20;
    private static final InputShape SHAPE = new InputShape(1, 8, 8);

    @TempDir
    Path folder;

    private static RealClasses real() {
        SplittableRandom random = new SplittableRandom(7);
        float[] pixels = new float[CLASSES * PER_CLASS * SHAPE.numbers()];
        long[] labels = new long[CLASSES * PER_CLASS];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i % CLASSES;
            for (int p = 0; p < SHAPE.numbers(); p++) {
                boolean bright = p / 8 / 3 == labels[i];
                pixels[i * SHAPE.numbers() + p] = (float) (0.3 * random.nextGaussian() + (bright ? 2 : -0.5));
            }
        }
        return new RealClasses(new SyntheticSet(SHAPE, CLASSES, pixels, labels, new float[] {0}, new float[] {1}));
    }

    private static Condensation condensation(CondensationMethod method, String network, int imagesPerClass) {
        Condensation usual = Condensation.usual(method, network, imagesPerClass, 5);
        return new Condensation(
                method,
                network,
                imagesPerClass,
                6,
                new Loops(2, 2),
                usual.distance(),
                usual.augmentation(),
                12,
                8,
                usual.imageRate(),
                0.01,
                5);
    }

    private static float[] noise(int imagesPerClass) {
        SplittableRandom random = new SplittableRandom(3);
        float[] start = new float[CLASSES * imagesPerClass * SHAPE.numbers()];
        for (int i = 0; i < start.length; i++) {
            start[i] = (float) random.nextGaussian();
        }
        return start;
    }

    private static Condenser condenser(Condensation condensation, Threads threads) {
        return new Condenser(condensation, real(), new int[] {0, 1, 2}, noise(condensation.imagesPerClass()), threads);
    }

    private static float[] images(Condensation condensation, int threadCount) {
        try (Threads threads = new Threads(threadCount)) {
            Condenser condenser = condenser(condensation, threads);
            while (!condenser.isDone()) {
                condenser.next();
            }
            return condenser.state().images();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "DC, convnet-width32-depth2, 1",
        "DC, convnet-width32-depth2, 18", // more than a slice
        "DSA, convnet-width32-depth2, 2",
        "DM, convnet-width32-depth2, 18"
    })
    void theSameOnAnyNumberOfThreads(CondensationMethod method, String network, int imagesPerClass) {
        Condensation condensation = condensation(method, network, imagesPerClass);
        assertThat(images(condensation, 2)).isEqualTo(images(condensation, 1)).isNotEqualTo(noise(imagesPerClass));
    }

    @ParameterizedTest
    @CsvSource({
        "DC, convnet-width32-depth2-batchnorm",
        "DSA, convnet-width32-depth2",
        "DM, convnet-width32-depth2-batchnorm"
    })
    void goesOnToTheSameImages(CondensationMethod method, String network) {
        Condensation condensation = condensation(method, network, 2);
        Path file = folder.resolve("state.safetensors");
        try (Threads threads = new Threads(2)) {
            Condenser first = condenser(condensation, threads);
            first.next();
            first.next();
            first.state().save(file, new byte[] {7}, Map.of("note", "a"));
            Condenser second = condenser(condensation, threads);
            assertThat(second.state().restore(file)).containsExactly(7);
            while (!second.isDone()) {
                second.next();
            }
            assertThat(second.state().images()).isEqualTo(images(condensation, 2));
            assertThat(second.state().losses()).hasSize(6);
        }
    }

    @Test
    void theDistanceFalls() {
        Condensation condensation =
                condensation(CondensationMethod.DM, "convnet-width32-depth2", 2).iterations(40);
        try (Threads threads = new Threads(2)) {
            Condenser condenser = condenser(condensation, threads);
            double first = condenser.next();
            double last = first;
            while (!condenser.isDone()) {
                last = condenser.next();
            }
            assertThat(last).isLessThan(first / 2);
        }
    }

    @Test
    void classesSmallerThanTheBatchGiveAllTheyHave() {
        Condensation condensation = condensation(CondensationMethod.DM, "convnet-width32-depth2-batchnorm", 1)
                .realBatch(500);
        assertThat(images(condensation, 2)).isNotEqualTo(noise(1));
    }

    @Test
    void whatIsNoLongerANumberStopsItAndIsTakenBack() {
        Condensation usual = condensation(CondensationMethod.DM, "convnet-width32-depth2", 1);
        Condensation wild = new Condensation(
                usual.method(), usual.network(), 1, 6, usual.loops(), usual.distance(), null, 12, 8, 1e38, 0.01, 5);
        try (Threads threads = new Threads(1)) {
            Condenser condenser = condenser(wild, threads);
            assertThatThrownBy(() -> {
                        while (!condenser.isDone()) {
                            condenser.next();
                        }
                    })
                    .isInstanceOf(PithException.class)
                    .hasMessageContaining("lower `lr-img`");
            for (float value : condenser.state().images()) {
                assertThat(value).isFinite();
            }
        }
    }
}
