package dev.pith.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import ai.djl.training.dataset.RandomAccessDataset;
import ai.djl.training.dataset.Sampler;
import ai.djl.translate.TranslateException;
import ai.djl.util.Progress;
import dev.pith.prune.EpochPlan;
import dev.pith.prune.EpochPruning;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A dataset of which every epoch sees what a pruning plans, in the plan's order; with {@link PrunedLoss} that is
 * InfoBatch in three lines:
 *
 * <pre>{@code
 * EpochPruning pruning = new InfoBatch(PruningSchedule.of((int) dataset.size(), epochs, seed), 0.5);
 * Dataset planned = new PrunedDataset(dataset, pruning, 64);
 * TrainingConfig config = new DefaultTrainingConfig(PrunedLoss.softmaxCrossEntropy(pruning));
 * }</pre>
 *
 * Each {@code getData} begins the next epoch, as {@code EasyTrain.fit} and {@code Trainer.iterateDataset} ask for it;
 * an id is the position of a sample in the dataset that is wrapped, whose own sampler is not used. The labels of a
 * batch have two arrays more at their end: ids, {@code int64[B]}, and weights, {@code float32[B]}. They have names, by
 * which the loss knows them, and which DJL loses when it cuts a batch up for several devices: train on one.
 */
public final class PrunedDataset implements Dataset {
    private static final String IDS = "pith.ids";
    private static final String WEIGHTS = "pith.weights";

    private final RandomAccessDataset dataset;
    private final EpochPruning pruning;
    private final int batch;

    /**
     * Wraps a dataset.
     *
     * @param pruning not yet begun, and of as many samples as the dataset has
     * @param batch samples in a batch, at least 1; the last of an epoch has what is left
     */
    public PrunedDataset(RandomAccessDataset dataset, EpochPruning pruning, int batch) {
        if (batch < 1) {
            throw new IllegalArgumentException("batch must be at least 1, got " + batch);
        }
        if (dataset.size() != pruning.schedule().samples()) {
            throw new IllegalArgumentException("the pruning is of "
                    + pruning.schedule().samples() + " samples, but the dataset has " + dataset.size());
        }
        this.dataset = dataset;
        this.pruning = pruning;
        this.batch = batch;
    }

    @Override
    public void prepare(@Nullable Progress progress) throws IOException, TranslateException {
        dataset.prepare(progress);
    }

    /**
     * Begins the next epoch.
     *
     * @throws IllegalStateException after the last epoch of the pruning
     */
    @Override
    public Iterable<Batch> getData(NDManager manager) throws IOException, TranslateException {
        return getData(manager, null);
    }

    /**
     * Begins the next epoch, and reads ahead on the threads of {@code executor}, if any.
     *
     * @throws IllegalStateException after the last epoch of the pruning
     */
    @Override
    public Iterable<Batch> getData(NDManager manager, @Nullable ExecutorService executor)
            throws IOException, TranslateException {
        EpochPlan plan = pruning.next();
        Iterator<Batch> batches =
                dataset.getData(manager, new Order(plan, batch), executor).iterator();
        return () -> new Iterator<>() {
            private int from;

            @Override
            public boolean hasNext() {
                return batches.hasNext();
            }

            @Override
            public Batch next() {
                Batch next = batches.next(); // in the order of the sampler, also when read ahead
                int to = from + next.getSize();
                append(next, plan, from, to);
                from = to;
                return next;
            }
        };
    }

    private static void append(Batch batch, EpochPlan plan, int from, int to) {
        long[] ids = IntStream.range(from, to).mapToLong(p -> plan.order()[p]).toArray();
        NDArray idArray = batch.getManager().create(ids);
        NDArray weightArray = batch.getManager().create(Arrays.copyOfRange(plan.weights(), from, to));
        idArray.setName(IDS);
        weightArray.setName(WEIGHTS);
        batch.getLabels().addAll(List.of(idArray, weightArray));
    }

    /** Returns the ids of a batch's labels, or null where they are not of a pruned dataset. */
    static @Nullable NDArray ids(NDList labels) {
        return named(labels, 2, IDS);
    }

    /** Returns the weights of a batch's labels, or null where they are not of a pruned dataset. */
    static @Nullable NDArray weights(NDList labels) {
        return named(labels, 1, WEIGHTS);
    }

    private static @Nullable NDArray named(NDList labels, int fromEnd, String name) {
        NDArray array = labels.size() < fromEnd ? null : labels.get(labels.size() - fromEnd);
        return array != null && name.equals(array.getName()) ? array : null;
    }

    /** The batches of a plan. */
    private record Order(EpochPlan plan, int batch) implements Sampler {
        @Override
        public Iterator<List<Long>> sample(RandomAccessDataset dataset) {
            return IntStream.iterate(0, from -> from < plan.size(), from -> from + batch)
                    .mapToObj(from -> Arrays.stream(plan.order(), from, Math.min(from + batch, plan.size()))
                            .mapToObj(id -> (long) id)
                            .toList())
                    .iterator();
        }

        @Override
        public int getBatchSize() {
            return batch;
        }
    }
}
