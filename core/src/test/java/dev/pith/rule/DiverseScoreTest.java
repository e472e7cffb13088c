package dev.pith.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.Ranking;
import dev.pith.feature.Apart;
import dev.pith.parallel.Threads;
import dev.pith.run.Progress;
import dev.pith.score.Score;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiverseScoreTest {
    private static final int N = 700; // several blocks

    private static List<Integer> naive(Evidence evidence, List<Integer> ids, int[] given, double limit, int budget) {
        double[] own = evidence.ownValues(IntStream.range(0, N).toArray());
        List<Integer> kept = new ArrayList<>();
        List<Integer> near = new ArrayList<>();
        List<Integer> order = new ArrayList<>(ids);
        order.sort(Comparator.comparingDouble((Integer id) -> -own[id]).thenComparing(id -> id));
        for (int id : order) {
            boolean isNear = IntStream.concat(IntStream.of(given), kept.stream().mapToInt(Integer::intValue))
                    .anyMatch(other -> Apart.cosine(evidence.rows(), id, other) >= limit);
            (isNear ? near : kept).add(id);
        }
        kept.addAll(near);
        return kept.subList(0, budget);
    }

    @ParameterizedTest
    @CsvSource({"1,0.9", "2,0.5", "3,0.2", "4,1"})
    void picksAsTheNaiveLoop(long seed, double limit) {
        try (Threads threads = new Threads(2)) {
            Evidence made = Made.of(seed, N, threads);
            Evidence evidence = made.withOwn(Made.score(made, Score.EL2N));
            int[] given = {5, 40, 333};
            int[] ids = IntStream.range(0, N)
                    .filter(id -> id != 5 && id != 40 && id != 333)
                    .toArray();
            List<Integer> all = IntStream.of(ids).boxed().toList();
            for (int budget : new int[] {0, 1, 20, 400, ids.length}) {
                RankingTask task =
                        new RankingTask(evidence, ids, given, N, budget, threads, Made.MEMORY, Progress.NONE);
                Ranking ranking = new DiverseScore(limit).rank(task);
                assertThat(IntStream.of(ranking.ids()).boxed().toList())
                        .isEqualTo(naive(evidence, all, given, limit, budget));
                assertThat(ranking.gains()).isEqualTo(evidence.ownValues(ranking.ids()));
            }
        }
    }
}
