package dev.pith.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pith.PithException;
import dev.pith.Ranking;
import dev.pith.parallel.Threads;
import dev.pith.score.Score;
import dev.pith.score.ScoreTable;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CutTest {
    /** Ranks every id that a rule is shown. */
    private static final Rule ALL = task -> new Ranking(task.ids(), new double[task.ids().length]);

    private static int[] kept(Cut cut, int budget, double... aum) {
        int[] ids = new int[aum.length];
        Arrays.setAll(ids, k -> k);
        Evidence evidence = Evidence.of(null).withScores(new ScoreTable(Map.of(Score.AUM, aum)));
        try (Threads threads = new Threads(1)) {
            return cut.before(ALL)
                    .rank(Made.task(evidence, ids, budget, threads))
                    .ids();
        }
    }

    @Test
    void theLowestMarginsGoAndOfEqualOnesTheHighestIds() {
        assertThat(kept(new Cut(0.4), 1, 5, -1, 3, -1, -1)).containsExactly(0, 1, 2);
        assertThat(kept(new Cut(0.2), 1, 5, -1, 3, -1, -1)).containsExactly(0, 1, 2, 3);
        assertThat(kept(new Cut(0.19), 1, 5, -1, 3, -1, -1)).hasSize(5);
    }

    @Test
    void neverTakesWhatTheBudgetNeeds() {
        assertThat(kept(new Cut(0.8), 4, 5, -1, 3, -1, -1)).containsExactly(0, 1, 2, 3);
        assertThat(kept(new Cut(0.8), 5, 5, -1, 3, -1, -1)).hasSize(5);
    }

    @Test
    void nothingCutNeedsNoScore() {
        try (Threads threads = new Threads(1)) {
            RankingTask task = Made.task(Evidence.of(null), new int[] {0, 1}, 1, threads);
            assertThat(Cut.NONE.before(ALL).rank(task).ids()).hasSize(2);
            assertThatThrownBy(() -> new Cut(0.5).before(ALL).rank(task))
                    .isInstanceOf(PithException.class)
                    .hasMessage("the score aum is not known: make it with pith scores SOURCE");
        }
    }

    @ParameterizedTest
    @CsvSource({"0.01,0.3", "0.05,0.3", "0.075,0.25", "0.1,0.2", "0.2,0.15", "0.3,0.1", "0.4,0.05", "0.5,0", "1,0"})
    void theUsualShareFollowsWhatIsKept(double kept, double cut) {
        assertThat(Cut.usual(kept)).isCloseTo(cut, within(1e-15));
    }

    @Test
    void byShareCountsTheWholeClass() {
        double[] aum = new double[100];
        Arrays.setAll(aum, k -> k);
        assertThat(kept(Cut.BY_SHARE, 10, aum)).hasSize(80).startsWith(20);
        assertThat(kept(Cut.BY_SHARE, 50, aum)).hasSize(100);
    }

    @Test
    void wordsComeBack() {
        assertThat(Cut.parse("auto")).isEqualTo(Cut.BY_SHARE).hasToString("auto");
        assertThat(Cut.parse("0.25")).isEqualTo(new Cut(0.25)).hasToString("0.25");
        for (String wrong : new String[] {"1", "-0.1", "half", "NaN2", "Infinity"}) {
            assertThatThrownBy(() -> Cut.parse(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("`cut` must be in [0, 1) or auto, got ");
        }
    }
}
