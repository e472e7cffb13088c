package dev.pith.torch.diffusion;

import dev.pith.prune.EpochPruning;
import dev.pith.torch.Tensors;
import dev.pith.torch.network.InputShape;
import dev.pith.torch.network.Parameters;
import dev.pith.torch.network.UNet2D;
import dev.pith.torch.train.Batch;
import dev.pith.torch.train.Precision;
import dev.pith.torch.train.Task;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Telling the noise in images (Ho et al., NeurIPS 2020, equation 14): the loss of an image is the mean squared error of
 * the noise that the network takes to be in it, at a time and with noise that are drawn anew every epoch. Images are
 * normalized to [-1, 1]. What makes images afterwards is {@link #average}, a running mean of the weights; both networks
 * are the caller's to close.
 */
public final class Denoising implements Task {
    /** What the mean of weights keeps of itself in a step, once there have been many. */
    private static final double KEPT = 0.999;

    /** After k steps the mean keeps (1 + k) / (10 + k) at most, so that it forgets where training began. */
    private static final double SLOWNESS = 10;

    private final UNet2D network;
    private final UNet2D average;
    private final NoiseSchedule schedule;
    private final Precision precision;
    private final Draws draws;

    /**
     * Prepares the learning of images.
     *
     * @param average a second network of the same configuration, with the same weights where training begins
     * @param seed decides, with epoch and image, which noise is drawn
     */
    public Denoising(UNet2D network, UNet2D average, NoiseSchedule schedule, Precision precision, long seed) {
        this.network = network;
        this.average = average;
        this.schedule = schedule;
        this.precision = precision;
        draws = new Draws(NoiseSchedule.STEPS, seed);
    }

    /** Returns the network whose weights are the running mean of those that learn. */
    public UNet2D average() {
        return average;
    }

    @Override
    public Parameters parameters() {
        return network.parameters();
    }

    @Override
    public Losses losses(Batch batch, int epoch) {
        int[] positions = batch.positions();
        int[] times = Arrays.stream(positions)
                .map(position -> draws.time(epoch, position))
                .toArray();
        InputShape shape = network.config().input();
        float[] noise = new float[batch.size() * shape.numbers()];
        for (int i = 0; i < batch.size(); i++) {
            SplittableRandom random = new SplittableRandom(batch.seed(i, draws.noise(epoch)));
            Draws.gauss(random, noise, i * shape.numbers(), shape.numbers());
        }
        Tensor x = batch.tensor();
        return of(x, Tensors.of(noise, 0, x.shape()), times, batch.labels());
    }

    /**
     * Returns the losses of images.
     *
     * @param x {@code (B, C, H, W)}
     * @param noise of the same shape
     * @param times {@code [B]}
     * @param labels {@code [B]}
     */
    Losses of(Tensor x, Tensor noise, int[] times, int[] labels) {
        Tensor noisy = noisy(schedule, x, noise, times);
        return (from, count) -> {
            int[] partTimes = Arrays.copyOfRange(times, from, from + count);
            int[] partLabels = Arrays.copyOfRange(labels, from, from + count);
            Tensor told = precision.compute(() -> network.noise(noisy.narrow(0, from, count), partTimes, partLabels));
            return told.sub(noise.narrow(0, from, count)).square().mean(1, 2, 3);
        };
    }

    /** Returns images with noise in them, {@code (B, C, H, W)} (Ho et al., equation 4). */
    static Tensor noisy(NoiseSchedule schedule, Tensor x, Tensor noise, int[] times) {
        double[] signal = Arrays.stream(times).mapToDouble(schedule::signal).toArray();
        Tensor share = Tensor.create(signal, times.length, 1, 1, 1);
        Tensor rest = share.neg().add(new Scalar(1.0));
        return x.mul(share.sqrt().to(x.scalar_type())).add(noise.mul(rest.sqrt().to(x.scalar_type())));
    }

    /** {@inheritDoc} Here scores, since a loss says more of the time that was drawn than of the image. */
    @Override
    public EpochPruning scored(EpochPruning given) {
        return new RelativeLosses(given, draws);
    }

    @Override
    public void onStep(long steps) {
        double kept = Math.min(KEPT, (1.0 + steps) / (SLOWNESS + steps));
        try (PointerScope scope = new PointerScope();
                NoGradGuard noGradients = new NoGradGuard()) {
            average.parameters()
                    .tensors()
                    .forEach((name, mean) -> mean.lerp_(network.parameters().tensor(name), new Scalar(1 - kept)));
        }
    }

    @Override
    public Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        average.parameters().tensors().forEach((name, mean) -> state.put("average." + name, mean));
        return state;
    }
}
