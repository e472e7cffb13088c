package dev.pith.torch.train;

import dev.pith.PithException;
import dev.pith.parallel.ReadAhead;
import dev.pith.parallel.Threads;
import dev.pith.prune.EpochPlan;
import dev.pith.prune.EpochPruning;
import dev.pith.torch.Tensors;
import dev.pith.torch.network.Parameters;
import dev.pith.torch.optimize.Optimizer;
import dev.pith.torch.parallel.ProcessGroup;
import dev.pith.torch.train.TrainingListener.StepRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Trains a network to do a {@link Task}. The same recipe, images, pruning and number of threads give the same weights,
 * bit for bit. One epoch is {@code trainEpoch}.
 *
 * <p>Owns the optimizer's state until it is closed, not the network. For one thread; a second one reads images ahead.
 */
public final class Trainer implements AutoCloseable {
    private final Recipe recipe;
    private final Parameters parameters;
    private final Task task;
    private final LabelledImages images;
    private final EpochPruning pruning;
    private final Optimizer optimizer;
    private final BatchGradient gradient;
    private final Augmenter augmenter;
    private final List<EpochRecord> epochs = new ArrayList<>();
    private final Threads threads;
    private double largestNorm = Double.POSITIVE_INFINITY;
    private Processes processes;
    private @Nullable Path saved;
    private int savedEpochs;

    /**
     * Prepares a training in one process.
     *
     * @param task what the network learns, such as {@link Classification#of}, which takes label smoothing and
     *     precision from the recipe; a class of a user's own serves as well
     * @param pruning decides what each epoch sees; not yet begun, and of as many samples as there are images
     * @param threads share the work; not closed
     */
    public Trainer(Recipe recipe, Task task, LabelledImages images, EpochPruning pruning, Threads threads) {
        if (pruning.schedule().samples() != images.size()) {
            throw new IllegalArgumentException("the pruning is of "
                    + pruning.schedule().samples() + " samples, but " + images.size() + " are trained on");
        }
        this.recipe = recipe;
        this.parameters = task.parameters();
        this.task = task;
        this.threads = threads;
        this.images = images;
        this.pruning = task.scored(pruning);
        optimizer = new Optimizer(recipe.rule(), parameters, recipe.regular());
        gradient = new BatchGradient(parameters, threads);
        augmenter = new Augmenter(recipe.augmentations(), images.shape(), images.black(), recipe.seed());
        processes = new OneProcess(this.pruning);
    }

    /**
     * Prepares a training in one process on samples that are no images, and that the task knows by their positions.
     *
     * @param pruning decides what each epoch sees, and says how many samples there are; not yet begun
     * @param threads share the work; not closed
     */
    public Trainer(Recipe recipe, Task task, EpochPruning pruning, Threads threads) {
        this(recipe, task, new NoImages(pruning.schedule().samples()), pruning, threads);
    }

    /**
     * Limits the norm of the gradient of every step; called before anything else.
     *
     * @param largest above 0
     * @return this
     */
    public Trainer limit(double largest) {
        if (!(largest > 0)) {
            throw new IllegalArgumentException("the largest norm of a gradient must be above 0, got " + largest);
        }
        largestNorm = largest;
        return this;
    }

    /**
     * Makes this one process's part in a training by several; called before anything else. All of them are given the
     * same; each batch of the recipe is shared out among them as {@link dev.pith.prune.ShardedPlan} says, so the recipe
     * means what it means in one process. Batches are normalized part by part, and mixed within a part.
     *
     * @param group the processes; not closed
     * @return this
     */
    public Trainer among(ProcessGroup group) {
        processes = new DataParallel(group, parameters, pruning);
        return this;
    }

    /**
     * Trains to the end of the recipe and leaves the network in evaluation mode.
     *
     * @return what happened, epoch by epoch, before a {@link #restore} too
     * @throws PithException naming epoch, step and the last good checkpoint when the loss or the weights are
     *     no longer numbers
     */
    public List<EpochRecord> train(TrainingListener listener) {
        parameters.training(true);
        try {
            while (!isDone()) {
                epochs.add(trainEpoch(pruning.next(), listener));
                listener.onEpoch(this, epochs.get(epochs.size() - 1));
            }
        } finally {
            parameters.training(false);
        }
        return List.copyOf(epochs);
    }

    /**
     * Writes everything that {@link #restore} needs to go on from the end of the last epoch, to the same weights
     * bit for bit.
     *
     * @param notes kept in the file's metadata
     */
    public void save(Path file, Map<String, String> notes) {
        state().save(file, epochs, notes);
        saved = file;
        savedEpochs = epochs.size();
    }

    /**
     * Goes on where another trainer of the same recipe, images and pruning was saved; called before {@link #train}.
     *
     * @throws PithException naming the file when it is damaged or of another training
     */
    public void restore(Path file) {
        epochs.addAll(state().restore(file));
        saved = file;
        savedEpochs = epochs.size();
    }

    /** Returns what happened so far. */
    public List<EpochRecord> epochs() {
        return List.copyOf(epochs);
    }

    private TrainingState state() {
        return new TrainingState(parameters, optimizer, pruning, task.state());
    }

