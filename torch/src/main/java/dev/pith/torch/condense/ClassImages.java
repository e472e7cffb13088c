package dev.pith.torch.condense;

import dev.pith.torch.Slices;
import dev.pith.torch.Tensors;
import dev.pith.torch.network.InputShape;
import dev.pith.torch.train.LabelledImages;
import dev.pith.torch.train.MultiFormation;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;

/**
 * What is compared of one class at one step.
 *
 * @param label the class
 * @param real where its real images are
 * @param positions of the real batch; not copied
 * @param synthetic {@code float[m * c * h * w]} of all classes; not copied
 * @param first image of the class there
 * @param count of the class's synthetic images
 * @param varied what happens to real and synthetic images alike
 * @param factor each synthetic image holds factor x factor small ones
 */
record ClassImages(
        int label,
        LabelledImages real,
        int[] positions,
        float[] synthetic,
        int first,
        int count,
        UnaryOperator<Tensor> varied,
        int factor) {
    /** Returns how many images networks see in the synthetic ones. */
    int seenCount() {
        return count * factor * factor;
    }

    /** Returns of how many synthetic images a slice is seen. */
    int slice() {
        return Math.max(1, Slices.SIZE / (factor * factor));
    }

    /** Returns what networks see of synthetic images. */
    Tensor seen(Tensor x) {
        return varied.apply(MultiFormation.decode(x, factor));
    }

    int realCount() {
        return positions.length;
    }

    /** Returns real images {@code (size, C, H, W)} from a place in the batch on, varied. */
    Tensor realImages(int from, int size) {
        InputShape shape = real.shape();
        float[] pixels = new float[Math.multiplyExact(size, shape.numbers())];
        real.read(Arrays.copyOfRange(positions, from, from + size), pixels);
        return varied.apply(Tensors.of(pixels, 0, size, shape.channels(), shape.height(), shape.width()));
    }

    /** Returns synthetic images likewise, not varied, as something that gradients are taken of. */
    Tensor syntheticImages(int from, int size) {
        InputShape shape = real.shape();
        Tensor images = Tensors.of(
                synthetic, (first + from) * shape.numbers(), size, shape.channels(), shape.height(), shape.width());
        return images.set_requires_grad(true);
    }

    /** Puts a gradient of {@link #syntheticImages} where it belongs in an array as long as the synthetic images. */
    void put(Tensor gradient, int from, float[] out) {
        float[] values = Tensors.floats(gradient);
        System.arraycopy(values, 0, out, (first + from) * real.shape().numbers(), values.length);
    }
}
