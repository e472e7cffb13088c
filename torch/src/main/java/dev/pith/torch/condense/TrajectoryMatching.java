package dev.pith.torch.condense;

import dev.pith.parallel.Threads;
import dev.pith.torch.Slices;
import dev.pith.torch.Tensors;
import dev.pith.torch.network.Network;
import dev.pith.torch.network.Parameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Trajectory matching (Cazenavette et al., CVPR 2022, equation 2): a student that starts from an expert's weights and
 * takes N steps of gradient descent on synthetic images should end where the expert was some epochs later. The loss is
 * {@code |student - target|^2 / |start - target|^2}.
 *
 * <p>The gradient is that of the unrolled steps, found without unrolling them. Let {@code w(t+1) = w(t) - a g(t)} with
 * {@code g(t)} the gradient of the student's loss. Only the weights {@code w(t)} are kept. Backwards from the last
 * step, with {@code v = d loss / d w(t+1)}:
 *
 * <ol>
 *   <li>{@code s = <g(t), v>} is computed anew at {@code w(t)}, as something that gradients flow through;
 *   <li>{@code d loss / d images} gets {@code -a ds/d images}, and {@code d loss / d a} gets {@code -s};
 *   <li>{@code v} becomes {@code v - a ds/dw}, which is {@code d loss / d w(t)}.
 * </ol>
 *
 * So the graph of second order that is held is one step's, and of that one slice's per thread, however many steps there
 * are (as in TESLA, Cui et al., ICML 2023, with nothing left out).
 */
final class TrajectoryMatching implements AutoCloseable {
    /** Slices are as large as this, if not the batch makes {@link #SHARES} larger ones, but never above the other. */
    private static final int SMALL_SLICE = 25;

    private static final int LARGE_SLICE = 50;
    private static final int SHARES = 8;

    private final Network network;
    private final Tensor[] weights;
    private final Threads threads;
    private final Threads one = new Threads(1);

    /**
     * All synthetic images with their labels.
     *
     * @param x {@code (m, C, H, W)}
     * @param labels {@code (m, classes)}: probabilities, or where they are learned the logits of probabilities
     * @param learned whether labels are learned
     */
    record Synthetic(Tensor x, Tensor labels, boolean learned) {}

    /**
     * What a student learns from in one step.
     *
     * @param positions of its images
     * @param varied what happens to them, the same each time it is asked
     */
    record Batch(int[] positions, UnaryOperator<Tensor> varied) {}

    /**
     * What came of it.
     *
     * @param loss see above
     * @param images its gradient, {@code (m, C, H, W)}
     * @param rate its derivative by the student's learning rate
     * @param labels its gradient by the labels' logits, {@code (m, classes)}; of zeros where labels are not learned
     */
    record Matched(double loss, Tensor images, double rate, Tensor labels) {}

    /**
     * Prepares it.
     *
     * @param network the student, whose weights are overwritten; not closed
     * @param threads share the slices of a batch; not closed
     */
    TrajectoryMatching(Network network, Threads threads) {
        this.network = network;
        this.threads = threads;
        Parameters parameters = network.parameters();
        weights = parameters.learned().stream().map(parameters::tensor).toArray(Tensor[]::new);
    }