    /** Returns whether the recipe is at its end, so that {@link #train} has nothing to do. */
    public boolean isDone() {
        return recipe.steps() > 0 ? optimizer.steps() >= recipe.steps() : epochs.size() == recipe.epochs();
    }

    /**
     * Trains for one epoch.
     *
     * <ol>
     *   <li>The plan is cut into batches and steps ({@link Course}). A second thread reads this process's part of each
     *       batch ahead, and varies it.
     *   <li>In a step the gradients of its batches add up, and the pruning hears of their losses.
     *   <li>The gradients of all processes are summed, and the optimizer takes a step at the rate that the schedule has
     *       for this point.
     *   <li>What is not a number any more ends the training: the loss of a step, or a weight at the end.
     * </ol>
     */
    private EpochRecord trainEpoch(EpochPlan plan, TrainingListener listener) {
        long started = System.nanoTime();
        Course course = Course.of(recipe, plan.size(), plan.epoch(), optimizer.steps(), images.size());
        long total = recipe.totalSteps(images.size());
        MeanLoss epochLoss = new MeanLoss();
        double rate = 0;
        processes.begin(plan, course.samplesSeen());
        try (ReadAhead<Batch> batches = read(plan, course)) {
            for (int step = 0; step < course.steps(); step++) {
                MeanLoss own = addGradients(batches, course, step, plan.epoch());
                epochLoss.add(own);
                double loss = processes.sumGradients(own).mean();
                rate = recipe.schedule().rate(course.position(step), total);
                requireFinite(loss, "loss", plan.epoch(), step, rate); // in all processes at once
                GradientLimit.apply(parameters, largestNorm, threads);
                optimizer.step(rate);
                task.onStep(optimizer.steps());
                listener.onStep(
                        new StepRecord(plan.epoch() + 1, course.position(step + 1), total, course.samples(step), loss));
            }
        }
        requireFinite(sumOfWeights(), "weights", plan.epoch(), course.steps() - 1, rate);
        return new EpochRecord(
                plan.epoch() + 1,
                course.steps(),
                course.samplesSeen(),
                plan.sharePruned(),
                Double.isNaN(plan.meanScore()) ? null : plan.meanScore(),
                processes.end(plan, epochLoss).mean(),
                rate,
                (System.nanoTime() - started) / 1e9);
    }

    /** Adds up the gradients of a step's batches, and returns their loss. */
    private MeanLoss addGradients(ReadAhead<Batch> batches, Course course, int step, int epoch) {
        MeanLoss loss = new MeanLoss();
        parameters.zeroGradients();
        for (int i = course.firstBatch(step); i < course.endBatch(step); i++) {
            Batch batch = batches.next();
            float[] losses = learn(batch, epoch, course.samples(step));
            loss.add(losses, weights(batch));
            processes.keep(batch, losses);
            batches.release(batch);
        }
        return loss;
    }

    private ReadAhead<Batch> read(EpochPlan plan, Course course) {
        int[] repeats = repeats(plan.order());
        return new ReadAhead<>(course.batches(), () -> new Batch(images), (batch, i) -> {
            int from = course.begin(i);
            int to = course.end(i);
            batch.fill(plan.order(), plan.weights(), repeats, processes.begin(from, to), processes.end(from, to));
            augmenter.apply(batch, plan.epoch());
        });
    }

    /** Returns how often each image of an epoch came in it before. */
    private int[] repeats(int[] order) {
        int[] seen = new int[images.size()];
        return Arrays.stream(order).map(position -> seen[position]++).toArray();
    }

    /** Adds the gradients of {@code sum(weight * loss) / count} and returns the losses. */
    private float[] learn(Batch batch, int epoch, int count) {
        if (batch.size() == 0) {
            return new float[0]; // a batch of fewer samples than processes
        }
        float[] shares = weights(batch);
        for (int i = 0; i < shares.length; i++) {
            shares[i] /= count;
        }
        try (PointerScope scope = new PointerScope()) {
            return gradient.add(task.losses(batch, epoch), Tensors.of(shares, 0, batch.size()));
        }
    }

    /** Returns what each loss counts: by plan and mixture, and by the task. */
    private float[] weights(Batch batch) {
        float[] weights = batch.effectiveWeights();
        task.weigh(batch, weights);
        return weights;
    }

    private double sumOfWeights() {
        double sum = 0;
        try (PointerScope scope = new PointerScope()) {
            for (String name : parameters.learned()) {
                Tensor weights = parameters.tensor(name).detach();
                sum += weights.sum().item_double();
            }
        }
        return sum;
    }

    private void requireFinite(double value, String what, int epoch, int step, double rate) {
        if (!Double.isFinite(value)) {
            throw new PithException(String.format(
                    Locale.ROOT,
                    "the %s became %s in epoch %d, step %d, at a learning rate of %.3g: lower the learning rate; %s",
                    what,
                    value,
                    epoch + 1,
                    step + 1,
                    rate,
                    saved == null
                            ? "nothing was saved before"
                            : "the last good checkpoint is " + saved + ", after epoch " + savedEpochs));
        }
    }

    @Override
    public void close() {
        optimizer.close();
        processes.close();
    }
}
