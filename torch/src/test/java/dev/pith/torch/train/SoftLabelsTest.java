package dev.pith.torch.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pith.PithException;
import dev.pith.npy.FloatMatrix;
import dev.pith.npy.Npy;
import dev.pith.parallel.Threads;
import dev.pith.prune.EpochPruning;
import dev.pith.prune.PruningSchedule;
import dev.pith.random.Priority;
import dev.pith.run.Progress;
import dev.pith.torch.Tensors;
import dev.pith.torch.network.InputShape;
import dev.pith.torch.network.Network;
import dev.pith.torch.network.Networks;
import dev.pith.torch.optimize.Schedule;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SoftLabelsTest {
    private static final Blobs IMAGES = new Blobs(96, 8, 4, 1);

    @TempDir
    private Path folder;

    /**
     * Images whose labels all say class 0, and whose teacher knows better. Ids are backwards, so that none is taken
     * for a position.
     */
    private record Taught(SoftLabels soft) implements LabelledImages {
        @Override
        public int size() {
            return IMAGES.size();
        }

        @Override
        public InputShape shape() {
            return IMAGES.shape();
        }

        @Override
        public int classes() {
            return IMAGES.classes();
        }

        @Override
        public int label(int position) {
            return 0;
        }

        @Override
        public int id(int position) {
            return size() - 1 - position;
        }

        @Override
        public Optional<SoftLabels> softLabels() {
            return Optional.of(soft);
        }

        @Override
        public float[] black() {
            return IMAGES.black();
        }

        @Override
        public void read(int[] positions, float[] out) {
            IMAGES.read(positions, out);
        }
    }

    private static float logit(int id, int k) {
        return (float) ((Priority.of(id * 4 + k, 5) >>> 11) * 0x1p-53 * 6 - 3);
    }

    /** A teacher by id: noise, and more for the class that the image at the position shows. */
    private static FloatMatrix teacher(float sure) {
        int n = IMAGES.size();
        float[] values = new float[n * 4];
        for (int id = 0; id < n; id++) {
            for (int k = 0; k < 4; k++) {
                int shown = IMAGES.label(n - 1 - id);
                values[id * 4 + k] = logit(id, k) + (k == shown ? sure : 0);
            }
        }
        return FloatMatrix.of(values, n, 4);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 4, 20})
    void theLossIsTheDivergenceAtTheTemperature(double t) {
        Taught images = new Taught(new SoftLabels(teacher(0), t));
        try (Network network = Networks.create("mlp", IMAGES.shape(), 4, 1);
                PointerScope scope = new PointerScope()) {
            Batch batch = new Batch(images);
            batch.fill(IntStream.range(0, 96).toArray(), new float[96], 10, 17);
            batch.weights = new float[] {1, 1, 1, 1, 1, 1, 1};
            float[] losses = Tensors.floats(new Classification(network, 4, 0, new Precision(false, false))
                    .losses(batch, 0)
                    .of(2, 3));
            float[] students = Tensors.floats(network.forward(batch.tensor()));
            for (int i = 0; i < 3; i++) {
                int position = 10 + 2 + i;
                double[] p = softmax(k -> logit(95 - position, k), t);
                int row = (2 + i) * 4;
                double[] q = softmax(k -> students[row + k], t);
                double divergence = 0;
                for (int k = 0; k < 4; k++) {
                    divergence += p[k] * (Math.log(p[k]) - Math.log(q[k]));
                }
                // float32 logarithms of at most about 6 in size, times t^2
                assertThat(losses[i]).isCloseTo((float) (t * t * divergence), within((float) (t * t * 1e-5)));
            }
        }
    }

    private interface Logits {
        float of(int k);
    }

    private static double[] softmax(Logits logits, double t) {
        double[] p = IntStream.range(0, 4)
                .mapToDouble(k -> Math.exp(logits.of(k) / t))
                .toArray();
        double sum = p[0] + p[1] + p[2] + p[3];
        return IntStream.range(0, 4).mapToDouble(k -> p[k] / sum).toArray();
    }

    @Test
    void mixedImagesHaveTheirTeachersWordsMixed() {
        SoftLabels soft = new SoftLabels(teacher(2), 4);
        Batch batch = new Batch(new Taught(soft));
        batch.fill(IntStream.range(0, 96).toArray(), new float[96], 0, 2);
        batch.weights = new float[] {1, 3};
        batch.share = 0.25;
        double[][] mixed = batch.targets(soft);
        double[] first = new double[4];
        double[] second = new double[4];
        soft.addProbabilities(95, 1, first);
        soft.addProbabilities(94, 1, second);
        for (int k = 0; k < 4; k++) {
            // of image 0 a quarter at weight 1, of image 1 three quarters at weight 3
            assertThat(mixed[0][k]).isCloseTo((0.25 * first[k] + 2.25 * second[k]) / 2.5, within(1e-12));
            assertThat(mixed[1][k]).isCloseTo((0.75 * second[k] + 0.75 * first[k]) / 1.5, within(1e-12));
        }
    }

    @Test
    void aStudentLearnsWhatItsTeacherKnowsAndLabelsDoNot() {
        assertThat(accuracy(new Taught(new SoftLabels(teacher(8), 4)), false)).isGreaterThan(0.9);
        assertThat(accuracy(new Taught(new SoftLabels(teacher(8), 4)), true)).isGreaterThan(0.8);
    }

    private static double accuracy(LabelledImages images, boolean mixed) {
        Recipe recipe = Recipe.builder()
                .epochs(12)
                .batch(16)
                .schedule(new Schedule.Constant(0.02))
                .augmentations(mixed ? EnumSet.of(Augmentation.MIXUP) : EnumSet.noneOf(Augmentation.class))
                .build();
        try (Threads threads = new Threads(2);
                Network network = Networks.create("mlp", IMAGES.shape(), 4, 1);
                Trainer trainer = new Trainer(
                        recipe,
                        Classification.of(recipe, network, images),
                        images,
                        EpochPruning.none(PruningSchedule.of(96, 12, 0)),
                        threads)) {
            trainer.train(TrainingListener.NONE);
            return Evaluation.of(network, new Blobs(200, 8, 4, 5_000), threads, Progress.NONE)
                    .accuracy();
        }
    }

    @Test
    void whatTheTeacherHasNotSeenIsNamed() {
        float[] values = new float[96 * 4];
        values[7 * 4 + 1] = Float.NaN;
        SoftLabels soft = new SoftLabels(FloatMatrix.of(values, 96, 4), 4);
        soft.requireSeen(new int[] {6, 8});
        assertThatThrownBy(() -> soft.requireSeen(new int[] {6, 7, 8}))
                .isInstanceOf(PithException.class)
                .hasMessageStartingWith("the soft labels of sample 7 are not finite");
    }

    @Test
    void otherShapesAndTemperaturesAreRefused() {
        Path file = folder.resolve("soft_labels.npy");
        Npy.write(file, new float[24], 6, 4);
        assertThat(SoftLabels.read(file, 6, 4, 2).classes()).isEqualTo(4);
        assertThatThrownBy(() -> SoftLabels.read(file, 6, 3, 2))
                .hasMessage(
                        file + ": holds 6 x 4 soft labels, but 6 samples of 3 classes need 6 x 3; take those of a run"
                                + " on this source");
        assertThatThrownBy(() -> SoftLabels.read(file, 6, 4, 0))
                .hasMessage("`temperature` must be a positive number, got 0.0");
    }
}
