package dev.pith.torch.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pith.Golden;
import dev.pith.data.MaskSource;
import dev.pith.npy.Npy;
import dev.pith.parallel.Threads;
import dev.pith.prune.EpochPruning;
import dev.pith.prune.InfoBatch;
import dev.pith.prune.PruningSchedule;
import dev.pith.run.Progress;
import dev.pith.torch.Tensors;
import dev.pith.torch.network.InputShape;
import dev.pith.torch.network.Network;
import dev.pith.torch.network.Networks;
import dev.pith.torch.network.SegmentationNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentationTest {
    private static final int SIDE = 16;
    private static final int AREA = SIDE * SIDE;

    private final Threads threads = new Threads(2);

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        threads.close();
    }

    /** Images of a bright square on dark ground, whose masks say which is which. */
    private record Squares(int size) implements LabelledImages {
        @Override
        public InputShape shape() {
            return new InputShape(1, SIDE, SIDE);
        }

        @Override
        public int classes() {
            return 2;
        }

        @Override
        public int label(int position) {
            return 0;
        }

        @Override
        public float[] black() {
            return new float[] {-1};
        }

        @Override
        public void read(int[] positions, float[] out) {
            for (int i = 0; i < positions.length; i++) {
                byte[] mask = mask(positions[i]);
                for (int k = 0; k < AREA; k++) {
                    out[i * AREA + k] = mask[k] == 1 ? 1 : -1;
                }
            }
        }

        @Override
        public boolean hasMasks() {
            return true;
        }

        @Override
        public void readMasks(int[] positions, byte[] out) {
            for (int i = 0; i < positions.length; i++) {
                System.arraycopy(mask(positions[i]), 0, out, i * AREA, AREA);
            }
        }

        private static byte[] mask(int position) {
            SplittableRandom random = new SplittableRandom(position);
            int top = random.nextInt(SIDE / 2);
            int left = random.nextInt(SIDE / 2);
            byte[] mask = new byte[AREA];
            for (int y = top; y < top + SIDE / 2; y++) {
                Arrays.fill(mask, y * SIDE + left, y * SIDE + left + SIDE / 2, (byte) 1);
            }
            return mask;
        }
    }

    @Test
    void theLossIsTheMeanOverCountedPixelsAndZeroWithoutAny() {
        try (SegmentationNetwork network = unet();
                PointerScope scope = new PointerScope();
                NoGradGuard noGradients = new NoGradGuard()) {
            float[] pixels = new float[3 * AREA];
            new Squares(3).read(new int[] {0, 1, 2}, pixels);
            byte[] truth = new byte[3 * AREA];
            Arrays.fill(truth, 0, AREA, (byte) MaskSource.IGNORED); // the first is not counted at all
            Arrays.fill(truth, AREA + 5, 2 * AREA, (byte) MaskSource.IGNORED); // the second by five pixels
            Tensor x = Tensors.of(pixels, 0, 3, 1, SIDE, SIDE);
            Segmentation task = new Segmentation(network, 0, new Precision(false, false));
            float[] losses =
                    Tensors.floats(task.of(x, Tensors.of(truth, 3, SIDE, SIDE)).of(0, 3));

            float[] scores = Tensors.floats(network.segment(x)); // (3, 2, 16, 16)
            assertThat(losses[0]).isZero();
            assertThat((double) losses[1]).isCloseTo(meanLoss(scores, 1, 5), within(1e-5));
            assertThat((double) losses[2]).isCloseTo(meanLoss(scores, 2, AREA), within(1e-5));
        }
    }

    /** The mean of - log softmax of class 0 over the first pixels of an image. */
    private static double meanLoss(float[] scores, int image, int pixels) {
        double sum = 0;
        for (int k = 0; k < pixels; k++) {
            double zero = scores[2 * image * AREA + k];
            double one = scores[(2 * image + 1) * AREA + k];
            sum += Math.log1p(Math.exp(one - zero));
        }
        return sum / pixels;
    }

    /** Confusion, intersection over union, its mean and accuracy were computed elsewhere. */
    @Test
    void measuresAreGolden() throws IOException {
        Path golden = Golden.folder("segmentation");
        JsonNode metrics =
                new ObjectMapper().readTree(golden.resolve("metrics.json").toFile());
        byte[] truth = bytes(golden.resolve("truth.npy"));
        byte[] said = bytes(golden.resolve("predicted.npy"));
        int classes = metrics.get("iou").size();
        long[][] confusion = new long[classes][classes];
        PixelEvaluation.count(confusion, truth, said);
        PixelEvaluation evaluation = new PixelEvaluation(confusion);
        for (int c = 0; c < classes; c++) {
            for (int k = 0; k < classes; k++) {
                assertThat(confusion[c][k])
                        .isEqualTo(metrics.get("confusion").get(c).get(k).asLong());
            }
            assertThat(evaluation.iou(c)).isEqualTo(metrics.get("iou").get(c).asDouble());
        }
        assertThat(evaluation.meanIou()).isCloseTo(metrics.get("mean_iou").asDouble(), within(1e-15));
        assertThat(evaluation.pixelAccuracy())
                .isEqualTo(metrics.get("pixel_accuracy").asDouble());
    }

    private static byte[] bytes(Path file) {
        double[] values = Npy.readDoubles(file);
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (int) values[i];
        }
        return bytes;
    }

    @Test
    void aClassThatNeitherIsNorIsSaidDoesNotCountInTheMean() {
        PixelEvaluation evaluation = new PixelEvaluation(new long[][] {{3, 1, 0}, {0, 4, 0}, {0, 0, 0}});
        assertThat(evaluation.iou(2)).isNaN();
        assertThat(evaluation.meanIou()).isCloseTo((0.75 + 0.8) / 2, within(1e-12));
        assertThat(evaluation.pixelAccuracy()).isEqualTo(7.0 / 8);
    }

    /** Bright pixels stay where the mask has 1, dark ones where it has 0; what came in is not counted. */
    @Test
    void masksAreVariedAsTheirImagesAre() {
        Squares images = new Squares(40);
        int[] order = new int[40];
        Arrays.setAll(order, i -> i);
        for (Augmentation kind : new Augmentation[] {Augmentation.CROP, Augmentation.FLIP, Augmentation.SCALE}) {
            Batch batch = new Batch(images);
            batch.fill(order, new float[40], 0, 40);
            byte[] before = batch.masks().clone();
            new Augmenter(EnumSet.of(kind), images.shape(), images.black(), 5).apply(batch, 3);
            int ignored = 0;
            for (int k = 0; k < 40 * AREA; k++) {
                int label = batch.masks()[k] & 0xff;
                ignored += label == MaskSource.IGNORED ? 1 : 0;
                float pixel = batch.pixels()[k];
                boolean sharp = Math.abs(pixel) > 0.5; // what lies between is interpolated
                assertThat(!sharp || label == 1 == pixel > 0)
                        .as("%s, pixel %d", kind, k)
                        .isTrue();
            }
            assertThat(batch.masks()).isNotEqualTo(before);
            assertThat(ignored > 0).isEqualTo(kind != Augmentation.FLIP);
        }
    }

    @Test
    void colorsLeaveMasksAlone() {
        Squares images = new Squares(2);
        Batch batch = new Batch(images);
        batch.fill(new int[] {0, 1}, new float[2], 0, 2);
        byte[] before = batch.masks().clone();
        float[] pixels = batch.pixels().clone();
        new Augmenter(EnumSet.of(Augmentation.COLOR), images.shape(), images.black(), 5).apply(batch, 3);
        assertThat(batch.masks()).isEqualTo(before);
        assertThat(batch.pixels()).isNotEqualTo(pixels);
    }

    @Test
    void wholeImagesAreNotMixed() {
        Recipe recipe =
                Recipe.builder().augmentations(EnumSet.of(Augmentation.MIXUP)).build();
        try (SegmentationNetwork network = unet()) {
            assertThatThrownBy(() -> Task.of(recipe, network, new Squares(4)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "`augment` mixup and cutmix mix the labels of whole images, and masks label pixels; leave"
                                    + " them out");
        }
    }

    @Test
    void aNetworkLearnsWithInfoBatchAndGoesOnToTheSameWeights() {
        Squares images = new Squares(48);
        float[] through = trained(images, false);
        float[] interrupted = trained(images, true);
        assertThat(interrupted).isEqualTo(through);
    }

    private float[] trained(Squares images, boolean interrupted) {
        Path file = folder.resolve("checkpoint.safetensors");
        Recipe recipe = Recipe.builder()
                .epochs(4)
                .batch(8)
                .augmentations(EnumSet.of(Augmentation.FLIP, Augmentation.SCALE))
                .build();
        if (interrupted) {
            try (SegmentationNetwork network = unet();
                    Trainer trainer = trainer(recipe, network, images)) {
                trainer.train(new TrainingListener() {
                    @Override
                    public void onEpoch(Trainer running, EpochRecord epoch) {
                        if (epoch.epoch() == 2) {
                            running.save(file, Map.of());
                        }
                    }
                });
            }
        }
        try (SegmentationNetwork network = unet();
                Trainer trainer = trainer(recipe, network, images)) {
            if (interrupted) {
                trainer.restore(file);
            }
            List<EpochRecord> epochs = trainer.train(TrainingListener.NONE);
            assertThat(epochs.get(2).sharePruned()).isPositive();
            assertThat(PixelEvaluation.of(network, images, threads, Progress.NONE)
                            .meanIou())
                    .isGreaterThan(0.8);
            return Tensors.floats(network.parameters().tensor("head.weight"));
        }
    }

    private Trainer trainer(Recipe recipe, Network network, LabelledImages images) {
        EpochPruning pruning = new InfoBatch(
                new PruningSchedule(images.size(), recipe.epochs(), PruningSchedule.DEFAULT_DELTA, 0), 0.5);
        return new Trainer(recipe, Task.of(recipe, network, images), images, pruning, threads);
    }

    private static SegmentationNetwork unet() {
        return (SegmentationNetwork) Networks.create("unet", new InputShape(1, SIDE, SIDE), 2, 7);
    }
}
