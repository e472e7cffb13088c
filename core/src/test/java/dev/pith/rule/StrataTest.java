package dev.pith.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.Ranking;
import dev.pith.parallel.Threads;
import dev.pith.random.Priority;
import dev.pith.score.Score;
import dev.pith.score.ScoreTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrataTest {
    @Test
    void stripsThatHaveFewGiveAllAndTheOthersShareTheRest() {
        assertThat(Strata.seats(new int[] {3, 0, 100, 20}, 60)).containsExactly(3, 0, 37, 20);
        assertThat(Strata.seats(new int[] {3, 0, 100, 50}, 60)).containsExactly(3, 0, 29, 28);
        assertThat(Strata.seats(new int[] {2, 2, 2}, 6)).containsExactly(2, 2, 2);
        assertThat(Strata.seats(new int[] {5, 5, 5}, 2)).containsExactly(0, 1, 1);
        assertThat(Strata.seats(new int[] {5, 5, 5}, 0)).containsExactly(0, 0, 0);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void followsTheDefinition(long seed) {
        int n = 400;
        int budget = (int) (7 * seed);
        try (Threads threads = new Threads(1)) {
            Evidence evidence = Made.of(seed, n, threads);
            int[] ids = Made.firstClass(n);
            Ranking ranking = new Strata(seed).rank(Made.task(evidence, ids, budget, threads));
            assertThat(ranking.ids())
                    .containsExactlyInAnyOrder(byDefinition(Made.score(evidence, Score.AUM), ids, budget, seed));
            assertThat(ranking.ids()).as("random order").containsExactly(Priority.shuffled(ranking.ids(), seed));
            assertThat(ranking.gains()).containsOnly(0);
        }
    }

    private static int[] byDefinition(double[] aum, int[] ids, int budget, long seed) {
        double least = IntStream.of(ids).mapToDouble(id -> aum[id]).min().orElseThrow();
        double most = IntStream.of(ids).mapToDouble(id -> aum[id]).max().orElseThrow();
        List<List<Integer>> strips = new ArrayList<>();
        for (int s = 0; s < 50; s++) {
            strips.add(new ArrayList<>());
        }
        for (int id : Priority.shuffled(ids, seed)) {
            strips.get(Math.min(49, (int) ((aum[id] - least) / ((most - least) / 50))))
                    .add(id);
        }
        strips.sort((a, b) -> Integer.compare(a.size(), b.size())); // stable
        List<Integer> picked = new ArrayList<>();
        for (int s = 0; s < 50; s++) {
            int share = (budget - picked.size()) / (50 - s);
            picked.addAll(strips.get(s).subList(0, Math.min(share, strips.get(s).size())));
        }
        return picked.stream().mapToInt(id -> id).toArray();
    }

    @Test
    void equalScoresAreOneStrip() {
        double[] aum = new double[9];
        Arrays.fill(aum, 2);
        Evidence evidence = Evidence.of(null).withScores(new ScoreTable(Map.of(Score.AUM, aum)));
        try (Threads threads = new Threads(1)) {
            int[] ids = IntStream.range(0, 9).toArray();
            assertThat(new Strata(3).rank(Made.task(evidence, ids, 4, threads)).ids())
                    .containsExactly(Arrays.copyOf(Priority.shuffled(ids, 3), 4));
        }
    }
}
