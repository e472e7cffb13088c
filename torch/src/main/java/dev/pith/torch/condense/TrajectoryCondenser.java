package dev.pith.torch.condense;

import dev.pith.PithException;
import dev.pith.parallel.Threads;
import dev.pith.torch.Tensors;
import dev.pith.torch.condense.TrajectoryMatching.Batch;
import dev.pith.torch.condense.TrajectoryMatching.Matched;
import dev.pith.torch.condense.TrajectoryMatching.Synthetic;
import dev.pith.torch.network.InputShape;
import dev.pith.torch.network.Network;
import dev.pith.torch.network.Networks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/**
 * Condenses images by students that follow experts.
 *
 * <p>Each iteration draws an expert and one of its first epochs. A student starts from the expert's weights then, and
 * trains on the synthetic images, which are changed such that it ends nearer to where the expert was some epochs later;
 * so is its learning rate. Where networks normalize by batches, the same number of threads gives the same images, else
 * any number does.
 */
public final class TrajectoryCondenser extends Condenser {
    private static final double MOMENTUM = 0.5;

    /** Of a label that experts are surer against, the logarithm is that of this at first. */
    private static final double LEAST_PROBABILITY = 1e-6;

    /** What random numbers are for; the numbers of other methods are not used twice. */
    private static final int EXPERT = 5;

    private static final int ORDER = 6;
    private static final int VARIATION = 7;

    private final int allClasses;
    private final Experts experts;
    private final Threads threads;
    private final float[] rate;
    private final float[] rateVelocity;
    private final float[] average;
    private final float[] labelLogits;
    private final float[] labelVelocity;

    /**
     * Prepares a condensation.
     *
     * @param shape of the images
     * @param allClasses how many classes there are
     * @param classes that are condensed; not copied
     * @param start {@code float[classes.length * imagesPerClass * c * h * w]}, class by class; copied
     * @param threads share the work; not closed
     */
    public TrajectoryCondenser(
            Condensation condensation,
            InputShape shape,
            int allClasses,
            int[] classes,
            float[] start,
            Experts experts,
            Threads threads) {
        super(condensation, shape, classes, start);
        this.allClasses = allClasses;
        this.experts = experts;
        this.threads = threads;
        rate = state.keep("rate", new float[] {(float) condensation.networkRate()});
        rateVelocity = state.keep("rate velocity", new float[1]);
        average = condensation.trajectories().average() > 0 ? state.keep("average", start.clone()) : new float[0];
        boolean learnsLabels = condensation.labels() == SyntheticLabels.LEARNED;
        labelLogits = learnsLabels ? state.keep("label logits", logits(experts.probabilities(start))) : new float[0];
        labelVelocity = learnsLabels ? state.keep("label velocity", new float[labelLogits.length]) : new float[0];
    }

    @Override
    public float[] images() {
        return average.length > 0 ? average.clone() : super.images();
    }

    /** Labels begin as what the experts say of the images at first. */
    private static float[] logits(float[] probabilities) {
        float[] logits = new float[probabilities.length];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) Math.log(Math.max(probabilities[i], LEAST_PROBABILITY));
        }
        return logits;
    }

    @Override
    public float[] softLabels() {
        float[] soft = new float[labelLogits.length];
        for (int from = 0; from < soft.length; from += allClasses) {
            double sum = 0;
            for (int k = from; k < from + allClasses; k++) {
                sum += Math.exp(labelLogits[k]);
            }
            for (int k = from; k < from + allClasses; k++) {
                soft[k] = (float) (Math.exp(labelLogits[k]) / sum);
            }
        }
        return soft;
    }

    @Override
    public double learnedRate() {
        return rate[0];
    }

    @Override
    double iterate() {
        Trajectories how = condensation.trajectories();
        SplittableRandom random = random(EXPERT, 0, classes[0]);
        int expert = random.nextInt(experts.count());
        int first = random.nextInt(how.minStart(), how.latestStart(state.iteration(), condensation.iterations()));
        int count = classes.length * condensation.imagesPerClass();
        try (PointerScope scope = new PointerScope();
                Network student = Networks.create(condensation.network(), shape, allClasses, 0);
                TrajectoryMatching matching = new TrajectoryMatching(student, threads)) {
            student.parameters().training(true);
            Tensor images = Tensors.of(state.images(), 0, count, shape.channels(), shape.height(), shape.width());
            Matched matched = matching.match(
                    experts.weights(expert, first),
                    experts.weights(expert, first + how.expertEpochs()),
                    synthetic(images, count),
                    rate[0],
                    batches(count));
            state.descend(Tensors.floats(matched.images()), condensation.imageRate(), MOMENTUM);
            CondensationState.descend(
                    rate, rateVelocity, new float[] {(float) matched.rate()}, how.rateRate(), MOMENTUM);
            CondensationState.descend(labelLogits, labelVelocity, labelGradient(matched), how.labelRate(), MOMENTUM);
            requireRate();
            keepAverage(how.average());
            return matched.loss();
        }
    }

    private Synthetic synthetic(Tensor images, int count) {
        return labelLogits.length == 0
                ? new Synthetic(images, oneHot(count), false)
                : new Synthetic(images, Tensors.of(labelLogits, 0, count, allClasses), true);
    }

    private float[] labelGradient(Matched matched) {
        return labelLogits.length == 0 ? labelLogits : Tensors.floats(matched.labels());
    }

    private Tensor oneHot(int count) {
        long[] labels = labels();
        float[] targets = new float[count * allClasses];
        for (int i = 0; i < count; i++) {
            targets[i * allClasses + (int) labels[i]] = 1;
        }
        return Tensors.of(targets, 0, count, allClasses);
    }

    /** Cuts all images in random order into batches, and begins anew as often as the steps need it. */
    private List<Batch> batches(int count) {
        Trajectories how = condensation.trajectories();
        int size = how.batch() == 0 ? count : Math.min(how.batch(), count);
        List<Batch> batches = new ArrayList<>();
        for (int pass = 0; batches.size() < how.studentSteps(); pass++) {
            int[] order = SyntheticTraining.shuffled(count, random(ORDER, pass, classes[0]));
            for (int from = 0; from < count && batches.size() < how.studentSteps(); from += size) {
                batches.add(new Batch(
                        Arrays.copyOfRange(order, from, Math.min(count, from + size)), variation(batches.size())));
            }
        }
        return batches;
    }

    /** A batch is asked for twice, forwards and backwards, and is varied alike each time. */
    private UnaryOperator<Tensor> variation(int step) {
        SiameseAugmentation augmentation = condensation.augmentation();
        return augmentation == null
                ? UnaryOperator.identity()
                : x -> augmentation.eachDifferently().apply(x, random(VARIATION, step, classes[0]));
    }

    private void requireRate() {
        if (!(rate[0] > 0 && rate[0] < Float.POSITIVE_INFINITY)) {
            throw new PithException("the students' learning rate became " + rate[0] + " in iteration "
                    + (state.iteration() + 1) + " of " + condensation.iterations() + ": lower `lr-lr` ("
                    + condensation.trajectories().rateRate() + "), or `lr-img` (" + condensation.imageRate() + ")");
        }
    }

    /** An average that is young is nearer to the images than one that is old. */
    private void keepAverage(double most) {
        double updates = state.iteration() + 1.0;
        float kept = (float) Math.min(most, (1 + updates) / (10 + updates));
        for (int i = 0; i < average.length; i++) {
            average[i] = kept * average[i] + (1 - kept) * state.images()[i];
        }
    }
}
