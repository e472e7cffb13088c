package dev.pith.torch.condense;

import dev.pith.torch.Slices;
import dev.pith.torch.network.Network;
import dev.pith.torch.network.Parameters;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Gradient matching (Zhao et al., ICLR 2021, equation 9): the loss on synthetic images of a class should have the
 * gradient, with respect to the network's parameters, that the loss on real ones has.
 *
 * <p>A batch's gradient is the sum of those of its slices, whose activations stay in the cache and are freed at once.
 * That of the real images is of first order. Where the synthetic images are more than a slice, their gradient s is
 * found first, then the distance's derivative v with respect to it, and then, slice by slice, the derivative of
 * {@code <s, v>}: so only a slice's graph of second order is ever held.
 */
record GradientMatching(MatchingDistance distance) implements Matching {
    @Override
    public double match(Network network, ClassImages images, float[] gradient) {
        Tensor[] learned = compared(network);
        List<Tensor> real = gradientOf(
                network,
                learned,
                images.label(),
                images.realCount(),
                Slices.SIZE,
                images.realCount(),
                images::realImages);
        return images.count() <= images.slice()
                ? matchAtOnce(network, learned, real, images, gradient)
                : matchBySlices(network, learned, real, images, gradient);
    }

    private Tensor[] compared(Network network) {
        Parameters parameters = network.parameters();
        return parameters.learned().stream()
                .map(parameters.tensors()::get)
                .filter(distance::compares)
                .toArray(Tensor[]::new);
    }

    private double matchAtOnce(
            Network network, Tensor[] learned, List<Tensor> real, ClassImages images, float[] gradient) {
        Tensor x = images.syntheticImages(0, images.count());
        Tensor loss = loss(network, images.seen(x), images.label(), images.seenCount());
        Tensor between = distance.of(List.of(gradient(loss, learned, true)), real);
        images.put(gradient(between, new Tensor[] {x}, false)[0], 0, gradient);
        return between.item_double();
    }

    private double matchBySlices(
            Network network, Tensor[] learned, List<Tensor> real, ClassImages images, float[] gradient) {
        List<Tensor> synthetic = gradientOf(
                network,
                learned,
                images.label(),
                images.count(),
                images.slice(),
                images.seenCount(),
                (from, size) -> images.seen(images.syntheticImages(from, size).detach()));
        synthetic.forEach(each -> each.set_requires_grad(true));
        Tensor between = distance.of(synthetic, real);
        Tensor[] direction = gradient(between, synthetic.toArray(Tensor[]::new), false);
        for (int from = 0; from < images.count(); from += images.slice()) {
            try (PointerScope scope = new PointerScope()) {
                int size = Math.min(images.slice(), images.count() - from);
                Tensor x = images.syntheticImages(from, size);
                Tensor loss = loss(network, images.seen(x), images.label(), images.seenCount());
                Tensor along = product(gradient(loss, learned, true), direction);
                images.put(gradient(along, new Tensor[] {x}, false)[0], from, gradient);
            }
        }
        return between.item_double();
    }

    private static Tensor product(Tensor[] a, Tensor[] b) {
        Tensor sum = a[0].mul(b[0]).sum();
        for (int k = 1; k < a.length; k++) {
            sum = sum.add(a[k].mul(b[k]).sum());
        }
        return sum;
    }

    /** Some images of a batch. */
    @FunctionalInterface
    private interface Images {
        Tensor images(int from, int size);
    }

    /**
     * Returns the gradient of the mean loss of a batch, slice by slice; the open scope owns it.
     *
     * @param batch how many are seen in all
     */
    private static List<Tensor> gradientOf(
            Network network, Tensor[] learned, int label, int count, int slice, int batch, Images images) {
        List<Tensor> sums = Arrays.stream(learned)
                .map(parameter -> torch.zeros_like(parameter.detach()))
                .toList();
        for (int from = 0; from < count; from += slice) {
            try (PointerScope scope = new PointerScope()) {
                Tensor x = images.images(from, Math.min(slice, count - from));
                Tensor[] gradient = gradient(loss(network, x, label, batch), learned, false);
                for (int k = 0; k < gradient.length; k++) {
                    sums.get(k).add_(gradient[k]);
                }
            }
        }
        return sums;
    }

    /** Returns the sum of the cross-entropies of images of one class, over the size of the batch they are a part of. */
    static Tensor loss(Network network, Tensor x, int label, int batch) {
        return torch.log_softmax(network.forward(x), 1).select(1, label).sum().mul(new Scalar(-1.0 / batch));
    }

    /** Returns the derivatives of a number; with {@code second}, gradients flow through them in turn. */
    static Tensor[] gradient(Tensor number, Tensor[] weights, boolean second) {
        TensorVector all = torch.grad(
                new TensorVector(number),
                new TensorVector(weights),
                new TensorVector(),
                new BoolOptional(second),
                second,
                false);
        Tensor[] gradients = new Tensor[weights.length];
        Arrays.setAll(gradients, all::get);
        return gradients;
    }
}