    /**
     * Lets the student take its steps, and finds the gradient. The open scope owns the result.
     *
     * @param start the student's first weights, in the order of the network's learned parameters; left as they are
     * @param target where it should end; left as it is
     * @param rate the student's learning rate
     * @param batches one for each step
     */
    Matched match(Tensor[] start, Tensor[] target, Synthetic synthetic, double rate, List<Batch> batches) {
        List<Tensor[]> path = new ArrayList<>();
        Tensor[] now = start;
        for (Batch batch : batches) {
            Tensor[] before = now;
            path.add(before);
            now = kept(() -> {
                put(before);
                return sum(before, gradient(synthetic, batch), -rate);
            });
        }
        double scale = 1 / squaredDistance(start, target);
        double loss = squaredDistance(now, target) * scale;
        Tensor[] v = new Tensor[now.length]; // d loss / d weights
        for (int k = 0; k < v.length; k++) {
            v[k] = now[k].sub(target[k]).mul(new Scalar(2 * scale));
        }
        Tensor images = torch.zeros_like(synthetic.x);
        Tensor labels = torch.zeros_like(synthetic.labels);
        double[] along = new double[batches.size()];
        for (int step = batches.size() - 1; step >= 0; step--) {
            int at = step;
            Tensor[] after = v;
            v = kept(() -> {
                put(path.get(at));
                Back back = back(synthetic, batches.get(at), after);
                along[at] = back.along;
                Tensor index = index(batches.get(at));
                images.index_add_(0, index, back.images, new Scalar(-rate));
                labels.index_add_(0, index, back.labels, new Scalar(-rate));
                return sum(after, back.weights, -rate);
            });
        }
        return new Matched(loss, images, -Arrays.stream(along).sum(), labels);
    }

    /** Returns tensors that belong to the scope that is open, and frees what was made on the way to them. */
    private static Tensor[] kept(Supplier<Tensor[]> made) {
        PointerScope outer = PointerScope.getInnerScope();
        try (PointerScope inner = new PointerScope()) {
            Tensor[] tensors = made.get();
            for (Tensor tensor : tensors) {
                outer.attach(tensor);
                inner.detach(tensor); // after the other: a tensor without an owner is freed at once
            }
            return tensors;
        }
    }

    private void put(Tensor[] values) {
        try (NoGradGuard noGradients = new NoGradGuard()) {
            for (int k = 0; k < weights.length; k++) {
                weights[k].copy_(values[k]);
            }
        }
    }

    private static Tensor[] sum(Tensor[] a, Tensor[] b, double factor) {
        Tensor[] sum = new Tensor[a.length];
        Arrays.setAll(sum, k -> a[k].add(b[k], new Scalar(factor)));
        return sum;
    }

    private static double squaredDistance(Tensor[] a, Tensor[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            try (PointerScope scope = new PointerScope()) {
                Tensor difference = a[k].sub(b[k]);
                sum += difference.mul(difference).sum().item_double();
            }
        }
        return sum;
    }

    private static Tensor index(Batch batch) {
        return Tensor.create(Arrays.stream(batch.positions).asLongStream().toArray());
    }

    /** Returns {@code g}: the gradient of the mean loss of a batch. */
    private Tensor[] gradient(Synthetic synthetic, Batch batch) {
        Tensor index = index(batch);
        Tensor x = batch.varied.apply(synthetic.x.index_select(0, index));
        Tensor labels = synthetic.labels.index_select(0, index);
        int size = batch.positions.length;
        return slices(
                size,
                (from, count) -> gradients(
                        loss(synthetic, x.narrow(0, from, count), labels.narrow(0, from, count), size),
                        weights,
                        false));
    }

    /** The derivatives of {@code s = <g, v>}, and its value. */
    private record Back(Tensor[] weights, Tensor images, Tensor labels, double along) {}

