package dev.pith.spark;

import dev.pith.run.Choices;
import dev.pith.selection.BinningMethod;
import dev.pith.selection.BinningSettings;
import dev.pith.selection.Published;
import dev.pith.selection.RankingMethod;
import dev.pith.selection.RankingSettings;
import dev.pith.selection.SimilarityKind;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.Params;

/** The parameters that the quantizer and its model share. */
public interface QuantizerParams extends Params {
    /** Where the parameters are kept. */
    ParamSet set();

    /** Returns the parameter: column of features, {@code array<float>}, {@code array<double>} or {@code Vector}. */
    default Param<String> featuresCol() {
        return set().featuresCol;
    }

    /** Returns the parameter: column of embeddings, when features are gradients of a last layer in two factors. */
    default Param<String> embeddingsCol() {
        return set().embeddingsCol;
    }

    /** Returns the parameter: column of classes, each binned for itself; not set: all rows together. */
    default Param<String> labelCol() {
        return set().labelCol;
    }

    /** Returns the parameter: column of ids, whole numbers that differ; their order is that of the samples. */
    default Param<String> idCol() {
        return set().idCol;
    }

    /** Returns the parameter: number of bins. */
    default IntParam numBins() {
        return set().numBins;
    }

    /** Returns the parameter: how many samples to keep. */
    default Param<String> keep() {
        return set().keep;
    }

    /** Returns the parameter: a similarity of core's {@link SimilarityKind}. */
    default Param<String> similarity() {
        return set().similarity;
    }

    /** Returns the parameter: recursive or random. */
    default Param<String> method() {
        return set().method;
    }

    /** Returns the parameter: what recursive bins maximize. */
    default Param<String> objective() {
        return set().objective;
    }

    /** Returns the parameter: GraphCut's weight of the pool against the picks. */
    default DoubleParam lambda() {
        return set().lambda;
    }

    /** Returns the parameter: the seed of what is random. */
    default LongParam seed() {
        return set().seed;
    }

    /** Returns the parameter: classes of at most so many bytes of features are binned inside one task. */
    default LongParam maxTaskBytes() {
        return set().maxTaskBytes;
    }

    /** Returns the parameter: directory that keeps finished bins. */
    default Param<String> checkpointDir() {
        return set().checkpointDir;
    }

    /** Returns the value of a parameter, or null where it has none. */
    @SuppressWarnings("TypeParameterUnusedInFormals") // Scala's numbers are erased to Object
    default <T> @org.jspecify.annotations.Nullable T value(Param<?> param) {
        @SuppressWarnings("unchecked") // a parameter holds what its class says
        T value = isSet(param) || hasDefault(param) ? (T) getOrDefault(param) : null;
        return value;
    }

    /**
     * Returns what decides the bins.
     *
     * @throws IllegalArgumentException when values do not go together, or are for one machine only
     */
    default BinningSettings settings() {
        RankingSettings objective = RankingSettings.builder(Choices.of(RankingMethod.class, getOrDefault(objective())))
                .similarity(Choices.of(SimilarityKind.class, getOrDefault(similarity())))
                .lambda((Double) getOrDefault(lambda()))
                .seed((Long) getOrDefault(seed()))
                .build();
        BinningMethod method = Choices.of(BinningMethod.class, getOrDefault(method()));
        if (method == BinningMethod.EXCHANGE) {
            throw new IllegalArgumentException(
                    "method exchange moves samples between bins that one machine holds; a cluster bins by method recursive"
                            + " or random");
        }
        return new BinningSettings(
                (Integer) getOrDefault(numBins()),
                method,
                objective,
                value(labelCol()) != null,
                Published.NONE,
                objective.seed());
    }

    /** The parameters themselves; core's settings give names, words and defaults. */
    final class ParamSet {
        private static final BinningSettings USUAL = BinningSettings.usual(true, false, 0);

        static final String FEATURES = "column of features: array<float>, array<double> (rounded to float) or Vector";
        static final String IDS = "column of ids: whole numbers, each once; their order is that of the samples.";

        private final Param<String> featuresCol;
        private final Param<String> embeddingsCol;
        private final Param<String> labelCol;
        private final Param<String> idCol;
        private final IntParam numBins;
        private final Param<String> keep;
        private final Param<String> similarity;
        private final Param<String> method;
        private final Param<String> objective;
        private final DoubleParam lambda;
        private final LongParam seed;
        private final LongParam maxTaskBytes;
        private final Param<String> checkpointDir;

        ParamSet(String uid) {
            featuresCol = new Param<>(uid, "featuresCol", FEATURES);
            embeddingsCol = new Param<>(
                    uid,
                    "embeddingsCol",
                    "column of embeddings, the input of the last layer, when featuresCol holds the gradients of its"
                            + " output: features are then the gradients of the last layer, in these two factors");
            labelCol = new Param<>(
                    uid, "labelCol", "column of classes, each binned for itself; not set: all rows together");
            idCol = new Param<>(
                    uid, "idCol", IDS + " Not set: a hash of features and class, whatever the order of the rows");
            numBins = new IntParam(uid, "numBins", "number of bins", ParamValidators.gtEq(1));
            keep = new Param<>(
                    uid, "keep", "how many samples to keep: a ratio (0.125), a percentage (12.5%) or a count (750)");
            similarity =
                    choice(uid, RankingSettings.SIMILARITY, "similarity of rows", SimilarityKind.class, kind -> true);
            method = choice(
                    uid,
                    BinningSettings.METHOD,
                    "how bins are made (recursive: Dataset Quantization; a cluster does not exchange)",
                    BinningMethod.class,
                    kind -> true);
            objective = choice(
                    uid,
                    BinningSettings.OBJECTIVE,
                    "what recursive bins maximize; all but graphcut inside tasks only",
                    RankingMethod.class,
                    RankingMethod::makesBins);
            lambda = new DoubleParam(
                    uid,
                    RankingSettings.LAMBDA,
                    "weight of the pool against the picks in graphcut",
                    ParamValidators.gt(0));
            seed = new LongParam(uid, BinningSettings.SEED, "seed of the draw from the bins, and of random bins");
            maxTaskBytes = new LongParam(
                    uid,
                    "maxTaskBytes",
                    "classes of at most so many bytes of features, and of what their objective holds of pairs, are binned"
                            + " inside one task, larger ones by the cluster together",
                    ParamValidators.gtEq(0));
            checkpointDir = new Param<>(
                    uid,
                    "checkpointDir",
                    "directory that keeps finished bins, so that a restarted driver goes on from them");
        }

        static <E extends Enum<E>> Param<String> choice(
                String uid, String name, String what, Class<E> type, Predicate<E> usable) {
            List<String> words = Arrays.stream(type.getEnumConstants())
                    .filter(usable)
                    .map(E::toString)
                    .toList();
            return new Param<>(uid, name, what + ": " + String.join(", ", words), ParamValidators.inArray(words));
        }

        void setDefaults(Params owner) {
            owner.setDefault(featuresCol, "features");
            owner.setDefault(numBins, USUAL.bins());
            owner.setDefault(keep, "0.1");
            owner.setDefault(similarity, USUAL.objective().similarity().toString());
            owner.setDefault(method, USUAL.method().toString());
            owner.setDefault(objective, USUAL.objective().method().toString());
            owner.setDefault(lambda, USUAL.objective().lambda());
            owner.setDefault(seed, USUAL.seed());
            owner.setDefault(maxTaskBytes, 256L << 20);
        }
    }
}
