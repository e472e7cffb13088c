package dev.pith.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import dev.pith.Ranking;
import dev.pith.parallel.Threads;
import dev.pith.score.Score;
import dev.pith.score.ScoreTable;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScoreRankingTest {
    private static final int[] IDS = {0, 2, 3, 5};

    private static Evidence scored(double... values) {
        return Evidence.of(null).withScores(new ScoreTable(Map.of(Score.EL2N, values)));
    }

    private static Ranking rank(Rule rule, Evidence evidence, int budget) {
        try (Threads threads = new Threads(1)) {
            RankingTask task = Made.task(evidence, IDS, budget, threads);
            return rule.over(List.of(task)).rank(task);
        }
    }

    @Test
    void theLargestComesFirstAndOfEqualOnesTheLowestId() {
        Ranking ranking = rank(ScoreRanking.hardest(Score.EL2N), scored(1, 9, 2, 1, 9, 2), 4);
        assertThat(ranking.ids()).containsExactly(2, 5, 0, 3);
        assertThat(ranking.gains()).containsExactly(2, 2, 1, 1);
        assertThat(ranking.weights()).isNull();
    }

    @Test
    void easyOnesFirst() {
        Ranking ranking = rank(ScoreRanking.easiest(), scored(1, 9, 2, 1, 9, 0), 3);
        assertThat(ranking.ids()).containsExactly(5, 0, 3);
        assertThat(ranking.gains()).containsExactly(0, 1, 1);
    }

    @Test
    void aScoreOfTheUsersReplacesDifficultyAndNotANamedScore() {
        Evidence both = scored(1, 9, 2, 1, 9, 0).withOwn(new double[] {4, 0, 3, 2, 0, 1});
        assertThat(rank(ScoreRanking.easiest(), both, 4).ids()).containsExactly(5, 3, 2, 0);
        assertThat(rank(ScoreRanking.own(), both, 4).ids()).containsExactly(0, 2, 3, 5);
        assertThat(rank(ScoreRanking.hardest(Score.EL2N), both, 1).ids()).containsExactly(2);
    }

    @Test
    void refusesWhatIsNoNumberByNameAndId() {
        assertThatThrownBy(() -> rank(ScoreRanking.hardest(Score.EL2N), scored(1, 9, 2, Double.NaN, 9, 2), 1))
                .isInstanceOf(PithException.class)
                .hasMessage("the score el2n of sample 3 is NaN: give it a number, or leave the sample out");
        assertThatThrownBy(() -> rank(ScoreRanking.own(), scored(1).withOwn(new double[] {1, 2, 3}), 1))
                .isInstanceOf(PithException.class)
                .hasMessage("your score has 3 values, fewer than there are samples: give one per sample");
        assertThatThrownBy(() -> rank(ScoreRanking.own(), scored(1), 1))
                .hasMessage("there is no score of your own: give one with `score`");
        // What is not asked for may be anything.
        assertThat(rank(ScoreRanking.hardest(Score.EL2N), scored(1, Double.NaN, 2, 1, 9, 2), 1)
                        .ids())
                .containsExactly(2);
    }

    @Test
    void refusesAScoreThatRanksNothing() {
        assertThatThrownBy(() -> rank(ScoreRanking.hardest(Score.EL2N), scored(3, 9, 3, 3, 9, 3), 1))
                .isInstanceOf(PithException.class)
                .hasMessage("the score el2n is 3.0 for every sample and ranks nothing: take another one, or `method`"
                        + " random");
    }
}
