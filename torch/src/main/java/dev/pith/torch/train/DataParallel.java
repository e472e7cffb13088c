package dev.pith.torch.train;

import dev.pith.PithException;
import dev.pith.prune.EpochPlan;
import dev.pith.prune.EpochPruning;
import dev.pith.prune.ShardedPlan;
import dev.pith.torch.Tensors;
import dev.pith.torch.network.Parameters;
import dev.pith.torch.parallel.ProcessGroup;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The part of one process in a training that several do together.
 *
 * <p>Every batch of the plan is cut as {@link ShardedPlan} says. The gradient of a step is the sum over the processes,
 * exchanged in buckets. The losses of every process reach the others at the end of an epoch, which is when the next
 * plan needs them. Every process makes the plans itself, and the processes check that their plans agree.
 */
final class DataParallel implements Processes {
    /** Floats in a bucket, 4 MiB: the next is filled while one is under way. */
    private static final int BUCKET = 1 << 20;

    /** Beside the last gradient: sum and weight of the step's losses. */
    private static final int MEAN = 2;

    private final ProcessGroup group;
    private final Parameters parameters;
    private final EpochPruning pruning;
    private final List<List<Tensor>> buckets = new ArrayList<>();
    private final List<Tensor> buffers = new ArrayList<>();
    private float[] losses = {};

    DataParallel(ProcessGroup group, Parameters parameters, EpochPruning pruning) {
        this.group = group;
        this.parameters = parameters;
        this.pruning = pruning;
        long filled = BUCKET;
        for (String name : parameters.learned()) {
            Tensor tensor = parameters.tensor(name);
            if (filled >= BUCKET) {
                buckets.add(new ArrayList<>());
                filled = 0;
            }
            buckets.get(buckets.size() - 1).add(tensor);
            filled += tensor.numel();
        }
        for (List<Tensor> bucket : buckets) {
            long size = bucket.stream().mapToLong(Tensor::numel).sum();
            buffers.add(Tensors.owned(() -> Tensor.create(new float[Math.toIntExact(size) + MEAN], size + MEAN)));
        }
    }

    @Override
    public int begin(int from, int to) {
        return from + ShardedPlan.cut(to - from, group.rank(), group.world());
    }

    @Override
    public int end(int from, int to) {
        return from + ShardedPlan.cut(to - from, group.rank() + 1, group.world());
    }

    @Override
    public void begin(EpochPlan plan, int seen) {
        long[] ids = IntStream.of(plan.order()).asLongStream().toArray();
        long length = group.ofFirst(ids.length)[0];
        if (length != ids.length || !Arrays.equals(group.ofFirst(ids), ids)) {
            throw new PithException("worker " + group.rank() + " plans epoch " + (plan.epoch() + 1)
                    + " otherwise than the first: they read different samples, or processors round differently; give"
                    + " another directory, or train without `workers`");
        }
        losses = new float[seen];
        Arrays.fill(losses, -0f); // which changes no loss when it is added, not even one of -0
    }

    /** {@inheritDoc} They are kept until the epoch ends; NaN for samples that pruning is not told of. */
    @Override
    public void keep(Batch batch, float[] batchLosses) {
        if (batch.isMixed()) {
            Arrays.fill(losses, batch.from, batch.from + batchLosses.length, Float.NaN);
        } else {
            System.arraycopy(batchLosses, 0, losses, batch.from, batchLosses.length);
        }
    }

    @Override
    public MeanLoss sumGradients(MeanLoss own) {
        List<ProcessGroup.Exchange> underWay = new ArrayList<>();
        try (PointerScope scope = new PointerScope()) {
            for (int b = 0; b < buckets.size(); b++) {
                Tensor buffer = buffers.get(b);
                long at = 0;
                for (Tensor tensor : buckets.get(b)) {
                    Tensor place = buffer.narrow(0, at, tensor.numel());
                    Tensor gradient = tensor.grad();
                    if (gradient.defined()) {
                        place.copy_(gradient.reshape(-1));
                    } else {
                        place.zero_();
                    }
                    at += tensor.numel();
                }
                Tensors.write(buffer.narrow(0, at, MEAN), own.toFloats());
                underWay.add(group.beginSum(buffer));
            }
            float[] mean = new float[MEAN];
            for (int b = 0; b < buckets.size(); b++) {
                underWay.get(b).await();
                Tensor buffer = buffers.get(b);
                long at = 0;
                for (Tensor tensor : buckets.get(b)) {
                    Tensor sum = buffer.narrow(0, at, tensor.numel()).view(tensor.shape());
                    Tensor gradient = tensor.mutable_grad();
                    if (gradient.defined()) {
                        gradient.copy_(sum);
                    } else {
                        gradient.put(sum.clone());
                    }
                    at += tensor.numel();
                }
                mean = Tensors.floats(buffer.narrow(0, at, MEAN));
            }
            return new MeanLoss(mean[0], mean[1]);
        }
    }

    /**
     * {@inheritDoc} It is told in the order of the plan; and all processes have the mean of the statistics by which
     * they normalize batches, each having measured its own parts.
     */
    @Override
    public MeanLoss end(EpochPlan plan, MeanLoss own) {
        float[] all = group.sum(losses);
        int[] ids = new int[all.length];
        float[] told = new float[all.length];
        int count = 0;
        for (int p = 0; p < all.length; p++) {
            if (!Float.isNaN(all[p])) {
                ids[count] = plan.order()[p];
                told[count++] = all[p];
            }
        }
        pruning.update(ids, 0, count, told);
        if (parameters.mixesSamples()) {
            averageStatistics();
        }
        double[] sums = group.sum(own.toDoubles());
        return new MeanLoss(sums[0], sums[1]);
    }

    private void averageStatistics() {
        try (PointerScope scope = new PointerScope()) {
            parameters.tensors().forEach((name, tensor) -> {
                if (!parameters.learned().contains(name)) {
                    group.beginSum(tensor).await();
                    tensor.div_(new Scalar((double) group.world()));
                }
            });
        }
    }

    @Override
    public void close() {
        buffers.forEach(Tensor::close);
    }
}
