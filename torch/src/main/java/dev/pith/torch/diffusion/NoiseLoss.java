package dev.pith.torch.diffusion;

import dev.pith.parallel.Threads;
import dev.pith.run.Progress;
import dev.pith.torch.Slices;
import dev.pith.torch.Tensors;
import dev.pith.torch.network.InputShape;
import dev.pith.torch.network.UNet2D;
import dev.pith.torch.train.LabelledImages;
import dev.pith.torch.train.Precision;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * How well a network tells the noise in images it has not learned: the loss of {@link Denoising}, at times evenly
 * spread and with noise that is always the same, so that networks can be compared.
 *
 * @param images how many were looked at
 * @param mean over images and times
 */
public record NoiseLoss(int images, double mean) {
    private static final int MOST_IMAGES = 500;
    private static final int TIMES = 10;

    /** Looks at the images, or at {@value #MOST_IMAGES} of more, evenly spread. */
    public static NoiseLoss of(
            UNet2D network, NoiseSchedule schedule, LabelledImages images, Threads threads, Progress progress) {
        int count = Math.min(MOST_IMAGES, images.size());
        int[] positions = new int[count];
        Arrays.setAll(positions, i -> (int) ((long) i * images.size() / count));
        InputShape shape = images.shape();
        float[] pixels = new float[count * shape.numbers()];
        images.read(positions, pixels);
        Denoising task = new Denoising(network, network, schedule, new Precision(false, false), 0);
        double[] sums = new double[TIMES];
        for (int k = 0; k < TIMES; k++) {
            int time = (2 * k + 1) * NoiseSchedule.STEPS / (2 * TIMES);
            float[] losses = new float[count];
            int salt = k;
            Slices.forEach(threads, count, Slices.SIZE, (from, part) -> {
                float[] noise = new float[part * shape.numbers()];
                Draws.gauss(new SplittableRandom((long) from * TIMES + salt), noise, 0, noise.length);
                int[] times = new int[part];
                Arrays.fill(times, time);
                int[] labels = new int[part];
                Arrays.setAll(labels, i -> images.label(positions[from + i]));
                long[] sizes = {part, shape.channels(), shape.height(), shape.width()};
                try (PointerScope scope = new PointerScope();
                        NoGradGuard noGradients = new NoGradGuard()) {
                    Tensor x = Tensors.of(pixels, from * shape.numbers(), sizes);
                    float[] told = Tensors.floats(task.of(x, Tensors.of(noise, 0, sizes), times, labels)
                            .of(0, part));
                    System.arraycopy(told, 0, losses, from, part);
                }
            });
            for (float loss : losses) {
                sums[k] += loss;
            }
            progress.onStep(k + 1L, TIMES);
        }
        return new NoiseLoss(count, Arrays.stream(sums).sum() / count / TIMES);
    }
}
