package dev.pith.rule;

import dev.pith.PithException;
import dev.pith.Ranking;
import dev.pith.score.Score;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Samples in the order of one score. A gain is the score. A smaller budget gives a prefix.
 *
 * @param score the score; null for the user's own
 * @param largestFirst whether hard samples, those of large scores, come first
 * @param replaceable whether a score of the user's takes this one's place where there is one
 */
public record ScoreRanking(@Nullable Score score, boolean largestFirst, boolean replaceable) implements Rule {
    /** Returns the ranking with the largest of a score first. */
    public static ScoreRanking hardest(Score score) {
        return new ScoreRanking(score, true, false);
    }

    /** Returns the ranking by the user's own score, the largest first. */
    public static ScoreRanking own() {
        return new ScoreRanking(null, true, false);
    }

    /**
     * Returns easy ones first: the smallest EL2N (2502.06434, for few samples a class), or the smallest of the user's
     * own score.
     */
    public static ScoreRanking easiest() {
        return new ScoreRanking(Score.EL2N, false, true);
    }

    @Override
    public Ranking rank(RankingTask task) {
        double[] keys = values(task);
        if (largestFirst) {
            Arrays.setAll(keys, k -> -keys[k]);
        }
        return task.smallest(keys, key -> largestFirst ? 0 - key : key);
    }

    private double[] values(RankingTask task) {
        if (score == null) {
            return task.evidence().ownValues(task.ids());
        }
        return replaceable
                ? task.evidence().difficulty(score, task.ids())
                : task.evidence().values(score, task.ids());
    }

    /** Returns this; refuses a score that is the same for all samples of all classes, which ranks nothing. */
    @Override
    public Rule over(List<RankingTask> tasks) {
        double[] all = tasks.stream()
                .flatMapToDouble(task -> Arrays.stream(values(task)))
                .toArray();
        if (all.length > 1 && Arrays.stream(all).allMatch(value -> value == all[0])) {
            throw new PithException((score == null ? "your score" : "the score " + score) + " is " + all[0]
                    + " for every sample and ranks nothing: take another one, or `method` random");
        }
        return this;
    }
}
