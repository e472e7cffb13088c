package dev.pith.selection;

import static dev.pith.run.Entries.text;
import static dev.pith.run.Entries.whole;

import dev.pith.PithException;
import dev.pith.feature.Features;
import dev.pith.feature.Similarity;
import dev.pith.linear.FeaturePool;
import dev.pith.linear.Pool;
import dev.pith.parallel.Threads;
import dev.pith.quantize.Binning;
import dev.pith.quantize.Classes;
import dev.pith.quantize.ExchangeBinning;
import dev.pith.quantize.RandomBinning;
import dev.pith.quantize.RecursiveBinning;
import dev.pith.quantize.RecursiveBinning.BinPicker;
import dev.pith.quantize.ShardedBinning;
import dev.pith.quantize.Shards;
import dev.pith.run.Choices;
import dev.pith.run.MemoryLimit;
import dev.pith.run.Progress;
import java.io.Serializable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/**
 * Everything that decides the bins of given features.
 *
 * @param bins at least 1
 * @param objective by what and how the recursive method picks; its similarity also serves the exchange
 * @param stratify whether every class is binned for itself
 * @param shards random parts of which every class, or everything as one, is binned for itself
 * @param seed used by methods that draw
 */
public record BinningSettings(
        int bins,
        BinningMethod method,
        RankingSettings objective,
        boolean stratify,
        Published compat,
        Shards shards,
        long seed)
        implements Serializable {
    /** Bins unless told otherwise. */
    public static final String DEFAULT_BINS = "10";

    /** The name of the method, wherever settings have names. */
    public static final String METHOD = "method";

    /** The name of the objective's method. */
    public static final String OBJECTIVE = "objective";

    /** The name of the seed. */
    public static final String SEED = "seed";

    /** How bins are made unless told otherwise. */
    public static final String DEFAULT_METHOD = "recursive";

    /** What recursive bins maximize unless told otherwise. */
    public static final String DEFAULT_OBJECTIVE = "graphcut";

    private static final String BINS = "bins";
    private static final String STRATIFY = "stratify";
    private static final String COMPAT = "compat";

    /**
     * Checks the number of bins, that the recursive method has an objective, and the exchange a similarity it can use.
     * Shards are for the recursive method, and nobody published any.
     */
    public BinningSettings {
        if (bins < 1) {
            throw new IllegalArgumentException("`bins` must be at least 1, got " + bins);
        }
        if (method == BinningMethod.EXCHANGE) {
            objective.similarity().linear("`method exchange`");
        }
        if (method == BinningMethod.RECURSIVE && !objective.method().makesBins()) {
            throw new IllegalArgumentException(
                    "`objective` must be graphcut, facility-location or log-determinant, got " + objective.method());
        }
        if (!shards.isNone() && (method != BinningMethod.RECURSIVE || compat != Published.NONE)) {
            throw new IllegalArgumentException("`shards` are for `method recursive`, without `compat`");
        }
    }

    /** Makes settings of classes that are binned whole. */
    public BinningSettings(
            int bins, BinningMethod method, RankingSettings objective, boolean stratify, Published compat, long seed) {
        this(bins, method, objective, stratify, compat, Shards.NONE, seed);
    }

    /** Insists on a sample for every bin. */
    public void requireFits(int n) {
        if (n == 0) {
            throw new PithException("there are no samples to put into bins");
        }
        if (bins > n) {
            throw new IllegalArgumentException("`bins` must be in [1, " + n + "], the number of samples, got " + bins);
        }
    }

    /** Returns one line for the user when the picks may not be the largest gains. */
    public Optional<String> warning() {
        return method == BinningMethod.RECURSIVE ? objective.warning() : Optional.empty();
    }

    /** Puts samples into bins; what cannot be used is in no class. */
    public Binning bin(Features features, Classes classes, Threads threads, MemoryLimit memory, Progress progress) {
        int[][] sizes = compat.sizes(classes.sizes(), bins);
        if (method == BinningMethod.RANDOM) {
            return RandomBinning.of(classes, sizes, seed);
        }
        PickingMemory.require("Binning", features, memory);
        if (method == BinningMethod.EXCHANGE) {
            Similarity distance = objective.similarity().linear("exchange");
            return ExchangeBinning.of(features, classes, sizes, distance, seed, progress);
        }
        int atOnce = RecursiveBinning.sideBySide(shards.sizes(classes.sizes()).length, threads.count());
        if (atOnce > 1 && !objective.isLinear()) { // of one, the objective says more
            memory.requireOnHeap(
                    "Ranking " + atOnce + " classes side by side",
                    objectiveBytes(classes.sizes(), threads.count()),
                    "use fewer `threads`");
        }
        long spareBytes = PickingMemory.spare(features, memory);
        BiFunction<int[], Threads, BinPicker> pickers =
                (ids, shared) -> picker(features, ids, ids, memory, spareBytes, shared);
        return shards.isNone()
                ? RecursiveBinning.of(classes, sizes, pickers, threads, progress)
                : new ShardedBinning(classes, shards, seed).bin(bins, pickers, threads, progress);
    }

    /**
     * Returns by how much gains inside shards are off, as {@link ShardedBinning#offBy} has it; empty where classes were
     * binned whole, or the gain is not GraphCut's.
     */
    public OptionalDouble offBy(Features features, Classes classes, Binning binning, Threads threads) {
        return shards.isNone() || !objective.isLinear()
                ? OptionalDouble.empty()
                : OptionalDouble.of(new ShardedBinning(classes, shards, seed)
                        .offBy(
                                features,
                                binning,
                                objective.similarity().linear("graphcut"),
                                objective.lambda(),
                                threads));
    }

    /**
     * Returns what picks the bins of one class by the recursive method.
     *
     * @param rows the class's rows of the features, ascending
     * @param ids what picks call each of these rows, ascending
     * @param memory what an objective of pairs may take
     * @param spareBytes see {@link dev.pith.linear.LinearGreedy}
     */
    public RecursiveBinning.BinPicker picker(
            Features features, int[] rows, int[] ids, MemoryLimit memory, long spareBytes, Threads threads) {
        return objective.isLinear()
                ? picker(
                        new FeaturePool(features, objective.similarity().linear("graphcut"), rows, ids, threads),
                        spareBytes,
                        threads)
                : new RankedBinPicker(objective, features, rows, ids, memory, threads);
    }

    /**
     * Returns what picks the bins of one class by the recursive method, wherever its rows lie.
     *
     * @param spareBytes see {@link dev.pith.linear.LinearGreedy}
     * @throws IllegalArgumentException when the gain is not linear in the rows, so that one machine must hold them
     */
    public RecursiveBinning.BinPicker picker(Pool pool, long spareBytes, Threads threads) {
        if (!objective.isLinear()) {
            throw new IllegalArgumentException(objective.method() + " needs the rows of a class on one machine");
        }
        return RecursiveBinning.graphCutPicker(
                pool, objective.similarity().linear("graphcut"), objective.lambda(), spareBytes, threads);
    }

    /**
     * Returns the bytes of Java heap that objectives of pairs take: those of the largest classes that are ranked
     * side by side.
     *
     * @param classSizes without stratification, one
     */
    public long objectiveBytes(int[] classSizes, int threadCount) {
        int[] parts = shards.sizes(classSizes);
        int[][] sizes = compat.sizes(parts, bins);
        return method != BinningMethod.RECURSIVE
                ? 0
                : IntStream.range(0, parts.length)
                        .mapToLong(c -> -objective.bytes(
                                parts[c], Arrays.stream(sizes[c]).max().orElseThrow()))
                        .sorted()
                        .limit(RecursiveBinning.sideBySide(parts.length, threadCount))
                        .map(negative -> -negative)
                        .sum();
    }

    /**
     * Returns ten bins by GraphCut, exactly: on cosines, for texts on inner products.
     *
     * @param stratify whether every class is binned for itself
     * @param texts whether the samples are texts
     */
    public static BinningSettings usual(boolean stratify, boolean texts, long seed) {
        return new BinningSettings(
                Integer.parseInt(DEFAULT_BINS),
                Choices.of(BinningMethod.class, DEFAULT_METHOD),
                objective(Choices.of(RankingMethod.class, DEFAULT_OBJECTIVE), texts, seed),
                stratify,
                Choices.of(Published.class, Published.DEFAULT),
                seed);
    }

    /** Returns what is usual for an objective: cosines, but for GraphCut on texts inner products, as published. */
    public static RankingSettings objective(RankingMethod method, boolean texts, long seed) {
        RankingSettings usual = RankingSettings.of(method, seed);
        return texts && method == RankingMethod.GRAPHCUT ? usual.similarity(SimilarityKind.DOT) : usual;
    }

    /**
     * Returns the settings that a manifest remembers.
     *
     * @throws PithException when it does not say one of them
     */
    public static BinningSettings of(Map<String, String> map) {
        BinningMethod method = Choices.of(BinningMethod.class, text(map, METHOD));
        RankingMethod objective = method == BinningMethod.RECURSIVE
                ? Choices.of(RankingMethod.class, text(map, OBJECTIVE))
                : RankingMethod.GRAPHCUT;
        return new BinningSettings(
                whole(map, BINS),
                method,
                RankingSettings.of(objective, map),
                Boolean.parseBoolean(text(map, STRATIFY)),
                Choices.of(Published.class, text(map, COMPAT)),
                Shards.parse(map.getOrDefault(Shards.NAME, Shards.DEFAULT)),
                Long.parseLong(map.getOrDefault(SEED, "0")));
    }

    /** Returns what the manifest remembers. */
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put(BINS, Integer.toString(bins));
        map.put(METHOD, method.toString());
        switch (method) {
            case RECURSIVE -> {
                map.put(OBJECTIVE, objective.method().toString());
                map.putAll(objective.toMap());
            }
            case EXCHANGE -> {
                map.put(RankingSettings.SIMILARITY, objective.similarity().toString());
                map.put(SEED, Long.toString(seed));
            }
            case RANDOM -> map.put(SEED, Long.toString(seed));
        }
        map.put(STRATIFY, Boolean.toString(stratify));
        map.put(COMPAT, compat.toString());
        if (!shards.isNone()) {
            map.put(Shards.NAME, shards.toString());
            map.put(SEED, Long.toString(seed));
        }
        return map;
    }
}
