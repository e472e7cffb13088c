package dev.pith.torch.train;

import dev.pith.data.MaskSource;
import dev.pith.parallel.ReadAhead;
import dev.pith.parallel.Threads;
import dev.pith.run.Progress;
import dev.pith.torch.Slices;
import dev.pith.torch.network.SegmentationNetwork;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * What a network says of the counted pixels of images.
 *
 * @param confusion {@code long[C][C]}: row of the truth, column of what is said; not copied
 */
public record PixelEvaluation(long[][] confusion) {
    private static final int BATCH = 32;

    /** Hears what is said of an image. */
    public interface Viewer {
        /**
         * Sees an image.
         *
         * @param truth {@code byte[H * W]}: classes, or {@link MaskSource#IGNORED}; not to be kept
         * @param said likewise, of every pixel; not to be kept
         */
        void see(int position, byte[] truth, byte[] said);
    }

    /** Looks at all images, in float32, the network in evaluation mode. */
    public static PixelEvaluation of(
            SegmentationNetwork network, LabelledImages images, Threads threads, Progress progress) {
        int classes = images.classes();
        long[][] confusion = new long[classes][classes];
        int[] order = IntStream.range(0, images.size()).toArray();
        look(network, images, order, threads, progress, (position, truth, said) -> count(confusion, truth, said));
        return new PixelEvaluation(confusion);
    }

    /**
     * Looks at some images, in the order given.
     *
     * @param viewer hears of each, on the calling thread
     */
    public static void look(
            SegmentationNetwork network,
            LabelledImages images,
            int[] positions,
            Threads threads,
            Progress progress,
            Viewer viewer) {
        int area = images.shape().height() * images.shape().width();
        float[] weights = new float[positions.length];
        network.parameters().training(false);
        int count = (positions.length + BATCH - 1) / BATCH;
        try (ReadAhead<Batch> batches = new ReadAhead<>(
                count,
                () -> new Batch(images),
                (batch, i) -> batch.fill(positions, weights, i * BATCH, Math.min(positions.length, (i + 1) * BATCH)))) {
            for (int i = 0; i < count; i++) {
                Batch batch = batches.next();
                byte[] said = said(network, batch, area, threads);
                for (int j = 0; j < batch.size(); j++) {
                    viewer.see(
                            batch.positions[j],
                            Arrays.copyOfRange(batch.masks(), j * area, (j + 1) * area),
                            Arrays.copyOfRange(said, j * area, (j + 1) * area));
                }
                progress.onStep(i * BATCH + batch.size(), positions.length);
                batches.release(batch);
            }
        }
    }

    private static byte[] said(SegmentationNetwork network, Batch batch, int area, Threads threads) {
        byte[] said = new byte[batch.size() * area];
        try (PointerScope scope = new PointerScope()) {
            Tensor x = batch.tensor();
            Slices.forEach(threads, batch.size(), Slices.SIZE, (from, count) -> {
                try (NoGradGuard noGradients = new NoGradGuard()) {
                    Tensor largest = network.segment(x.narrow(0, from, count))
                            .argmax(new LongOptional(1), false)
                            .to(ScalarType.Byte)
                            .contiguous();
                    new BytePointer(largest.data_ptr()).get(said, from * area, count * area);
                }
            });
        }
        return said;
    }

    /** Adds the counted pixels of an image to a confusion. */
    static void count(long[][] confusion, byte[] truth, byte[] said) {
        for (int i = 0; i < truth.length; i++) {
            int label = truth[i] & 0xff;
            if (label != MaskSource.IGNORED) {
                confusion[label][said[i] & 0xff]++;
            }
        }
    }

    /** Returns how many counted pixels show a class and are said to. */
    public long intersection(int c) {
        return confusion[c][c];
    }

    /** Returns how many counted pixels show a class or are said to. */
    public long union(int c) {
        long shown = Arrays.stream(confusion[c]).sum();
        long said = Arrays.stream(confusion).mapToLong(row -> row[c]).sum();
        return shown + said - confusion[c][c];
    }

    /** Returns intersection over union of a class, from 0 to 1; NaN where no pixel shows it or is said to. */
    public double iou(int c) {
        return (double) intersection(c) / union(c);
    }

    /** Returns the mean of intersection over union of all classes that have one, from 0 to 1. */
    public double meanIou() {
        return IntStream.range(0, confusion.length)
                .mapToDouble(this::iou)
                .filter(iou -> !Double.isNaN(iou))
                .average()
                .orElse(Double.NaN);
    }

    /** Returns the share of the counted pixels of which the truth is said, from 0 to 1. */
    public double pixelAccuracy() {
        long all = Arrays.stream(confusion)
                .mapToLong(row -> Arrays.stream(row).sum())
                .sum();
        return (double) IntStream.range(0, confusion.length)
                        .mapToLong(this::intersection)
                        .sum()
                / all;
    }
}
