package dev.pith.torch.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.data.ImageSource;
import dev.pith.parallel.Threads;
import dev.pith.prune.PruningKind;
import dev.pith.run.Progress;
import dev.pith.torch.image.FakeImages;
import dev.pith.torch.image.ImageOptions;
import dev.pith.torch.image.ImageSet;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class NetworkTrainingTest {
    private static final int SIDE = 8;
    private static final long LARGE = 1 << 20;

    @TempDir
    Path folder;

    /** Dark and bright images of noise; which is which, the label says. */
    private static ImageSet images(int count, long seed, long cacheBytes, Threads threads) {
        SplittableRandom random = new SplittableRandom(seed);
        long[] labels = new long[count];
        ImageSource.Image[] images = new ImageSource.Image[count];
        for (int id = 0; id < count; id++) {
            labels[id] = id % 2;
            byte[] pixels = new byte[SIDE * SIDE];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = (byte) random.nextInt(i % 2 == id % 2 ? 100 : 250);
            }
            images[id] = new ImageSource.Image(SIDE, SIDE, 1, pixels);
        }
        ImageOptions options = ImageOptions.DEFAULT
                .normalization(new float[] {0.5F}, new float[] {0.3F})
                .cacheBytes(cacheBytes);
        return ImageSet.open(new FakeImages(labels, images), options, threads, Progress.NONE, note -> {});
    }

    /**
     * Trainings that normalize by batches depend on how the native library shares its sums out, unless one
     * thread does each.
     */
    @Test
    void theNumberOfThreadsChangesNothing() {
        Conditions conditions = new Conditions(
                List.of("mlp", "convnet-width32-batchnorm-depth2"),
                0,
                2,
                Map.of(View.STEPS, 12, View.EPOCHS, 12),
                0,
                0.05,
                List.of(PruningKind.INFOBATCH, PruningKind.RANDOM_SUBSETS),
                0.5);
        List<Row> one = rows(conditions, 1, LARGE, "one.jsonl");
        List<Row> three = rows(conditions, 3, LARGE, "three.jsonl");
        assertThat(withoutTimes(three)).isEqualTo(withoutTimes(one));
        assertThat(one).hasSize(2 * (3 + 9));
        assertThat(one.stream().filter(row -> row.pruning() == PruningKind.NONE && row.samples() == 6))
                .allMatch(row -> row.samplesSeen() == 12 * 6);
        assertThat(one.stream().filter(row -> row.pruning() == PruningKind.INFOBATCH))
                .allMatch(row -> row.samplesSeen() < 12 * row.samples());
        assertThat(one.stream().filter(row -> row.pruning() == PruningKind.RANDOM_SUBSETS))
                .allMatch(row -> row.samplesSeen() == 6 * row.samples());
        assertThat(one.get(0).accuracy()).isGreaterThan(0.9);
        assertThat(one).allMatch(row -> row.seconds() > 0);
    }

    /** Bright images that count nothing teach nothing. */
    @Test
    void samplesCountByTheirWeights() {
        Candidate dark =
                new Candidate("dark", List.of(new int[] {0, 1, 2, 3}), List.of(new float[] {1, 0, 1, 0}), 1, 0, null);
        Candidate both = new Candidate("both", new int[] {0, 1, 2, 3}, 0);
        Conditions conditions = new Conditions(List.of("mlp"), 0, 1, Map.of(View.STEPS, 12), 0, 0.05, List.of(), 0);
        try (Threads threads = new Threads(1)) {
            ImageSet source = images(12, 1, LARGE, threads);
            NetworkTraining training = new NetworkTraining(source, images(40, 2, LARGE, threads));
            int[] pool = IntStream.range(0, 12).toArray();
            double[] accuracies = Stream.of(dark, both)
                    .mapToDouble(candidate -> new Comparison(conditions, source.labels(), pool, List.of(candidate))
                            .trials().stream()
                                    .filter(trial -> Arrays.equals(trial.ids(), candidate.ids(0)))
                                    .map(trial -> training.perform(trial, done -> {}))
                                    .findFirst()
                                    .orElseThrow()
                                    .accuracy())
                    .toArray();
            assertThat(accuracies[0]).isEqualTo(0.5); // all are called dark
            assertThat(accuracies[1]).isGreaterThan(0.9);
        }
    }

    /** Trainings that hold all threads read images that these threads decode. */
    @Test
    @Timeout(60)
    void imagesThatDoNotFitTheCacheChangeNothing() {
        Conditions conditions = new Conditions(List.of("mlp"), 0, 2, Map.of(View.STEPS, 4), 0, 0.05, List.of(), 0);
        assertThat(withoutTimes(rows(conditions, 2, 0, "none.jsonl")))
                .isEqualTo(withoutTimes(rows(conditions, 2, LARGE, "all.jsonl")));
    }

    private static List<List<?>> withoutTimes(List<Row> rows) {
        return rows.stream()
                .<List<?>>map(row -> List.of(
                        row.view(),
                        row.network(),
                        row.selection(),
                        row.pruning(),
                        row.accuracy(),
                        row.deviation(),
                        row.samplesSeen()))
                .toList();
    }

    private List<Row> rows(Conditions conditions, int threadCount, long cacheBytes, String log) {
        try (Threads threads = new Threads(threadCount);
                TrialLog trials = TrialLog.open(folder.resolve(log), "")) {
            ImageSet source = images(60, 1, cacheBytes, threads);
            int[] pool = IntStream.range(0, source.size()).toArray();
            Candidate first = new Candidate("first", Arrays.copyOf(pool, 6), 1);
            Comparison comparison = new Comparison(conditions, source.labels(), pool, List.of(first));
            Training<SelectionTrial> training = new NetworkTraining(source, images(40, 2, cacheBytes, threads));
            Trials.perform(comparison.trials(), trials, training, threads, Progress.NONE);
            return comparison.rows(trial -> trials.find(trial).orElseThrow());
        }
    }
}
