package dev.pith.torch.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import dev.pith.parallel.Threads;
import dev.pith.prune.InfoBatch;
import dev.pith.prune.PruningSchedule;
import dev.pith.torch.Tensors;
import dev.pith.torch.checkpoint.Checkpoints;
import dev.pith.torch.network.Network;
import dev.pith.torch.network.Networks;
import dev.pith.torch.optimize.Adam;
import dev.pith.torch.optimize.Schedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A training that is killed and gone on with ends at the same bits as one that is left alone. */
class ResumeTest {
    private static final Blobs IMAGES = new Blobs(90, 8, 3, 1);
    private static final int EPOCHS = 6;
    private static final Threads THREADS = new Threads(2);

    @TempDir
    Path folder;

    @AfterAll
    static void close() {
        THREADS.close();
    }

    private static Recipe.Builder recipe() {
        return Recipe.builder()
                .epochs(EPOCHS)
                .batch(16)
                .labelSmoothing(0.1)
                .augmentations(EnumSet.of(Augmentation.CROP, Augmentation.FLIP, Augmentation.CUTOUT));
    }

    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Trains, perhaps from a file, perhaps killed after an epoch; returns all tensors at the end. */
    private Map<String, float[]> train(Recipe recipe, long networkSeed, int killAfter, @Nullable Path from) {
        try (Network network =
                        Networks.create("convnet-width32-batchnorm", IMAGES.shape(), IMAGES.classes(), networkSeed);
                Trainer trainer = new Trainer(
                        recipe,
                        Classification.of(recipe, network, IMAGES),
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
                        now.save(file(), Map.of("note", "kept"));
                        throw new Killed();
                    }
                }
            });
            assertThat(epochs.stream().map(EpochRecord::epoch)).containsExactly(1, 2, 3, 4, 5, 6);
            assertThat(epochs.get(3).samples()).isLessThan(IMAGES.size());
            Map<String, float[]> tensors = new LinkedHashMap<>();
            network.parameters().tensors().forEach((name, tensor) -> tensors.put(name, Tensors.floats(tensor)));
            return tensors;
        }
    }

    private Path file() {
        return folder.resolve("checkpoint.safetensors");
    }

    private void killed(Recipe recipe, int after) {
        assertThatThrownBy(() -> train(recipe, 1, after, null)).isInstanceOf(Killed.class);
    }

    private void assertResumes(Recipe recipe, int killAfter) {
        Map<String, float[]> undisturbed = train(recipe, 1, -1, null);
        killed(recipe, killAfter);
        Map<String, float[]> resumed = train(recipe, 99, -1, file());
        assertThat(resumed.keySet()).contains("features.1.running_var").isEqualTo(undisturbed.keySet());
        undisturbed.forEach(
                (name, values) -> assertThat(resumed.get(name)).as(name).isEqualTo(values));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5})
    void momentumInfoBatchAndOneCycleGoOn(int killAfter) {
        assertResumes(recipe().build(), killAfter);
    }

    @Test
    void adamGoesOn() {
        assertResumes(
                recipe().rule(new Adam(0.9, 0.999, 1e-8, 0.01, true))
                        .schedule(new Schedule.Cosine(0.003, 0))
                        .build(),
                2);
    }

    @Test
    void aFileOfAnotherTrainingIsRefused() {
        killed(recipe().build(), 1);
        assertThat(Checkpoints.read(file()).metadata()).containsEntry("note", "kept");
        Recipe adam = recipe().rule(new Adam(0.9, 0.999, 1e-8, 0.01, true)).build();
        assertThatThrownBy(() -> train(adam, 1, -1, file()))
                .isInstanceOf(PithException.class)
                .hasMessageContaining("checkpoint.safetensors: does not fit this training:")
                .hasMessageContaining("missing (optimizer.features.0.weight.mean");
    }

    @Test
    void aCutFileIsRefused() throws IOException {
        killed(recipe().build(), 1);
        byte[] bytes = Files.readAllBytes(file());
        Files.write(file(), Arrays.copyOf(bytes, bytes.length - 10));
        assertThatThrownBy(() -> train(recipe().build(), 1, -1, file()))
                .isInstanceOf(PithException.class)
                .hasMessageContaining("checkpoint.safetensors");
    }
}
