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

    /** Returns what the papers do. */
    public static Condensation usual(CondensationMethod method, String network, int imagesPerClass, long seed) {
        return new Builder(method, network, imagesPerClass, seed).build();
    }

    /** Returns a builder that starts from this. */
    public Builder but() {
        Builder builder = new Builder(method, network, imagesPerClass, seed);
        builder.iterations = iterations;
        builder.loops = loops;
        builder.distance = distance;
        builder.augmentation = augmentation;
        builder.realBatch = realBatch;
        builder.trainBatch = trainBatch;
        builder.imageRate = imageRate;
        builder.networkRate = networkRate;
        builder.trajectories = trajectories;
        builder.labels = labels;
        builder.factor = factor;
        return builder;
    }

    /** Builds one; what is not set is as in the papers, or as in the one it starts from. */
    public static final class Builder {
        private final CondensationMethod method;
        private String network;
        private final int imagesPerClass;
        private int iterations;
        private Loops loops;
        private MatchingDistance distance = MatchingDistance.OURS;
        private @Nullable SiameseAugmentation augmentation;
        private int realBatch = Integer.parseInt(DEFAULT_REAL_BATCH);
        private int trainBatch = TRAIN_BATCH;
        private double imageRate;
        private double networkRate = Double.parseDouble(DEFAULT_NETWORK_RATE);
        private final long seed;
        private Trajectories trajectories;
        private SyntheticLabels labels = SyntheticLabels.HARD;
        private int factor = 1;

        private Builder(CondensationMethod method, String network, int imagesPerClass, long seed) {
            this.method = method;
            this.network = network;
            this.imagesPerClass = imagesPerClass;
            this.seed = seed;
            iterations = method.usualIterations();
            loops = Loops.of(imagesPerClass);
            augmentation = method.augments() ? new SiameseAugmentation(SiameseAugmentation.USUAL, false) : null;
            imageRate = method.usualImageRate();
            trajectories = method.usualTrajectories();
        }

        /** Sets the network that looks. */
        public Builder network(String name) {
            network = name;
            return this;
        }

        /** Sets how many networks look, or students are compared. */
        public Builder iterations(int count) {
            iterations = count;
            return this;
        }

        /** Sets how long gradient matching stays with a network. */
        public Builder loops(Loops both) {
            loops = both;
            return this;
        }

        /** Sets how gradients are compared. */
        public Builder distance(MatchingDistance how) {
            distance = how;
            return this;
        }

        /** Sets how images are varied; null for not at all. */
        public Builder augmentation(@Nullable SiameseAugmentation how) {
            augmentation = how;
            return this;
        }

        /** Sets the real images of a class that are compared with. */
        public Builder realBatch(int size) {
            realBatch = size;
            return this;
        }

        /** Sets the synthetic images of a step of the network. */
        public Builder trainBatch(int size) {
            trainBatch = size;
            return this;
        }

        /** Sets the learning rate of the images. */
        public Builder imageRate(double rate) {
            imageRate = rate;
            return this;
        }

        /** Sets the learning rate of the networks, or of students at first. */
        public Builder networkRate(double rate) {
            networkRate = rate;
            return this;
        }

        /** Sets how trajectories are matched. */
        public Builder trajectories(Trajectories how) {
            trajectories = how;
            return this;
        }

        /** Sets what networks learn of the images. */
        public Builder labels(SyntheticLabels kind) {
            labels = kind;
            return this;
        }

        /** Sets that each image holds cells x cells small ones. */
        public Builder factor(int cells) {
            factor = cells;
            return this;
        }

        /**
         * Returns it.
         *
         * @throws IllegalArgumentException when a value is out of range, or not of the method
         */
        public Condensation build() {
            return new Condensation(
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
                    trajectories,
                    labels,
                    factor);
        }
    }
}
