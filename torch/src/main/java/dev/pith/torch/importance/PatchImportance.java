package dev.pith.torch.importance;

import dev.pith.PithException;
import dev.pith.parallel.ReadAhead;
import dev.pith.parallel.Threads;
import dev.pith.random.Priority;
import dev.pith.run.Progress;
import dev.pith.torch.Slices;
import dev.pith.torch.Tensors;
import dev.pith.torch.image.ImageSet;
import dev.pith.torch.network.InputShape;
import dev.pith.torch.network.Network;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;

/** How much the patches of images matter. */
public final class PatchImportance {
    private static final int MOST_IMAGES = 256;
    private static final int MOST_NUMBERS = 5_000_000;

    private final Network network;
    private final ImageSet images;
    private final ImportanceMethod method;
    private final boolean ofLabel;

    /**
     * Takes a network that fits the images; owns neither.
     *
     * @param method any but random
     * @param ofLabel whether patches matter to the class of the label, not to that which the network names
     * @throws PithException when labels are wanted and there are none, or another number of classes than the network's
     */
    public PatchImportance(Network network, ImageSet images, ImportanceMethod method, boolean ofLabel) {
        this.network = network;
        this.images = images;
        this.method = method;
        this.ofLabel = ofLabel;
        if (ofLabel && images.labels().length == 0) {
            throw new PithException(
                    images.name() + ": has no labels; give them with `labels FILE`, or take the class that the"
                            + " network names with `compat dq-vision`");
        }
        if (ofLabel && images.classes() != network.classes()) {
            throw new PithException(images.name() + ": has " + images.classes() + " classes, but the network is of "
                    + network.classes() + "; use a network made for these classes, or take the class that it names with"
                    + " `compat dq-vision`");
        }
    }

    /**
     * Returns what the patches of images matter to a network, from 0 to 1: {@code float[ids.length][rows * columns]}.
     * In batches; images are read by a second thread.
     *
     * @param rows of patches
     * @param columns of patches
     */
    public float[][] of(int[] ids, int rows, int columns, Threads threads, Progress progress) {
        network.parameters().training(false);
        float[][] importance = new float[ids.length][];
        int numbers = images.shape().numbers();
        int batch = Math.max(1, Math.min(MOST_IMAGES, MOST_NUMBERS / numbers));
        int count = (ids.length + batch - 1) / batch;
        try (ReadAhead<float[]> batches = new ReadAhead<>(
                count,
                () -> new float[Math.min(batch, ids.length) * numbers],
                (values, i) -> images.read(
                        Arrays.copyOfRange(ids, i * batch, Math.min(ids.length, (i + 1) * batch)), values))) {
            for (int begin = 0; begin < ids.length; begin += batch) {
                float[] values = batches.next();
                int first = begin;
                int size = Math.min(batch, ids.length - begin);
                Slices.forEach(threads, size, Slices.SIZE, (from, length) -> {
                    int[] slice = Arrays.copyOfRange(ids, first + from, first + from + length);
                    float[][] maps = maps(values, from, slice, rows, columns);
                    System.arraycopy(maps, 0, importance, first + from, length);
                });
                batches.release(values);
                progress.onStep(begin + size, ids.length);
            }
        }
        return importance;
    }

    private float[][] maps(float[] values, int from, int[] ids, int rows, int columns) {
        InputShape shape = images.shape();
        Tensor x =
                Tensors.of(values, from * shape.numbers(), ids.length, shape.channels(), shape.height(), shape.width());
        ActivationMaps maps = ActivationMaps.of(network, x, ofLabel ? labels(ids) : null, method);
        int h = (int) maps.values().size(1);
        int w = (int) maps.values().size(2);
        float[] all = Tensors.floats(maps.values());
        float[][] resized = new float[ids.length][];
        for (int i = 0; i < ids.length; i++) {
            float[] map = Arrays.copyOfRange(all, i * h * w, (i + 1) * h * w);
            resized[i] = ActivationMaps.resized(map, h, w, maps.margin(), rows, columns);
        }
        return resized;
    }

    private Tensor labels(int... ids) {
        long[] labels = new long[ids.length];
        for (int i = 0; i < ids.length; i++) {
            labels[i] = images.labels()[ids[i]];
        }
        return Tensor.create(labels, labels.length);
    }

    /** Returns numbers uniform in [0, 1) that follow from id and seed, {@code float[ids.length][patches]}. */
    public static float[][] random(int[] ids, int patches, long seed) {
        float[][] importance = new float[ids.length][patches];
        for (int i = 0; i < ids.length; i++) {
            SplittableRandom random = new SplittableRandom(Priority.of(ids[i], seed));
            for (int k = 0; k < patches; k++) {
                importance[i][k] = (float) random.nextDouble();
            }
        }
        return importance;
    }
}
