package dev.pith.torch.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pith.parallel.Threads;
import dev.pith.prune.InfoBatch;
import dev.pith.prune.PruningSchedule;
import dev.pith.run.Progress;
import dev.pith.torch.Tensors;
import dev.pith.torch.network.Parameters;
import dev.pith.torch.network.UNet2D;
import dev.pith.torch.network.UNet2DConfig;
import dev.pith.torch.optimize.Adam;
import dev.pith.torch.optimize.Schedule;
import dev.pith.torch.train.Blobs;
import dev.pith.torch.train.EpochRecord;
import dev.pith.torch.train.Precision;
import dev.pith.torch.train.Recipe;
import dev.pith.torch.train.Trainer;
import dev.pith.torch.train.TrainingListener;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DenoisingTest {
    private static final Blobs IMAGES = new Blobs(64, 8, 2, 1);
    private static final UNet2DConfig CONFIG =
            new UNet2DConfig(IMAGES.shape(), 2, 1, List.of(8, 8), List.of(false, true), 4, 4, 1e-5);
    private static final NoiseSchedule SCHEDULE = NoiseSchedule.of(NoiseSchedule.Kind.LINEAR);
    private static final int EPOCHS = 8;
    private static final Threads THREADS = new Threads(2);

    @TempDir
    Path folder;

    @AfterAll
    static void close() {
        THREADS.close();
    }

    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** What a training ends with: both networks' weights, and what happened. */
    private record Ended(Map<String, float[]> tensors, List<EpochRecord> epochs) {}

    private Ended train(int killAfter, @Nullable Path from) {
        Recipe recipe = Recipe.builder()
                .epochs(EPOCHS)
                .batch(16)
                .rule(new Adam(0.9, 0.999, 1e-8, 0, false))
                .schedule(new Schedule.Constant(0.003))
                .build();
        try (UNet2D network = new UNet2D(CONFIG, new Parameters(5));
                UNet2D average = new UNet2D(CONFIG, new Parameters(5));
                Trainer trainer = new Trainer(
                        recipe,
                        new Denoising(network, average, SCHEDULE, new Precision(false, false), 3),
                        IMAGES,
                        new InfoBatch(PruningSchedule.of(IMAGES.size(), EPOCHS, 7), 0.5),
                        THREADS)) {
            if (from != null) {
                trainer.restore(from);
            }
            List<EpochRecord> epochs = trainer.train(new TrainingListener() {
                @Override
                public void onEpoch(Trainer now, EpochRecord epoch) {
                    if (epoch.epoch() == killAfter) {
                        now.save(file(), Map.of());
                        throw new Killed();
                    }
                }
            });
            Map<String, float[]> tensors = new LinkedHashMap<>();
            network.parameters().tensors().forEach((name, tensor) -> tensors.put(name, Tensors.floats(tensor)));
            average.parameters()
                    .tensors()
                    .forEach((name, tensor) -> tensors.put("average." + name, Tensors.floats(tensor)));
            return new Ended(tensors, epochs);
        }
    }

    private Path file() {
        return folder.resolve("checkpoint.safetensors");
    }

    @Test
    void itLearnsWithFewerSamplesAndGoesOnToTheSameBits() {
        Ended undisturbed = train(-1, null);
        List<EpochRecord> epochs = undisturbed.epochs();
        assertThat(epochs.get(EPOCHS - 1).loss()).isLessThan(0.8 * epochs.get(0).loss());
        assertThat(epochs.get(3).samples()).isLessThan(IMAGES.size());
        assertThatThrownBy(() -> train(4, null)).isInstanceOf(Killed.class);
        Ended resumed = train(-1, file());
        assertThat(resumed.tensors().keySet())
                .contains("class_embedding.weight", "average.conv_in.weight")
                .isEqualTo(undisturbed.tensors().keySet());
        undisturbed
                .tensors()
                .forEach((name, values) ->
                        assertThat(resumed.tensors().get(name)).as(name).isEqualTo(values));
        assertThat(undisturbed.tensors().get("average.conv_in.weight"))
                .isNotEqualTo(undisturbed.tensors().get("conv_in.weight"));
    }

    @Test
    void theAverageIsAMeanOfTheWeightsSoFar() {
        UNet2DConfig config = new UNet2DConfig(IMAGES.shape(), 0, 1, List.of(8), List.of(false), 4, 4, 1e-5);
        try (UNet2D network = new UNet2D(config, Parameters.blank());
                UNet2D average = new UNet2D(config, Parameters.blank())) {
            Denoising task = new Denoising(network, average, SCHEDULE, new Precision(false, false), 0);
            int count =
                    Math.toIntExact(network.parameters().tensor("conv_in.bias").numel());
            double mean = 0;
            for (int step = 1; step <= 20; step++) {
                float[] value = new float[count];
                Arrays.fill(value, step);
                Tensors.write(network.parameters().tensor("conv_in.bias").detach(), value);
                task.onStep(step);
                double kept = (1.0 + step) / (10 + step); // below 0.999 for so few
                mean = kept * mean + (1 - kept) * step;
            }
            float[] averaged = Tensors.floats(average.parameters().tensor("conv_in.bias"));
            assertThat((double) averaged[0]).isCloseTo(mean, within(1e-4));
        }
    }

    @Test
    void timesAreUniformAndFollowFromSeedEpochAndSample() {
        Draws draws = new Draws(1000, 4);
        int[] tenths = new int[10];
        int n = 20_000;
        for (int sample = 0; sample < n; sample++) {
            tenths[draws.time(sample % 7, sample) / 100]++;
        }
        for (int count : tenths) { // within five standard deviations of a binomial draw
            assertThat((double) count)
                    .isBetween(n / 10.0 - 5 * Math.sqrt(n * 0.09), n / 10.0 + 5 * Math.sqrt(n * 0.09));
        }
        assertThat(draws.time(2, 3)).isEqualTo(new Draws(1000, 4).time(2, 3));
        assertThat(draws.noise(1)).isNotEqualTo(draws.noise(2)).isNotEqualTo(new Draws(1000, 5).noise(1));
    }

    @Test
    void imagesFollowFromSeedAndNumberWhateverTheThreads() {
        try (UNet2D network = new UNet2D(CONFIG, new Parameters(5));
                Threads one = new Threads(1)) {
            for (ImageMaker.Method method : ImageMaker.Method.values()) {
                ImageMaker maker = new ImageMaker(SCHEDULE, method, 4);
                int[] labels = new int[40];
                labels[1] = 1;
                float[] images = maker.make(network, labels, 9, THREADS, Progress.NONE);
                assertThat(images).hasSize(40 * 64);
                assertThat(maker.make(network, labels, 9, one, Progress.NONE)).isEqualTo(images);
                assertThat(maker.make(network, labels, 8, one, Progress.NONE)).isNotEqualTo(images);
                for (float value : images) {
                    assertThat(value).isBetween(-1f, 1f);
                }
            }
        }
    }

    @Test
    void stepsBeyondTheScheduleAreRefused() {
        assertThatThrownBy(() -> new ImageMaker(SCHEDULE, ImageMaker.Method.DDIM, 1001))
                .hasMessage("the steps to an image must be 1 to 1000, got 1001");
    }
}
