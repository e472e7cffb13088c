package dev.pith.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScoreTableTest {
    @Test
    void idsInOrderLeaveOutWhatHasNoScore() {
        ScoreTable table = new ScoreTable(Map.of(Score.AUM, new double[] {2, Double.NaN, -1, 2, 0}));
        assertThat(table.ascending(Score.AUM)).containsExactly(2, 4, 0, 3);
        assertThatThrownBy(() -> table.of(Score.CAD)).hasMessage("the score cad is not known; known are [aum]");
    }

    @Test
    void theMeanIsOfEverySampleAndScore() {
        ScoreTable one =
                new ScoreTable(Map.of(Score.AUM, new double[] {1, Double.NaN}, Score.CAD, new double[] {0, 0}));
        ScoreTable two =
                new ScoreTable(Map.of(Score.AUM, new double[] {4, Double.NaN}, Score.CAD, new double[] {1, 0}));
        ScoreTable mean = ScoreTable.mean(List.of(one, two));
        assertThat(mean.of(Score.AUM)).containsExactly(2.5, Double.NaN);
        assertThat(mean.of(Score.CAD)).containsExactly(0.5, 0);
    }
}
