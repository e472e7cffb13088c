package dev.pith.torch.condense;

import dev.pith.torch.Tensors;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * What gradient matching without siamese augmentation trains on in an evaluation, as its authors have it: one change of
 * each image, drawn from a list; what comes in is the mean of all images.
 */
record PlainVariation(List<PlainVariation.Change> changes) implements Variation {
    /** For handwritten digits. */
    static final PlainVariation CROP_SCALE_ROTATE =
            new PlainVariation(List.of(Change.CROP, Change.SCALE, Change.ROTATE));

    /** For convnets that normalize by batches. */
    static final PlainVariation CROP_NOISE = new PlainVariation(List.of(Change.CROP, Change.NOISE));

    enum Change {
        /** Shifts by up to 4 pixels. */
        CROP {
            @Override
            Tensor apply(Tensor x, SplittableRandom random) {
                return Operation.shifted(x, random.nextInt(-4, 5), random.nextInt(-4, 5));
            }
        },
        /** Makes each side 0.8 to 1.2 as long. */
        SCALE {
            @Override
            Tensor apply(Tensor x, SplittableRandom random) {
                double width = 0.8 + 0.4 * random.nextDouble();
                double height = 0.8 + 0.4 * random.nextDouble();
                return Operation.transformed(x, 1 / width, 0, 0, 1 / height);
            }
        },
        /** Turns by up to 45 degrees. */
        ROTATE {
            @Override
            Tensor apply(Tensor x, SplittableRandom random) {
                double angle = Math.toRadians((2 * random.nextDouble() - 1) * 45);
                return Operation.transformed(x, Math.cos(angle), -Math.sin(angle), Math.sin(angle), Math.cos(angle));
            }
        },
        /** Adds normally distributed numbers with a deviation of 0.001. */
        NOISE {
            @Override
            Tensor apply(Tensor x, SplittableRandom random) {
                float[] noise = new float[(int) x.numel()];
                for (int i = 0; i < noise.length; i++) {
                    noise[i] = (float) (0.001 * random.nextGaussian());
                }
                return x.add(Tensors.of(noise, 0, x.shape()));
            }
        };

        /** Changes an image whose mean is 0. */
        abstract Tensor apply(Tensor x, SplittableRandom random);
    }

    @Override
    public Tensor apply(Tensor x, SplittableRandom random) {
        Tensor mean = x.mean(new long[] {0, 2, 3}, true, new ScalarTypeOptional());
        Tensor centered = x.sub(mean);
        Tensor[] images = new Tensor[(int) x.size(0)];
        for (int i = 0; i < images.length; i++) {
            images[i] = changes.get(random.nextInt(changes.size())).apply(centered.narrow(0, i, 1), random);
        }
        return torch.cat(new TensorVector(images)).add(mean);
    }
}
