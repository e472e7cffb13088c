package dev.pith.torch.diffusion;

import dev.pith.parallel.Threads;
import dev.pith.random.Priority;
import dev.pith.run.Progress;
import dev.pith.torch.Slices;
import dev.pith.torch.Tensors;
import dev.pith.torch.network.InputShape;
import dev.pith.torch.network.UNet2D;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;

/**
 * Makes images out of noise with a network that tells noise. An image follows from seed, label and its number, whatever
 * else is made.
 *
 * @param method how a step goes
 * @param steps of the schedule's that are taken, evenly spaced; at most {@link NoiseSchedule#STEPS}
 */
public record ImageMaker(NoiseSchedule schedule, Method method, int steps) {
    /** How much the image is after each step, which is known of the network, is cut to the range of pixels. */
    private static final double LARGEST = 1;

    /** How a step goes. */
    public enum Method {
        /** Back as noise came, with new noise in each step (Ho et al., NeurIPS 2020, algorithm 2). */
        DDPM,
        /**
         * Straight towards the image, without new noise (Song, Meng and Ermon, ICLR 2021, equation 12 with eta 0). As
         * in diffusers the direction back is that of the noise as the network tells it, also where the image is cut.
         */
        DDIM;

        /** Returns the word on the command line. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Checks the range. */
    public ImageMaker {
        if (steps < 1 || steps > NoiseSchedule.STEPS) {
            throw new IllegalArgumentException(
                    "the steps to an image must be 1 to " + NoiseSchedule.STEPS + ", got " + steps);
        }
    }

    /**
     * Makes images.
     *
     * @param labels of each; not looked at where the network knows no classes
     * @param progress hears of images
     * @return {@code float[labels.length * C * H * W]} in [-1, 1]
     */
    public float[] make(UNet2D network, int[] labels, long seed, Threads threads, Progress progress) {
        InputShape shape = network.config().input();
        int length = shape.numbers();
        float[] images = new float[Math.multiplyExact(labels.length, length)];
        AtomicLong done = new AtomicLong();
        Slices.forEach(threads, labels.length, Slices.SIZE, (from, count) -> {
            SplittableRandom[] random = new SplittableRandom[count];
            Arrays.setAll(random, i -> new SplittableRandom(Priority.of(from + i, seed)));
            float[] noise = noise(random, length);
            int[] own = Arrays.copyOfRange(labels, from, from + count);
            long[] sizes = {count, shape.channels(), shape.height(), shape.width()};
            float[] made = make(network, Tensors.of(noise, 0, sizes), own, random);
            System.arraycopy(made, 0, images, from * length, made.length);
            synchronized (done) {
                progress.onStep(done.addAndGet(count), labels.length);
            }
        });
        return images;
    }

    private float[] make(UNet2D network, Tensor noise, int[] labels, SplittableRandom... random) {
        Tensor x = noise;
        int apart = NoiseSchedule.STEPS / steps;
        for (int i = steps - 1; i >= 0; i--) {
            try (PointerScope scope = new PointerScope();
                    NoGradGuard noGradients = new NoGradGuard()) {
                Tensor next = step(network, x, i * apart, labels, random);
                x.copy_(next);
            }
        }
        return Tensors.floats(x.clamp(optional(-LARGEST), optional(LARGEST)));
    }

    /**
     * Returns images one step nearer to what they show, {@code (B, C, H, W)}.
     *
     * @param time how far the noise in {@code x} has come
     */
    Tensor step(UNet2D network, Tensor x, int time, int[] labels, SplittableRandom... random) {
        int[] times = new int[labels.length];
        Arrays.fill(times, time);
        Tensor noise = network.noise(x, times, labels);
        double signal = schedule.signal(time);
        double before = schedule.signal(time - NoiseSchedule.STEPS / steps);
        Tensor image = x.sub(noise.mul(new Scalar(Math.sqrt(1 - signal))))
                .div(new Scalar(Math.sqrt(signal)))
                .clamp(optional(-LARGEST), optional(LARGEST));
        if (method == Method.DDIM) {
            return image.mul(new Scalar(Math.sqrt(before))).add(noise.mul(new Scalar(Math.sqrt(1 - before))));
        }
        double alpha = signal / before;
        double ofImage = Math.sqrt(before) * (1 - alpha) / (1 - signal);
        double ofNow = Math.sqrt(alpha) * (1 - before) / (1 - signal);
        Tensor mean = image.mul(new Scalar(ofImage)).add(x.mul(new Scalar(ofNow)));
        double deviation = Math.sqrt((1 - before) / (1 - signal) * (1 - alpha)); // 0 in the last step
        Tensor fresh = Tensors.of(noise(random, (int) (x.numel() / labels.length)), 0, x.shape());
        return mean.add(fresh.mul(new Scalar(deviation)));
    }

    private static float[] noise(SplittableRandom[] random, int length) {
        float[] noise = new float[random.length * length];
        for (int i = 0; i < random.length; i++) {
            Draws.gauss(random[i], noise, i * length, length);
        }
        return noise;
    }

    private static ScalarOptional optional(double value) {
        return new ScalarOptional(new Scalar(value));
    }
}
