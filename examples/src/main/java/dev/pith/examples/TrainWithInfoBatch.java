package dev.pith.examples;

import dev.pith.prune.EpochPlan;
import dev.pith.prune.EpochPruning;
import dev.pith.prune.InfoBatch;
import dev.pith.prune.PruningSchedule;
import java.util.Locale;
import java.util.SplittableRandom;

/** Logistic regression by stochastic gradient descent in plain Java, on all samples and with InfoBatch. */
public final class TrainWithInfoBatch {
    private static final int FEATURES = 20;
    private static final int BATCH = 32;
    private static final double STEP_SIZE = 0.5;

    private final double[][] rows;
    private final boolean[] labels;
    private final double[] model = new double[FEATURES];

    private TrainWithInfoBatch(int samples, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        rows = new double[samples][FEATURES];
        labels = new boolean[samples];
        for (int id = 0; id < samples; id++) {
            double logit = random.nextDouble() - 0.5;
            for (int k = 0; k < FEATURES; k++) {
                rows[id][k] = random.nextDouble() - 0.5;
                logit += k * rows[id][k];
            }
            labels[id] = logit > 0;
        }
    }

    /** Prints, for both, how many samples were trained on and how many of 10,000 others the model then gets right. */
    @SuppressWarnings("SystemOut") // It is what the program is for.
    public static void main(String[] arguments) {
        int samples = 10_000;
        int epochs = 16;
        long seed = 1;
        EpochPruning pruning = new InfoBatch(PruningSchedule.of(samples, epochs, seed), 0.5);
        System.out.println("every sample: " + report(EpochPruning.none(pruning.schedule())));
        System.out.println("InfoBatch:    " + report(pruning));
    }

    static String report(EpochPruning pruning) {
        PruningSchedule schedule = pruning.schedule();
        TrainWithInfoBatch training = new TrainWithInfoBatch(schedule.samples(), schedule.seed());
        int seen = training.train(pruning);
        double right = training.accuracy(new TrainWithInfoBatch(10_000, schedule.seed() + 1));
        return String.format(Locale.ROOT, "%,d samples seen, %.1f %% right", seen, 100 * right);
    }

    /** Returns how many samples were seen. */
    private int train(EpochPruning pruning) {
        int seen = 0;
        float[] losses = new float[BATCH];
        for (int epoch = 0; epoch < pruning.schedule().epochs(); epoch++) {
            EpochPlan plan = pruning.next();
            for (int from = 0; from < plan.size(); from += BATCH) {
                int count = Math.min(BATCH, plan.size() - from);
                step(plan, from, count, losses);
                pruning.update(plan.order(), from, count, losses);
            }
            seen += plan.size();
        }
        return seen;
    }

    /** Takes one step against the gradient of {@code sum(weight * loss) / count}; leaves the losses, unweighted. */
    private void step(EpochPlan plan, int from, int count, float[] losses) {
        double[] gradient = new double[FEATURES];
        for (int j = 0; j < count; j++) {
            int id = plan.order()[from + j];
            double margin = labels[id] ? logit(rows[id]) : -logit(rows[id]);
            losses[j] = (float) Math.log1p(Math.exp(-margin));
            double slope = (labels[id] ? -1 : 1) / (1 + Math.exp(margin));
            for (int k = 0; k < FEATURES; k++) {
                gradient[k] += plan.weights()[from + j] * slope * rows[id][k];
            }
        }
        for (int k = 0; k < FEATURES; k++) {
            model[k] -= STEP_SIZE * gradient[k] / count;
        }
    }

    private double accuracy(TrainWithInfoBatch others) {
        int right = 0;
        for (int id = 0; id < others.rows.length; id++) {
            right += logit(others.rows[id]) > 0 == others.labels[id] ? 1 : 0;
        }
        return (double) right / others.rows.length;
    }

    private double logit(double[] row) {
        double sum = 0;
        for (int k = 0; k < FEATURES; k++) {
            sum += model[k] * row[k];
        }
        return sum;
    }
}