    private Back back(Synthetic synthetic, Batch batch, Tensor[] v) {
        Tensor index = index(batch);
        Tensor x = synthetic.x.index_select(0, index).set_requires_grad(true);
        Tensor varied = batch.varied.apply(x);
        Tensor labels = synthetic.labels.index_select(0, index);
        Tensor byImages = torch.zeros_like(varied.detach());
        Tensor byLabels = torch.zeros_like(labels);
        int size = batch.positions.length;
        double[] along = new double[size];
        Tensor[] byWeights = slices(size, (from, count) -> {
            Tensor part = varied.detach().narrow(0, from, count).set_requires_grad(true);
            Tensor partLabels = labels.narrow(0, from, count).detach().set_requires_grad(synthetic.learned);
            Tensor s = product(gradients(loss(synthetic, part, partLabels, size), weights, true), v);
            List<Tensor> inputs = new ArrayList<>(Arrays.asList(weights));
            inputs.add(part);
            if (synthetic.learned) {
                inputs.add(partLabels);
            }
            Tensor[] derivatives = gradients(s, inputs.toArray(Tensor[]::new), false);
            byImages.narrow(0, from, count).copy_(derivatives[weights.length]);
            if (synthetic.learned) {
                byLabels.narrow(0, from, count).copy_(derivatives[weights.length + 1]);
            }
            along[from] = s.item_double();
            return Arrays.copyOf(derivatives, weights.length);
        });
        Tensor images =
                varied.equals(x) ? byImages : gradients(varied.mul(byImages).sum(), new Tensor[] {x}, false)[0];
        return new Back(byWeights, images, byLabels, Arrays.stream(along).sum());
    }

    /** Returns the sum of the cross-entropies over the size of the batch. */
    private Tensor loss(Synthetic synthetic, Tensor x, Tensor labels, int batch) {
        Tensor targets = synthetic.learned ? torch.softmax(labels, 1) : labels;
        return targets.mul(torch.log_softmax(network.forward(x), 1)).sum().mul(new Scalar(-1.0 / batch));
    }

    private static Tensor product(Tensor[] a, Tensor[] b) {
        Tensor sum = a[0].mul(b[0]).sum();
        for (int k = 1; k < a.length; k++) {
            sum = sum.add(a[k].mul(b[k]).sum());
        }
        return sum;
    }

    /** Returns derivatives; of what a number does not depend on they are 0. */
    private static Tensor[] gradients(Tensor number, Tensor[] inputs, boolean second) {
        TensorVector all = torch.grad(
                new TensorVector(number),
                new TensorVector(inputs),
                new TensorVector(),
                new BoolOptional(second),
                second,
                true);
        Tensor[] gradients = new Tensor[inputs.length];
        for (int k = 0; k < gradients.length; k++) {
            Tensor gradient = all.get(k);
            gradients[k] = gradient.defined() ? gradient : torch.zeros_like(inputs[k].detach());
        }
        return gradients;
    }

    /** Numbers of a slice, as long as the weights. */
    private interface Part {
        Tensor[] of(int from, int count);
    }

    /** Returns how many images a slice has: graphs of second order cost less where there are more together. */
    private static int slice(int batch) {
        int most = Math.max(SMALL_SLICE, Math.min(LARGE_SLICE, (batch + SHARES - 1) / SHARES));
        int count = (batch + most - 1) / most;
        return (batch + count - 1) / count;
    }

    /**
     * Returns the sum over the slices of a batch, added in their order. A single slice is worked on by one thread: the
     * native library's threads would share it out, and round otherwise than one of them.
     */
    private Tensor[] slices(int batch, Part part) {
        int slice = network.parameters().mixesSamples() ? batch : slice(batch);
        Tensor[][] parts = new Tensor[(batch + slice - 1) / slice][];
        try {
            Slices.forEach(parts.length == 1 ? one : threads, batch, slice, (from, count) -> {
                Tensor[] numbers = part.of(from, count);
                Tensor[] owned = new Tensor[numbers.length];
                Arrays.setAll(owned, k -> Tensors.owned(() -> new Tensor(numbers[k])));
                parts[from / slice] = owned;
            });
            Tensor[] sum = new Tensor[weights.length];
            Arrays.setAll(sum, k -> parts[0][k].clone());
            for (int i = 1; i < parts.length; i++) {
                for (int k = 0; k < sum.length; k++) {
                    sum[k].add_(parts[i][k]);
                }
            }
            return sum;
        } finally {
            for (Tensor[] numbers : parts) {
                if (numbers != null) {
                    Arrays.stream(numbers).forEach(Tensor::close);
                }
            }
        }
    }

    @Override
    public void close() {
        one.close();
    }
}
