package dev.pith.torch.condense;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pith.PithException;
import dev.pith.parallel.Threads;
import dev.pith.torch.network.InputShape;
import dev.pith.torch.train.SyntheticSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
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
        return new RealClasses(SyntheticSet.labelled(SHAPE, CLASSES, pixels, labels, new float[] {0}, new float[] {1}));
    }

    private static Condensation condensation(CondensationMethod method, String network, int imagesPerClass) {
        return Condensation.usual(method, network, imagesPerClass, 5)
                .but()
                .iterations(6)
                .loops(new Loops(2, 2))
                .realBatch(12)
                .trainBatch(8)
                .build();
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
        return new NetworkCondenser(
                condensation, real(), new int[] {0, 1, 2}, noise(condensation.imagesPerClass()), threads);
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

    /** More than a slice are seen in fewer images than a slice. */
    @ParameterizedTest
    @CsvSource({"DC", "DSA", "DM"})
    void fourInOneOnAnyNumberOfThreads(CondensationMethod method) {
        Condensation plain = condensation(method, "convnet-width32-depth2", 5);
        Condensation formed = plain.but().iterations(2).factor(2).build();
        assertThat(images(formed, 2))
                .isEqualTo(images(formed, 1))
                .isNotEqualTo(images(plain.but().iterations(2).build(), 1));
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

    private List<Path> experts(String network, boolean flat) {
        SiameseAugmentation augmentation = new SiameseAugmentation(SiameseAugmentation.USUAL, false);
        ExpertRecipe recipe = new ExpertRecipe(network, 4, 0.05, augmentation, flat, false, 3);
        ExpertTraining training = new ExpertTraining(recipe, (SyntheticSet) real().images());
        List<Path> files = List.of(folder.resolve("a"), folder.resolve("b"));
        for (int e = 0; e < files.size(); e++) {
            training.train(e, files.get(e), Map.of(), epoch -> false, epoch -> {});
            assertThat(training.epochs(files.get(e))).isEqualTo(4);
        }
        return files;
    }

    private static Condensation following(String network, int imagesPerClass, Trajectories how, double imageRate) {
        return condensation(CondensationMethod.FTD, network, imagesPerClass)
                .but()
                .imageRate(imageRate)
                .networkRate(0.05)
                .trajectories(how)
                .labels(imagesPerClass == 1 ? SyntheticLabels.HARD : SyntheticLabels.LEARNED)
                .build();
    }

    private static TrajectoryCondenser follower(Condensation condensation, List<Path> files, Threads threads) {
        Experts experts = new Experts(
                files,
                condensation.network(),
                SHAPE,
                CLASSES,
                condensation.trajectories().epochs());
        float[] start = noise(condensation.imagesPerClass());
        return new TrajectoryCondenser(condensation, SHAPE, CLASSES, new int[] {0, 1, 2}, start, experts, threads);
    }

    @ParameterizedTest
    @CsvSource({"1, false", "7, true"}) // a slice, and more
    void followersGoOnToTheSameImagesOnAnyNumberOfThreads(int imagesPerClass, boolean flat) {
        String network = "convnet-width32-depth2";
        List<Path> files = experts(network, flat);
        Condensation condensation =
                following(network, imagesPerClass, new Trajectories(5, 2, 0, 2, true, 16, 1e-6, 1, 0.9), 1);
        Path file = folder.resolve("state.safetensors");
        try (Threads one = new Threads(1);
                Threads two = new Threads(2)) {
            TrajectoryCondenser whole = follower(condensation, files, one);
            while (!whole.isDone()) {
                whole.next();
            }
            TrajectoryCondenser first = follower(condensation, files, two);
            first.next();
            first.next();
            first.state().save(file, new byte[] {7}, Map.of());
            TrajectoryCondenser second = follower(condensation, files, two);
            second.state().restore(file);
            while (!second.isDone()) {
                second.next();
            }
            assertThat(second.images()).isEqualTo(whole.images()).isNotEqualTo(noise(imagesPerClass));
            assertThat(second.images()).isNotEqualTo(second.state().images()); // but their average
            assertThat(second.softLabels()).isEqualTo(whole.softLabels());
            if (imagesPerClass > 1) {
                assertThat(second.softLabels())
                        .isNotEqualTo(follower(condensation, files, two).softLabels());
                assertThat(second.softLabels()[0] + second.softLabels()[1] + second.softLabels()[2])
                        .isCloseTo(1, within(1e-6f));
            }
            assertThat(second.learnedRate()).isEqualTo(whole.learnedRate()).isNotEqualTo((double) 0.05f);
        }
    }

    @Test
    void aRateThatTurnsNegativeStopsItAndIsTakenBack() {
        String network = "convnet-width32-depth2";
        Condensation condensation = following(network, 1, new Trajectories(5, 2, 0, 2, false, 0, 1e3, 1, 0), 1e-3);
        try (Threads threads = new Threads(1)) {
            TrajectoryCondenser condenser = follower(condensation, experts(network, false), threads);
            assertThatThrownBy(() -> {
                        while (!condenser.isDone()) {
                            condenser.next();
                        }
                    })
                    .isInstanceOf(PithException.class)
                    .hasMessageContaining("the students' learning rate became")
                    .hasMessageContaining("lower `lr-lr` (1000.0)");
            assertThat(condenser.learnedRate()).isPositive();
        }
    }

    @Test
    void studentsStartEarlyAtFirst() {
        Trajectories how = new Trajectories(5, 2, 3, 11, true, 0, 0, 1, 0);
        assertThat(IntStream.range(0, 10).map(iteration -> how.latestStart(iteration, 10)))
                .containsExactly(5, 7, 8, 10, 11, 11, 11, 11, 11, 11);
        assertThat(Trajectories.DEFAULT.latestStart(0, 10)).isEqualTo(25);
        assertThat(how.epochs()).isEqualTo(12);
        assertThatThrownBy(() -> new Trajectories(5, 2, 3, 3, true, 0, 0, 1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("`max-start` must be at least 4, got 3");
    }

    @Test
    void expertsTeach() {
        List<Path> files = experts("convnet-width32-depth2", false);
        Experts experts = new Experts(files, "convnet-width32-depth2", SHAPE, CLASSES, 4);
        SyntheticSet images = (SyntheticSet) real().images();
        float[] said = experts.probabilities(images.pixels());
        int right = 0;
        for (int i = 0; i < images.size(); i++) {
            float[] of = Arrays.copyOfRange(said, i * CLASSES, (i + 1) * CLASSES);
            assertThat(of[0] + of[1] + of[2]).isCloseTo(1, within(1e-5f));
            right += of[images.label(i)] > 0.4 ? 1 : 0;
        }
        assertThat(right).isGreaterThan(images.size() / 2);
    }

    @Test
    void rdedTakesTheCropsThatTheTeacherIsSurestOf() {
        Experts experts =
                new Experts(experts("convnet-width32-depth2", false), "convnet-width32-depth2", SHAPE, CLASSES, 4);
        SyntheticSet few = new Rded(real(), experts, 2, 5).images(new float[1], new float[] {1});
        assertThat(few.labels()).containsExactly(0, 0, 1, 1, 2, 2);
        assertThat(few.soft()).isEqualTo(experts.probabilities(few.pixels()));
        SyntheticSet all = new Rded(real(), experts, 100, 5).images(new float[1], new float[] {1}); // fewer are there
        assertThat(all.size()).isEqualTo(CLASSES * PER_CLASS);
        float[] said = experts.probabilities(all.pixels(), 1);
        for (int i = 1; i < PER_CLASS; i++) {
            assertThat(said[i * CLASSES]).isLessThanOrEqualTo(said[(i - 1) * CLASSES] + 1e-6f);
        }
        assertThat(few.pixels()).startsWith(Arrays.copyOf(all.pixels(), 2 * SHAPE.numbers()));
    }

    @Test
    void rdedPutsFourLargeImagesTogether() {
        InputShape large = new InputShape(1, 64, 64);
        float[] pixels = new float[16 * large.numbers()];
        long[] labels = new long[16];
        for (int i = 0; i < pixels.length; i++) {
            labels[i / large.numbers()] = i / large.numbers() % 2;
            pixels[i] = i / large.numbers() % 2;
        }
        SyntheticSet set = SyntheticSet.labelled(large, 2, pixels, labels, new float[1], new float[] {1});
        Path file = folder.resolve("large");
        ExpertRecipe recipe = new ExpertRecipe("convnet-width32-depth1", 1, 0.01, null, false, false, 3);
        new ExpertTraining(recipe, set).train(0, file, Map.of(), epoch -> false, epoch -> {});
        Experts experts = new Experts(List.of(file), "convnet-width32-depth1", large, 2, 1);
        SyntheticSet made = new Rded(new RealClasses(set), experts, 5, 1).images(new float[1], new float[] {1});
        assertThat(made.labels()).containsExactly(0, 0, 1, 1); // 8 of a class
        assertThat(made.pixels()).startsWith(0, 0).endsWith(1, 1);
    }

    @Test
    void expertsOfAnotherNetworkOrCutShort() throws IOException {
        List<Path> files = experts("convnet-width32-depth2", false);
        assertThatThrownBy(() -> new Experts(files, "convnet-width32-depth1", SHAPE, CLASSES, 3))
                .isInstanceOf(PithException.class)
                .hasMessageStartingWith(files.get(0) + ": does not fit convnet-width32-depth1");
        assertThatThrownBy(() -> new Experts(files, "convnet-width32-depth2", SHAPE, CLASSES, 5))
                .hasMessageContaining("has 4 epochs, and 5 are needed: lower `max-start` or `expert-epochs`");
        byte[] bytes = Files.readAllBytes(files.get(1));
        Files.write(files.get(1), Arrays.copyOf(bytes, bytes.length - 5));
        assertThatThrownBy(() -> new Experts(files, "convnet-width32-depth2", SHAPE, CLASSES, 3))
                .isInstanceOf(PithException.class)
                .hasMessageStartingWith(files.get(1).toString());
    }

    @Test
    void theDistanceFalls() {
        Condensation condensation = condensation(CondensationMethod.DM, "convnet-width32-depth2", 2)
                .but()
                .iterations(40)
                .build();
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
                .but()
                .realBatch(500)
                .build();
        assertThat(images(condensation, 2)).isNotEqualTo(noise(1));
    }

    @Test
    void whatIsNoLongerANumberStopsItAndIsTakenBack() {
        Condensation wild = condensation(CondensationMethod.DM, "convnet-width32-depth2", 1)
                .but()
                .augmentation(null)
                .imageRate(1e38)
                .build();
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
