package dev.pith.torch.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pith.PithException;
import dev.pith.npy.Npy;
import dev.pith.parallel.Threads;
import dev.pith.run.Progress;
import dev.pith.score.Score;
import dev.pith.score.ScoreTable;
import dev.pith.torch.image.FakeImages;
import dev.pith.torch.image.ImageOptions;
import dev.pith.torch.image.ImageSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScoreTrainingTest {
    private static final int EPOCHS = 2;
    private static final long SEED = 5;

    private final Threads threads = new Threads(2);
    private final List<Long> steps = new ArrayList<>();

    @TempDir
    private Path folder;

    @AfterEach
    void stopThreads() {
        threads.close();
    }

    /** Two classes, noise; more than a batch of them, so that the first look is in the middle of an epoch. */
    private ImageSet images(int count) {
        long[] labels = IntStream.range(0, count).mapToLong(id -> id % 2).toArray();
        return images(
                new FakeImages(labels, FakeImages.random(count, 8, 8, 1, 3).images()));
    }

    private ImageSet images(FakeImages source) {
        return ImageSet.open(source, ImageOptions.DEFAULT.skipUnreadable(true), threads, Progress.NONE, note -> {});
    }

    private ScoreTraining.Scored score(String net, ImageSet images, int scorers, boolean unseen, Threads with) {
        return new ScoreTraining(net, images, EPOCHS, SEED, with, (done, total) -> steps.add(total - done))
                .train(scorers, unseen, folder.resolve("scored"));
    }

    private ScoreTable score(ImageSet images, int scorers, boolean unseen) {
        return score("convnet-width32", images, scorers, unseen, threads).scores();
    }

    /** Batch normalization has statistics that a look in training mode would move. */
    @ParameterizedTest
    @ValueSource(strings = {"convnet-width32", "convnet-batchnorm-width32"})
    void lookingChangesNothingOfTheNetwork(String net) {
        ImageSet images = images(150);
        Path alone = folder.resolve("alone");
        double loss = FeatureTraining.train(net, images, EPOCHS, SEED, threads, Progress.NONE, alone);
        for (boolean unseen : new boolean[] {false, true}) {
            ScoreTraining.Scored scored = score(net, images, 1, unseen, threads);
            assertThat(scored.loss()).isEqualTo(loss);
            assertThat(folder.resolve("scored")).hasSameBinaryContentAs(alone);
        }
    }

    /** At the end the network says what {@link NetworkFeatures} writes of it. */
    @Test
    void theLastLookIsOfTheNetworkThatIsWritten() {
        ImageSet images = images(150);
        ScoreTable scores = score(images, 1, false);
        try (FeatureNetwork network = FeatureNetwork.open(folder.resolve("scored"), null, o -> images, note -> {})) {
            new NetworkFeatures(network.network(), images, threads, Progress.NONE).logits(folder.resolve("z.npy"));
        }
        double[] logits = Npy.readDoubles(folder.resolve("z.npy"));
        for (int id = 0; id < images.size(); id++) {
            double p = 1 / (1 + Math.exp(logits[2 * id] - logits[2 * id + 1]));
            assertThat(scores.of(Score.LEAST_CONFIDENCE)[id]).isEqualTo(Math.min(p, 1 - p), within(1e-6));
        }
        assertThat(steps).endsWith(0L);
        assertThat(DoubleStream.of(scores.of(Score.DYN_UNC))).allMatch(deviation -> deviation > 0);
    }

    @Test
    void scoresDoNotDependOnThreads() {
        ImageSet images = images(150);
        ScoreTable two = score(images, 1, true);
        try (Threads three = new Threads(3)) {
            ScoreTable other = score("convnet-width32", images, 1, true, three).scores();
            for (Score score : Score.values()) {
                assertThat(other.of(score)).isEqualTo(two.of(score));
            }
        }
    }

    @Test
    void scorersAreAveragedAndTheFirstIsTheNetworkBehindTheFeatures() {
        ImageSet images = images(40);
        double[] one = score(images, 1, false).of(Score.EL2N);
        double[] two = score(images, 2, false).of(Score.EL2N);
        double[] three = score(images, 3, false).of(Score.EL2N);
        assertThat(two).isNotEqualTo(one);
        double[] second =
                IntStream.range(0, 40).mapToDouble(id -> 2 * two[id] - one[id]).toArray();
        double[] third = IntStream.range(0, 40)
                .mapToDouble(id -> 3 * three[id] - 2 * two[id])
                .toArray();
        assertThat(DoubleStream.of(second)).allMatch(score -> score > 0 && score < Math.sqrt(2));
        assertThat(DoubleStream.of(third)).allMatch(score -> score > 0 && score < Math.sqrt(2));
        assertThat(third).isNotEqualTo(second);
        assertThat(steps).endsWith(0L);
    }

    /** Labels that say nothing of the images can only be learnt by heart, which a network does that has seen them. */
    @Test
    void unseenSamplesAreNotKnownByHeart() {
        ImageSet images = images(24);
        double seen = mean(new ScoreTraining("convnet-width32", images, 100, SEED, threads, Progress.NONE)
                .train(1, false, folder.resolve("a")));
        double unseen = mean(new ScoreTraining("convnet-width32", images, 100, SEED, threads, Progress.NONE)
                .train(1, true, folder.resolve("b")));
        assertThat(unseen).isLessThan(seen - 0.05);
    }

    private static double mean(ScoreTraining.Scored scored) {
        return Arrays.stream(scored.scores().of(Score.MEAN_PROBABILITY))
                .average()
                .orElseThrow();
    }

    @Test
    void imagesThatCannotBeReadHaveNoScores() {
        FakeImages source = new FakeImages(
                new long[] {0, 1, 0, 1, 0, 1}, FakeImages.random(6, 8, 8, 1, 3).images());
        source.images()[2] = null;
        for (boolean unseen : new boolean[] {false, true}) {
            double[] scores = score(images(source), 1, unseen).of(Score.GRAND);
            assertThat(scores[2]).isNaN();
            assertThat(Arrays.stream(scores).filter(Double::isFinite).count()).isEqualTo(5);
        }
    }

    @Test
    void refusesWhatHasNothingToScore() {
        ImageSet alike = images(
                new FakeImages(new long[6], FakeImages.random(6, 8, 8, 1, 3).images()));
        assertThatThrownBy(() -> score(alike, 1, false))
                .isInstanceOf(PithException.class)
                .hasMessageEndingWith(
                        "has samples of one class, and scores tell how sure a network is of one class among several");
    }
}
