package dev.pith.torch.train;

import dev.pith.parallel.ReadAhead;
import dev.pith.parallel.Threads;
import dev.pith.run.Progress;
import dev.pith.torch.Slices;
import dev.pith.torch.network.Network;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * How many images of each class a network names rightly.
 *
 * @param correct {@code int[C]}; not copied
 * @param total {@code int[C]}; not copied
 */
public record Evaluation(int[] correct, int[] total) {
    private static final int BATCH = 256;

    /** Looks at all images, in float32, the network in evaluation mode. */
    public static Evaluation of(Network network, LabelledImages images, Threads threads, Progress progress) {
        int[] correct = new int[images.classes()];
        int[] total = new int[images.classes()];
        int[] order = IntStream.range(0, images.size()).toArray();
        float[] weights = new float[order.length];
        network.parameters().training(false);
        int count = (order.length + BATCH - 1) / BATCH;
        try (ReadAhead<Batch> batches = new ReadAhead<>(
                count,
                () -> new Batch(images),
                (batch, i) -> batch.fill(order, weights, i * BATCH, Math.min(order.length, (i + 1) * BATCH)))) {
            for (int i = 0; i < count; i++) {
                Batch batch = batches.next();
                int[] named = classify(network, batch, threads);
                for (int j = 0; j < named.length; j++) {
                    int label = batch.labels[j];
                    total[label]++;
                    correct[label] += named[j] == label ? 1 : 0;
                }
                progress.onStep(Arrays.stream(total).sum(), images.size());
                batches.release(batch);
            }
        }
        return new Evaluation(correct, total);
    }

    private static int[] classify(Network network, Batch batch, Threads threads) {
        int[] classes = new int[batch.size()];
        try (PointerScope scope = new PointerScope()) {
            Tensor x = batch.tensor();
            Slices.forEach(threads, classes.length, Slices.SIZE, (from, count) -> {
                try (NoGradGuard noGradients = new NoGradGuard()) {
                    Tensor logits = network.forward(x.narrow(0, from, count));
                    LongPointer largest =
                            logits.argmax(new LongOptional(1), false).data_ptr_long();
                    for (int i = 0; i < count; i++) {
                        classes[from + i] = (int) largest.get(i);
                    }
                }
            });
        }
        return classes;
    }

    /** Returns the share of all images named rightly, from 0 to 1. */
    public double accuracy() {
        return (double) Arrays.stream(correct).sum() / Arrays.stream(total).sum();
    }
}
