package dev.pith.pipeline.condense;

import static dev.pith.run.Entries.large;
import static dev.pith.run.Entries.number;
import static dev.pith.run.Entries.text;
import static dev.pith.run.Entries.whole;

import dev.pith.random.Priority;
import dev.pith.torch.condense.Condensation;
import dev.pith.torch.condense.CondensationMethod;
import dev.pith.torch.condense.Loops;
import dev.pith.torch.condense.MatchingDistance;
import dev.pith.torch.condense.SiameseAugmentation;
import dev.pith.torch.condense.SyntheticLabels;
import dev.pith.torch.condense.Trajectories;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How images are condensed.
 *
 * @param condensation everything that decides the images, given real ones; its network may have a short name
 * @param start what the images are at first
 * @param groups of classes that are condensed one after another, at least 1
 * @param classOrder seed of the order in which classes come into the groups; null for the order of their labels
 * @param whiten whether images are whitened first, see {@link dev.pith.torch.image.Whitening}
 */
public record CondenseSettings(
        Condensation condensation, CondenseStart start, int groups, @Nullable Long classOrder, boolean whiten) {
    /** The network of the papers. */
    public static final String DEFAULT_NETWORK = "convnet";

    /** Images per class unless told otherwise. */
    public static final String DEFAULT_IMAGES_PER_CLASS = "1";

    /** All classes at once. */
    public static final String DEFAULT_GROUPS = "1";

    /** Images as they are. */
    public static final String DEFAULT_FACTOR = "1";

    private static final String METHOD = "method";
    private static final String NET = "net";
    private static final String IMAGES_PER_CLASS = "ipc";
    private static final String ITERATIONS = "iterations";
    private static final String OUTER = "outer";
    private static final String INNER = "inner";
    private static final String DISTANCE = "distance";
    private static final String NETWORK_RATE = "lr-net";
    private static final String REAL_BATCH = "real-batch";
    private static final String IMAGE_RATE = "lr-img";
    private static final String STUDENT_STEPS = "student-steps";
    private static final String EXPERT_EPOCHS = "expert-epochs";
    private static final String MIN_START = "min-start";
    private static final String MAX_START = "max-start";
    private static final String EASY_FIRST = "easy-first";
    private static final String STUDENT_BATCH = "syn-batch";
    private static final String RATE_RATE = "lr-lr";
    private static final String LABEL_RATE = "lr-labels";
    private static final String AVERAGE = "ema";
    private static final String LABELS = "soft-labels";
    private static final String FACTOR = "factor";

    private static final String SEED = "seed";
    private static final String START = "init";
    private static final String GROUPS = "steps";
    private static final String CLASS_ORDER = "class-order";

    /** What the manifest calls whitening, here and of experts. */
    static final String WHITEN = "zca";

    /** Keeps the order of classes apart from what else a seed decides. */
    private static final long ORDER_SALT = 0x6f72646572L;

    /** Checks what goes together. */
    public CondenseSettings {
        if (groups < 1) {
            throw new IllegalArgumentException("`steps` must be at least 1, got " + groups);
        }
        if (classOrder != null && groups == 1) {
            throw new IllegalArgumentException("`class-order` is the order of several `steps`, got 1");
        }
        if (whiten && !condensation.method().matchesTrajectories()) {
            throw new IllegalArgumentException("`zca` is for mtt and ftd, got " + condensation.method());
        }
    }

    /** Returns what the papers do, from real images, all classes at once. */
    public static CondenseSettings usual(CondensationMethod method, String network, int imagesPerClass, long seed) {
        return new CondenseSettings(
                Condensation.usual(method, network, imagesPerClass, seed),
                CondenseStart.DEFAULT,
                Integer.parseInt(DEFAULT_GROUPS),
                null,
                false);
    }

    /** Returns these with another condensation. */
    CondenseSettings condensation(Condensation other) {
        return new CondenseSettings(other, start, groups, classOrder, whiten);
    }

    /** Returns a builder that starts from what the papers do for a method. */
    public static Builder builder(CondensationMethod method) {
        return new Builder(method);
    }

    /** Returns whether the numbers of loops are between those that the papers give. */
    boolean interpolates() {
        int perClass = condensation.imagesPerClass();
        return condensation.method().matchesGradients()
                && !Loops.isPublished(perClass)
                && condensation.loops().equals(Loops.of(perClass));
    }

    /** Returns the classes of each group, in the order of their labels or in that of the seed. */
    List<int[]> classes(int count) {
        int[] labels = IntStream.range(0, count).toArray();
        int[] order = classOrder == null ? labels : Priority.shuffled(labels, classOrder ^ ORDER_SALT);
        return IntStream.range(0, groups)
                .mapToObj(g -> Arrays.copyOfRange(order, g * count / groups, (g + 1) * count / groups))
                .toList();
    }

    /** Returns what the manifest remembers. */
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put(METHOD, condensation.method().toString());
        map.put(NET, condensation.network());
        map.put(IMAGES_PER_CLASS, Integer.toString(condensation.imagesPerClass()));
        map.put(ITERATIONS, Integer.toString(condensation.iterations()));
        if (condensation.method().matchesGradients()) {
            map.put(OUTER, Integer.toString(condensation.loops().outer()));
            map.put(INNER, Integer.toString(condensation.loops().inner()));
            map.put(DISTANCE, condensation.distance().toString());
            map.put(NETWORK_RATE, Double.toString(condensation.networkRate()));
        }
        if (condensation.method().matchesTrajectories()) {
            map.put(NETWORK_RATE, Double.toString(condensation.networkRate()));
            Trajectories trajectories = condensation.trajectories();
            map.put(STUDENT_STEPS, Integer.toString(trajectories.studentSteps()));
            map.put(EXPERT_EPOCHS, Integer.toString(trajectories.expertEpochs()));
            if (trajectories.minStart() > 0) {
                map.put(MIN_START, Integer.toString(trajectories.minStart()));
            }
            if (trajectories.easyFirst()) {
                map.put(EASY_FIRST, "true");
            }
            map.put(MAX_START, Integer.toString(trajectories.maxStart()));
            map.put(STUDENT_BATCH, Integer.toString(trajectories.batch()));
            map.put(RATE_RATE, Double.toString(trajectories.rateRate()));
            map.put(LABEL_RATE, Double.toString(trajectories.labelRate()));
            map.put(AVERAGE, Double.toString(trajectories.average()));
        }
        Strategies.put(map, condensation.augmentation());
        if (!condensation.method().matchesTrajectories()) {
            map.put(REAL_BATCH, Integer.toString(condensation.realBatch()));
        }
        map.put(IMAGE_RATE, Double.toString(condensation.imageRate()));
        map.put(SEED, Long.toString(condensation.seed()));
        map.put(START, start.text());
        map.put(GROUPS, Integer.toString(groups));
        if (classOrder != null) {
            map.put(CLASS_ORDER, Long.toString(classOrder));
        }
        if (whiten) {
            map.put(WHITEN, "true");
        }
        if (condensation.factor() > 1) {
            map.put(FACTOR, Integer.toString(condensation.factor()));
        }
        if (condensation.labels() != SyntheticLabels.HARD) {
            map.put(LABELS, condensation.labels().toString());
        }
        return map;
    }

    /** Returns the settings that a manifest remembers. */
    public static CondenseSettings of(Map<String, String> map) {
        CondensationMethod method = CondensationMethod.valueOf(text(map, METHOD).toUpperCase(Locale.ROOT));
        Condensation.Builder builder = Condensation.usual(
                        method, text(map, NET), whole(map, IMAGES_PER_CLASS), large(map, SEED))
                .but()
                .iterations(whole(map, ITERATIONS))
                .augmentation(Strategies.of(map))
                .imageRate(number(map, IMAGE_RATE))
                .labels(SyntheticLabels.valueOf(map.getOrDefault(LABELS, SyntheticLabels.HARD.toString())
                        .toUpperCase(Locale.ROOT)))
                .factor(map.containsKey(FACTOR) ? whole(map, FACTOR) : 1);
        if (method.matchesGradients()) {
            builder.loops(new Loops(whole(map, OUTER), whole(map, INNER)))
                    .distance(MatchingDistance.valueOf(text(map, DISTANCE).toUpperCase(Locale.ROOT)))
                    .networkRate(number(map, NETWORK_RATE));
        }
        if (method.matchesTrajectories()) {
            builder.trajectories(trajectories(map)).networkRate(number(map, NETWORK_RATE));
        } else {
            builder.realBatch(whole(map, REAL_BATCH));
        }
        Condensation condensation = builder.build();
        return new CondenseSettings(
                condensation,
                CondenseStart.parse(text(map, START)),
                whole(map, GROUPS),
                map.containsKey(CLASS_ORDER) ? large(map, CLASS_ORDER) : null,
                Boolean.parseBoolean(map.get(WHITEN)));
    }

    private static Trajectories trajectories(Map<String, String> map) {
        return new Trajectories(
                whole(map, STUDENT_STEPS),
                whole(map, EXPERT_EPOCHS),
                map.containsKey(MIN_START) ? whole(map, MIN_START) : 0,
                whole(map, MAX_START),
                Boolean.parseBoolean(map.get(EASY_FIRST)),
                whole(map, STUDENT_BATCH),
                number(map, RATE_RATE),
                number(map, LABEL_RATE),
                number(map, AVERAGE));
    }

    /** Builds settings; what is not set, or set to null, is as in the papers. */
    public static final class Builder {
        private final CondensationMethod method;
        private String network = DEFAULT_NETWORK;
        private int imagesPerClass = Integer.parseInt(DEFAULT_IMAGES_PER_CLASS);
        private @Nullable Integer iterations;
        private @Nullable Integer outer;
        private @Nullable Integer inner;
        private @Nullable MatchingDistance distance;
        private @Nullable String strategy;
        private @Nullable Boolean allParts;
        private int realBatch = Integer.parseInt(Condensation.DEFAULT_REAL_BATCH);
        private @Nullable Double imageRate;
        private double networkRate = Double.parseDouble(Condensation.DEFAULT_NETWORK_RATE);
        private @Nullable Integer studentSteps;
        private @Nullable Integer expertEpochs;
        private @Nullable Integer minStart;
        private @Nullable Integer maxStart;
        private boolean easyFirst;
        private @Nullable Integer studentBatch;
        private @Nullable Double rateRate;
        private @Nullable Double labelRate;
        private @Nullable Double average;
        private SyntheticLabels labels = SyntheticLabels.HARD;
        private int factor = Integer.parseInt(DEFAULT_FACTOR);
        private CondenseStart start = CondenseStart.DEFAULT;
        private int groups = Integer.parseInt(DEFAULT_GROUPS);
        private @Nullable Long classOrder;
        private boolean whiten;
        private long seed;

        private Builder(CondensationMethod method) {
            this.method = method;
        }

        /** Sets the network that looks. */
        public Builder network(String name) {
            network = name;
            return this;
        }

        /** Sets the images per class. */
        public Builder imagesPerClass(int count) {
            imagesPerClass = count;
            return this;
        }

        /** Sets how many networks look. */
        public Builder iterations(@Nullable Integer count) {
            iterations = count;
            return this;
        }

        /** Sets how often the images change with one network; of gradient matching. */
        public Builder outer(@Nullable Integer count) {
            outer = count;
            return this;
        }

        /** Sets the epochs that it is trained in between; of gradient matching. */
        public Builder inner(@Nullable Integer count) {
            inner = count;
            return this;
        }

        /** Sets how gradients are compared; of gradient matching. */
        public Builder distance(@Nullable MatchingDistance choice) {
            distance = choice;
            return this;
        }

        /**
         * Sets what varies real and synthetic images alike, as {@link SiameseAugmentation} has it, or {@code none}; not
         * of DC.
         */
        public Builder strategy(@Nullable String parts) {
            strategy = parts;
            return this;
        }

        /** Sets whether all of its parts are applied, and not one at a time; not of DC. */
        public Builder allParts(@Nullable Boolean all) {
            allParts = all;
            return this;
        }

        /** Sets the real images of a class that are compared with. */
        public Builder realBatch(int count) {
            realBatch = count;
            return this;
        }

        /** Sets the learning rate of the images. */
        public Builder imageRate(@Nullable Double rate) {
            imageRate = rate;
            return this;
        }

        /** Sets the learning rate of the networks. */
        public Builder networkRate(double rate) {
            networkRate = rate;
            return this;
        }

        /** Sets how many steps a student takes; of trajectory matching. */
        public Builder studentSteps(@Nullable Integer count) {
            studentSteps = count;
            return this;
        }

        /** Sets how many of the expert's epochs those steps should be worth; of trajectory matching. */
        public Builder expertEpochs(@Nullable Integer count) {
            expertEpochs = count;
            return this;
        }

        /** Sets before which of the expert's epochs students start; of trajectory matching. */
        public Builder maxStart(@Nullable Integer epoch) {
            maxStart = epoch;
            return this;
        }

        /** Sets after how many of the expert's epochs students start at the earliest; of trajectory matching. */
        public Builder minStart(@Nullable Integer epochs) {
            minStart = epochs;
            return this;
        }

        /** Sets whether students start early at first; of trajectory matching. */
        public Builder easyFirst(boolean first) {
            easyFirst = first;
            return this;
        }

        /** Sets the synthetic images of a student's step; all of them if not set; of trajectory matching. */
        public Builder studentBatch(@Nullable Integer count) {
            studentBatch = count;
            return this;
        }

        /** Sets the learning rate of the students' learning rate; of trajectory matching. */
        public Builder rateRate(@Nullable Double rate) {
            rateRate = rate;
            return this;
        }

        /** Sets the learning rate of labels that are learned; of trajectory matching. */
        public Builder labelRate(@Nullable Double rate) {
            labelRate = rate;
            return this;
        }

        /** Sets that each image holds factor x factor small ones; of DC, DSA and DM. */
        public Builder factor(int cells) {
            factor = cells;
            return this;
        }

        /** Sets what networks learn of the images; their class if not set. */
        public Builder labels(SyntheticLabels kind) {
            labels = kind;
            return this;
        }

        /** Sets how much of the running average of the images each iteration keeps; of trajectory matching. */
        public Builder average(@Nullable Double kept) {
            average = kept;
            return this;
        }

        /** Sets what the images are at first. */
        public Builder start(CondenseStart first) {
            start = first;
            return this;
        }

        /** Sets how many groups of classes are condensed one after another. */
        public Builder groups(int count) {
            groups = count;
            return this;
        }

        /** Sets the seed of the order in which classes come into the groups; that of their labels if not set. */
        public Builder classOrder(@Nullable Long orderSeed) {
            classOrder = orderSeed;
            return this;
        }

        /** Sets whether images are whitened first; of trajectory matching. */
        public Builder whiten(boolean zca) {
            whiten = zca;
            return this;
        }

        /** Sets the seed; 0 if not set. */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /**
         * Returns the settings.
         *
         * @throws IllegalArgumentException when they contradict each other, or a value is out of range
         */
        public CondenseSettings build() {
            if (!method.matchesGradients() && (outer != null || inner != null || distance != null)) {
                throw new IllegalArgumentException("`outer`, `inner` and `distance` are for dc and dsa, got " + method);
            }
            if (!method.augments() && (strategy != null || allParts != null)) {
                throw new IllegalArgumentException(
                        "`dsa-strategy` and `dsa-mode` are for dsa, dm, mtt and ftd, got dc");
            }
            if (labelRate != null && labels != SyntheticLabels.LEARNED) {
                throw new IllegalArgumentException(
                        "`lr-labels` is for `soft-labels learned`, got `soft-labels` " + labels);
            }
            boolean follows = Stream.of(studentSteps, expertEpochs, minStart, maxStart, studentBatch, rateRate, average)
                    .anyMatch(Objects::nonNull);
            if ((follows || easyFirst) && !method.matchesTrajectories()) {
                throw new IllegalArgumentException("`student-steps`, `expert-epochs`, `min-start`, `max-start`,"
                        + " `easy-first`, `syn-batch`, `lr-lr` and `ema` are for mtt and ftd, got " + method);
            }
            atLeastOne(IMAGES_PER_CLASS, imagesPerClass);
            atLeastOne(REAL_BATCH, realBatch);
            Condensation usual = Condensation.usual(method, network, imagesPerClass, seed);
            Loops loops = usual.loops();
            Condensation condensation = usual.but()
                    .iterations(iterations == null ? usual.iterations() : atLeastOne(ITERATIONS, iterations))
                    .loops(new Loops(
                            outer == null ? loops.outer() : atLeastOne(OUTER, outer),
                            inner == null ? loops.inner() : atLeastOne(INNER, inner)))
                    .distance(distance == null ? usual.distance() : distance)
                    .augmentation(augmentation())
                    .realBatch(realBatch)
                    .imageRate(imageRate == null ? usual.imageRate() : positive(IMAGE_RATE, imageRate))
                    .networkRate(positive(NETWORK_RATE, networkRate))
                    .trajectories(trajectories(usual.trajectories()))
                    .labels(labels)
                    .factor(atLeastOne(FACTOR, factor))
                    .build();
            return new CondenseSettings(condensation, start, groups, classOrder, whiten);
        }

        private Trajectories trajectories(Trajectories usual) {
            return new Trajectories(
                    studentSteps == null ? usual.studentSteps() : studentSteps,
                    expertEpochs == null ? usual.expertEpochs() : expertEpochs,
                    minStart == null ? usual.minStart() : minStart,
                    maxStart == null ? usual.maxStart() : maxStart,
                    easyFirst,
                    studentBatch == null ? usual.batch() : atLeastOne(STUDENT_BATCH, studentBatch),
                    rateRate == null ? usual.rateRate() : rateRate,
                    labelRate == null ? usual.labelRate() : labelRate,
                    average == null ? usual.average() : average);
        }

        private @Nullable SiameseAugmentation augmentation() {
            String parts = strategy == null ? SiameseAugmentation.USUAL : strategy;
            return method.augments() ? Strategies.parse(parts, Boolean.TRUE.equals(allParts)) : null;
        }

        private static int atLeastOne(String name, int value) {
            if (value < 1) {
                throw new IllegalArgumentException("`" + name + "` must be at least 1, got " + value);
            }
            return value;
        }

        private static double positive(String name, double value) {
            if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("`" + name + "` must be a positive number, got " + value);
            }
            return value;
        }
    }
}
