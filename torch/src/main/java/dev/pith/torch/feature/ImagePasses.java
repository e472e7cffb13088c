package dev.pith.torch.feature;

import dev.pith.parallel.ReadAhead;
import dev.pith.parallel.Threads;
import dev.pith.torch.Slices;
import dev.pith.torch.Tensors;
import dev.pith.torch.image.ImageSet;
import dev.pith.torch.network.InputShape;
import dev.pith.torch.network.Network;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * Sends images through a network in evaluation mode, without gradients. Nothing of the network changes, so that this
 * may happen in the middle of its training. Images are read by a second thread. Memory: three batches of images and
 * what the network makes of one.
 */
final class ImagePasses {
    private static final int MOST_IMAGES = 256;
    private static final int MOST_NUMBERS = 5_000_000;

    private final Network network;
    private final ImageSet images;
    private final Threads threads;

    /** Takes a network that fits the images; owns neither. */
    ImagePasses(Network network, ImageSet images, Threads threads) {
        this.network = network;
        this.images = images;
        this.threads = threads;
    }

    /** What the network does with some images {@code (B, C, H, W)}; each result has B rows. */
    interface Pass {
        Tensor[] of(Tensor x);
    }

    /** Takes what a pass made of some images, in the order of the ids. */
    interface Sink {
        void accept(int[] ids, float[][] values);
    }

    /** Returns the ids of the images that can be read. */
    static int[] readable(ImageSet images) {
        BitSet excluded = new BitSet(images.size());
        images.unreadable().forEach(image -> excluded.set(image.id()));
        return IntStream.range(0, images.size()).filter(id -> !excluded.get(id)).toArray();
    }

    /**
     * Sends images through the network, in evaluation mode, and leaves it in the mode that it was in.
     *
     * @param ids of images that can be read
     * @param progress hears how many of them are done
     */
    void over(int[] ids, Pass pass, Sink sink, IntConsumer progress) {
        boolean training = network.parameters().training();
        network.parameters().training(false);
        try {
            inBatches(ids, pass, sink, progress);
        } finally {
            network.parameters().training(training);
        }
    }

    private void inBatches(int[] ids, Pass pass, Sink sink, IntConsumer progress) {
        int done = 0;
        List<int[]> cut = cut(ids);
        int longest = cut.stream().mapToInt(batch -> batch.length).max().orElse(0);
        int length = Math.multiplyExact(longest, images.shape().numbers());
        try (ReadAhead<float[]> batches =
                new ReadAhead<>(cut.size(), () -> new float[length], (values, i) -> images.read(cut.get(i), values))) {
            for (int[] batch : cut) {
                float[] values = batches.next();
                float[][][] results = new float[(batch.length + Slices.SIZE - 1) / Slices.SIZE][][];
                Slices.forEach(
                        threads,
                        batch.length,
                        Slices.SIZE,
                        (from, count) -> results[from / Slices.SIZE] = run(pass, values, from, count));
                for (int slice = 0; slice < results.length; slice++) {
                    int from = slice * Slices.SIZE;
                    int to = Math.min(batch.length, from + Slices.SIZE);
                    sink.accept(Arrays.copyOfRange(batch, from, to), results[slice]);
                }
                batches.release(values);
                done += batch.length;
                progress.accept(done);
            }
        }
    }

    private float[][] run(Pass pass, float[] values, int from, int count) {
        InputShape shape = images.shape();
        try (NoGradGuard noGradients = new NoGradGuard()) {
            Tensor[] results = pass.of(
                    Tensors.of(values, from * shape.numbers(), count, shape.channels(), shape.height(), shape.width()));
            float[][] rows = new float[results.length][];
            for (int k = 0; k < rows.length; k++) {
                rows[k] = Tensors.floats(results[k]);
            }
            return rows;
        }
    }

    private List<int[]> cut(int[] ids) {
        int batch =
                Math.max(1, Math.min(MOST_IMAGES, MOST_NUMBERS / images.shape().numbers()));
        List<int[]> cut = new ArrayList<>();
        for (int from = 0; from < ids.length; from += batch) {
            cut.add(Arrays.copyOfRange(ids, from, Math.min(ids.length, from + batch)));
        }
        return cut;
    }
}
