package dev.pith.torch.condense;

import org.jspecify.annotations.Nullable;

/**
 * Everything that decides condensed images, given real ones and those to start from.
 *
 * @param network full name of the network that looks
 * @param imagesPerClass at least 1
 * @param iterations how many networks with random weights look, one after another, or how many students are compared
 *     with experts; at least 1
 * @param loops of gradient matching; distribution matching has none
 * @param distance of gradients
 * @param augmentation of both sides of a comparison, and of what experts and students see; null for none
 * @param realBatch real images of a class that are compared with, fewer where there are fewer
 * @param trainBatch synthetic images of a step of the network
 * @param imageRate learning rate of the images; their momentum is 0.5
 * @param networkRate learning rate of the networks; that of students at first
 * @param seed of everything that is drawn
 * @param trajectories how trajectories are matched; other methods do not ask
 * @param labels what networks learn of the images
 * @param factor each image holds factor x factor small ones; 1 for images as they are
 */
public record Condensation(
        CondensationMethod method,
        String network,
        int imagesPerClass,
        int iterations,
        Loops loops,
        MatchingDistance distance,
        @Nullable SiameseAugmentation augmentation,
        int realBatch,
        int trainBatch,
        double imageRate,
        double networkRate,
        long seed,
        Trajectories trajectories,
        SyntheticLabels labels,
        int factor) {
    /** Real images of a class that are compared with unless told otherwise. */
    public static final String DEFAULT_REAL_BATCH = "256";

    /** Learning rate of the networks unless told otherwise. */
    public static final String DEFAULT_NETWORK_RATE = "0.01";

    private static final int TRAIN_BATCH = 256;

    /** Checks the ranges. */
    public Condensation {
        positive("images per class", imagesPerClass);
        positive("iterations", iterations);
        positive("real batch", realBatch);
        positive("training batch", trainBatch);
        positive("image rate", imageRate);
        positive("network rate", networkRate);
        positive("factor", factor);
        if (factor > 1 && (method.matchesTrajectories() || labels != SyntheticLabels.HARD)) {
            throw new IllegalArgumentException(
                    "`factor` is for dc, dsa and dm with hard labels, got " + method + " with " + labels + " ones");
        }
        if (labels == SyntheticLabels.LEARNED && !method.matchesTrajectories()) {
            throw new IllegalArgumentException("`soft-labels learned` is for mtt and ftd, got " + method);
        }
    }

    /** Returns whether experts are needed, to be followed or to teach. */
    public boolean needsExperts() {
        return method.matchesTrajectories() || labels != SyntheticLabels.HARD;
    }

    private static void positive(String name, double value) {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(name + " must be above 0, got " + value);
        }
    }

    /** Returns one with hard labels that matches trajectories as usual, if it does. */
    public Condensation(
            CondensationMethod method,
            String network,
            int imagesPerClass,
            int iterations,
            Loops loops,
            MatchingDistance distance,
            @Nullable SiameseAugmentation augmentation,
            int realBatch,
            int trainBatch,
            double imageRate,
            double networkRate,
            long seed) {
        this(
                method,
                network,
                imagesPerClass,
                iterations,
                loops,
                distance,
                augmentation,
                realBatch,
                trainBatch,
                imageRate,
                networkRate,
                seed,
                method.usualTrajectories(),
                SyntheticLabels.HARD,
                1);
    }

    /** Returns what the papers do. */
    public static Condensation usual(CondensationMethod method, String network, int imagesPerClass, long seed) {
        return new Condensation(
                method,
                network,
                imagesPerClass,
                method.usualIterations(),
                Loops.of(imagesPerClass),
                MatchingDistance.OURS,
                method.augments() ? new SiameseAugmentation(SiameseAugmentation.USUAL, false) : null,
                Integer.parseInt(DEFAULT_REAL_BATCH),
                TRAIN_BATCH,
                method.usualImageRate(),
                Double.parseDouble(DEFAULT_NETWORK_RATE),
                seed,
                method.usualTrajectories(),
                SyntheticLabels.HARD,
                1);
    }

    /** Returns this with the network by another name. */
    public Condensation network(String name) {
        return new Condensation(
                method,
                name,
                imagesPerClass,
                iterations,
                loops,
                distance,
                augmentation,
                realBatch,
                trainBatch,
                imageRate,
                networkRate,
                seed,
                trajectories,
                labels,
                factor);
    }

    /** Returns this with another number of iterations. */
    public Condensation iterations(int count) {
        return new Condensation(
                method,
                network,
                imagesPerClass,
                count,
                loops,
                distance,
                augmentation,
                realBatch,
                trainBatch,
                imageRate,
                networkRate,
                seed,
                trajectories,
                labels,
                factor);
    }

    /** Returns this with another number of real images. */
    public Condensation realBatch(int size) {
        return new Condensation(
                method,
                network,
                imagesPerClass,
                iterations,
                loops,
                distance,
                augmentation,
                size,
                trainBatch,
                imageRate,
                networkRate,
                seed,
                trajectories,
                labels,
                factor);
    }
}
