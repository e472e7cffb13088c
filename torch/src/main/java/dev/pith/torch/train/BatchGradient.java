package dev.pith.torch.train;

import dev.pith.parallel.Threads;
import dev.pith.torch.Slices;
import dev.pith.torch.Tensors;
import dev.pith.torch.network.Parameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/**
 * The gradient of a batch's weighted loss, {@code sum over i of weight(i) * loss(i)}.
 *
 * <p>Where samples do not see each other (no batch normalization), a batch is cut into slices of {@value Slices#SIZE},
 * or as many as a task says, each worked on by one thread. The activations of a slice stay in the cache, and threads
 * need not wait for each other after every operation. The gradients of slices are added in the order of the slices,
 * each as soon as those before it are, so the number of threads changes nothing, and few gradients lie in memory. With
 * batch normalization the batch is one slice, and the native library shares its operations out.
 */
public final class BatchGradient {
    private final Parameters parameters;
    private final Threads threads;
    private final List<Tensor> learned = new ArrayList<>();

    /**
     * Prepares gradients of a network's learned parameters.
     *
     * @param threads share the work; not closed
     */
    public BatchGradient(Parameters parameters, Threads threads) {
        this.parameters = parameters;
        this.threads = threads;
        parameters.learned().forEach(name -> learned.add(parameters.tensor(name)));
    }

    /**
     * Adds the gradient to that of each parameter.
     *
     * @param batchLosses computes the losses of a part of the batch
     * @param weights {@code (B)}, what each sample's loss counts
     * @return the loss of each sample, {@code float[B]}
     */
    public float[] add(Task.Losses batchLosses, Tensor weights) {
        int batch = Math.toIntExact(weights.size(0));
        int[] starts = parameters.mixesSamples() ? new int[] {0} : batchLosses.starts(batch);
        float[] losses = new float[batch];
        InOrder gradients = new InOrder(starts.length);
        try {
            Slices.forEach(threads, batch, starts, (from, count) -> {
                TensorVector by = new TensorVector(learned.toArray(Tensor[]::new));
                Task.PartGradient part = batchLosses.gradient(from, count, weights.narrow(0, from, count), by);
                System.arraycopy(Tensors.floats(part.losses()), 0, losses, from, count);
                gradients.add(Arrays.binarySearch(starts, from), owned(part.gradients()));
            });
        } finally {
            gradients.close();
        }
        return losses;
    }

    /** The gradients of slices, which come in any order; owns those that wait for others. */
    private final class InOrder {
        private final Tensor[][] waiting;
        private int added;

        InOrder(int slices) {
            waiting = new Tensor[slices][0];
        }

        synchronized void add(int slice, Tensor... gradients) {
            waiting[slice] = gradients;
            while (added < waiting.length && waiting[added].length > 0) {
                accumulate(waiting[added]);
                BatchGradient.close(waiting[added]);
                waiting[added] = new Tensor[0];
                added++;
            }
        }

        synchronized void close() {
            for (Tensor[] gradients : waiting) {
                BatchGradient.close(gradients);
            }
        }
    }

    /** Returns one gradient per learned parameter; they belong to no scope. */
    private Tensor[] owned(TensorVector all) {
        Tensor[] gradients = new Tensor[learned.size()];
        for (int k = 0; k < gradients.length; k++) {
            Tensor inside = all.get(k); // ends with the vector
            gradients[k] = Tensors.owned(() -> new Tensor(inside));
        }
        return gradients;
    }

    private void accumulate(Tensor[] gradients) {
        try (PointerScope scope = new PointerScope()) {
            for (int k = 0; k < gradients.length; k++) {
                Tensor sum = learned.get(k).mutable_grad();
                if (sum.defined()) {
                    sum.add_(gradients[k], new Scalar(1.0));
                } else {
                    sum.put(gradients[k]);
                }
            }
        }
    }

    private static void close(Tensor... gradients) {
        for (Tensor gradient : gradients) {
            gradient.close();
        }
    }
}
