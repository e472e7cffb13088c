package dev.pith.torch.condense;

import dev.pith.PithException;
import dev.pith.parallel.Threads;
import dev.pith.torch.Slices;
import dev.pith.torch.Tensors;
import dev.pith.torch.network.InputShape;
import dev.pith.torch.network.Network;
import dev.pith.torch.optimize.Optimizer;
import dev.pith.torch.optimize.Optimizer.Regular;
import dev.pith.torch.optimize.UpdateRule;
import dev.pith.torch.train.BatchGradient;
import dev.pith.torch.train.Classification;
import dev.pith.torch.train.LabelledImages;
import dev.pith.torch.train.Precision;
import dev.pith.torch.train.SyntheticSet;
import dev.pith.torch.train.Task;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Trains a network on a few images for many epochs: all of them are in memory, and what varies them are tensors'
 * operations. Owns the optimizer's state, not the network.
 */
final class SyntheticTraining implements AutoCloseable {
    private final Network network;
    private final LabelledImages images;
    private final float[] pixels;
    private final int batch;
    private final Variation variation;
    private final Classification classification;
    private final Threads one = new Threads(1);
    private final BatchGradient gradient;
    private final BatchGradient ofOneSlice;
    private final Optimizer optimizer;
    private final @Nullable FlatGradient flat;

    /**
     * Prepares a training.
     *
     * @param images are read now, once; a synthetic set's pixels are not copied
     * @param batch how many go through the network together
     * @param flat leads to weights whose neighbours are as good; null for the plain gradient
     */
    SyntheticTraining(
            Network network,
            LabelledImages images,
            UpdateRule rule,
            int batch,
            Variation variation,
            Threads threads,
            @Nullable FlatGradient flat) {
        this.network = network;
        this.images = images;
        this.batch = batch;
        this.variation = variation;
        this.flat = flat;
        pixels = images instanceof SyntheticSet set ? set.pixels() : pixels(images);
        classification = new Classification(network, images.classes(), 0, new Precision(false, false));
        gradient = new BatchGradient(network.parameters(), threads);
        boolean mixes = network.parameters().mixesSamples();
        ofOneSlice = mixes ? gradient : new BatchGradient(network.parameters(), one);
        optimizer = new Optimizer(rule, network.parameters(), Regular.ALL);
    }

    private static float[] pixels(LabelledImages images) {
        float[] pixels =
                new float[Math.multiplyExact(images.size(), images.shape().numbers())];
        int[] all = new int[images.size()];
        Arrays.setAll(all, i -> i);
        images.read(all, pixels);
        return pixels;
    }

    /**
     * Trains on every image once, in training mode.
     *
     * @param random decides order and variation
     * @return the mean loss
     * @throws PithException when it is no number
     */
    double epoch(double rate, SplittableRandom random) {
        int[] order = shuffled(images.size(), random);
        double sum = 0;
        for (int from = 0; from < order.length; from += batch) {
            sum += step(Arrays.copyOfRange(order, from, Math.min(order.length, from + batch)), rate, random);
        }
        double loss = sum / order.length;
        if (!Double.isFinite(loss)) {
            throw new PithException("the loss of a network that trains on the synthetic images became " + loss
                    + " at a learning rate of " + rate + ": lower `lr-net` or `lr-img`");
        }
        return loss;
    }

    /** Returns the positions of so many images in random order. */
    static int[] shuffled(int count, SplittableRandom random) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        return order;
    }

    /** Returns the sum of the losses. */
    double step(int[] positions, double rate, SplittableRandom random) {
        InputShape shape = images.shape();
        float[] values = new float[positions.length * shape.numbers()];
        float[] targets = new float[positions.length * images.classes()];
        float[] weights = new float[positions.length];
        Arrays.fill(weights, 1f / positions.length);
        for (int i = 0; i < positions.length; i++) {
            System.arraycopy(pixels, positions[i] * shape.numbers(), values, i * shape.numbers(), shape.numbers());
            images.target(positions[i], targets, i * images.classes());
        }
        network.parameters().training(true);
        network.parameters().zeroGradients();
        double sum = 0;
        try (PointerScope scope = new PointerScope()) {
            Tensor x = Tensors.of(values, 0, positions.length, shape.channels(), shape.height(), shape.width());
            Tensor varied = variation.apply(x, random);
            Task.Losses all = classification.of(varied, Tensors.of(targets, 0, positions.length, images.classes()));
            Tensor shares = Tensors.of(weights, 0, positions.length);
            // the native library's threads would share out a single slice, and round otherwise than one of them
            BatchGradient slices = positions.length <= Slices.SIZE ? ofOneSlice : gradient;
            float[] losses = slices.add(all, shares);
            if (flat != null) {
                flat.replace(network.parameters(), () -> slices.add(all, shares));
            }
            for (float loss : losses) {
                sum += loss;
            }
        }
        optimizer.step(rate);
        return sum;
    }

    @Override
    public void close() {
        optimizer.close();
        one.close();
    }
}
