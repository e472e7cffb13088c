package dev.pith.pipeline.evaluate;

import dev.pith.pipeline.feature.RecordScores;
import dev.pith.pipeline.selection.MethodName;
import dev.pith.selection.BinningMethod;
import dev.pith.selection.RankingMethod;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A way to select that an evaluation can go through: draws from bins, a ranking, or {@value #AUTO_NAME}, the ranking
 * that held-out samples speak for.
 *
 * @param bins how bins are made, or null for a way without bins
 * @param ranking null for {@value #AUTO_NAME}; of bins, the one that a single bin holds
 * @param score of records of text that the ranking goes by, {@link RecordScores}; null for none
 */
public record EvaluatedMethod(@Nullable BinningMethod bins, @Nullable RankingMethod ranking, @Nullable String score) {
    /** The name of the way that is chosen by held-out samples. */
    private static final String AUTO_NAME = "auto";

    /** Draws from the bins of Dataset Quantization. */
    public static final EvaluatedMethod DQ = new EvaluatedMethod(BinningMethod.RECURSIVE, RankingMethod.GRAPHCUT, null);

    /** Draws from bins that are made by exchange. */
    public static final EvaluatedMethod EXCHANGE =
            new EvaluatedMethod(BinningMethod.EXCHANGE, RankingMethod.GRAPHCUT, null);

    /** Random samples. */
    public static final EvaluatedMethod RANDOM = of(RankingMethod.RANDOM);

    /** What held-out samples speak for. */
    public static final EvaluatedMethod AUTO = new EvaluatedMethod(null, null, null);

    /** The records with the longest answers. */
    public static final EvaluatedMethod LONGEST = new EvaluatedMethod(null, RankingMethod.SCORE, RecordScores.LENGTH);

    /** The records whose questions say least of their answers. */
    public static final EvaluatedMethod DIFFICULTY =
            new EvaluatedMethod(null, RankingMethod.SCORE, RecordScores.DIFFICULTY);

    /** Coverage mixed with the length of answers. */
    public static final EvaluatedMethod LENGTH_COVERAGE =
            new EvaluatedMethod(null, RankingMethod.QUALITY_COVERAGE, RecordScores.LENGTH);

    /** Refuses what goes by a score or queries of the user's, for which an evaluation has no place. */
    public EvaluatedMethod {
        boolean own = ranking != null
                && (ranking.needs(false).own() || ranking.needs(false).queries());
        if (own && score == null) {
            throw new IllegalArgumentException(
                    "selections by a score or queries of one's own are compared as runs, got " + ranking);
        }
    }

    /** Returns a ranking. */
    public static EvaluatedMethod of(RankingMethod ranking) {
        return new EvaluatedMethod(null, ranking, null);
    }

    /**
     * Reads a name, in any case.
     *
     * @throws IllegalArgumentException when there is no such method
     */
    public static EvaluatedMethod parse(String name) {
        String word = name.toLowerCase(Locale.ROOT);
        return all().filter(method -> method.toString().equals(word))
                .findFirst()
                .orElseThrow(() -> MethodName.unknown(name, names()));
    }

    /** Returns all names. */
    public static List<String> names() {
        return all().map(EvaluatedMethod::toString).toList();
    }

    private static Stream<EvaluatedMethod> all() {
        Stream<EvaluatedMethod> rankings = Arrays.stream(RankingMethod.values())
                .filter(ranking ->
                        !ranking.needs(false).own() && !ranking.needs(false).queries())
                .map(EvaluatedMethod::of);
        Stream<EvaluatedMethod> ofRecords = Stream.of(LONGEST, DIFFICULTY, LENGTH_COVERAGE);
        return Stream.of(Stream.of(AUTO, DQ, EXCHANGE), rankings, ofRecords).flatMap(Function.identity());
    }

    /** Returns whether it is for records of text alone. */
    public boolean isOfRecords() {
        return score != null;
    }

    /** Returns whether it is {@link #AUTO}, or goes by features and by nothing that only images have. */
    public boolean isForRecords() {
        if (ranking == null) {
            return true; // it tries what is for records
        }
        return !needsScores()
                && !needsGradients()
                && !ranking.needs(score != null).labels();
    }

    /** Returns whether the scores of a training are looked at. */
    boolean needsScores() {
        return ranking == null || !ranking.needs(false).scores().isEmpty();
    }

    /** Returns whether the gradients of a last layer are looked at. */
    boolean needsGradients() {
        return ranking != null && ranking.needs(false).gradients();
    }

    /**
     * Returns whether a network has a say.
     *
     * @param features whether those are of a network
     */
    boolean needsNetwork(boolean features) {
        return needsScores()
                || needsGradients()
                || (features && ranking != null && ranking.needs(false).features());
    }

    /** Returns the word on the command line. */
    @Override
    public String toString() {
        if (bins != null) {
            return bins == BinningMethod.RECURSIVE ? "dq" : bins.toString();
        }
        if (ranking == RankingMethod.SCORE) {
            return RecordScores.LENGTH.equals(score) ? "longest" : String.valueOf(score);
        }
        return ranking == null ? AUTO_NAME : ranking.toString();
    }
}
