package dev.pith.rule;

import dev.pith.Ranking;
import dev.pith.feature.Features;
import dev.pith.score.Score;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Best window (BWS; Choi et al., ICML 2024, arXiv 2406.03057): the samples of each class in the order of difficulty,
 * forgetting events or the user's score, the easiest first; of all windows of the size wanted the one for which a ridge
 * regression on its embeddings names the most samples of the whole training set rightly. Eleven windows are tried, from
 * the easiest to the hardest samples at equal distances, the same in every class; of equally good ones the easiest is
 * taken. The regression is {@link Ridge}.
 *
 * <p>A gain is the difficulty.
 */
public record BestWindow() implements Rule {
    private static final int STEPS = 10;

    @Override
    public Ranking rank(RankingTask task) {
        return over(List.of(task)).rank(task);
    }

    @Override
    public Rule over(List<RankingTask> tasks) {
        Features embeddings = tasks.get(0).evidence().embeddings();
        int best = 0;
        int bestRight = -1;
        for (int step = 0; step <= STEPS; step++) {
            Window window = new Window(step);
            int[][] ids = tasks.stream().map(task -> window.rank(task).ids()).toArray(int[][]::new);
            RankingTask first = tasks.get(0);
            Ridge ridge = Ridge.fit(embeddings, ids, first.memory(), first.threads());
            int right = right(ridge, tasks);
            if (right > bestRight) {
                best = step;
                bestRight = right;
            }
        }
        return new Window(best);
    }

    private static int right(Ridge ridge, List<RankingTask> tasks) {
        AtomicIntegerArray right = new AtomicIntegerArray(tasks.size());
        tasks.get(0)
                .threads()
                .forEach(
                        tasks.size(),
                        c -> right.set(c, (int) Arrays.stream(tasks.get(c).all())
                                .filter(id -> ridge.classOf(id) == c)
                                .count()));
        int sum = 0;
        for (int c = 0; c < right.length(); c++) {
            sum += right.get(c);
        }
        return sum;
    }

    /** The window that begins after this many tenths of what it leaves out. */
    record Window(int step) implements Rule {
        @Override
        public Ranking rank(RankingTask task) {
            double[] difficulty = task.evidence().difficulty(Score.FORGETTING, task.ids());
            int[] order = Order.ascending(difficulty);
            int from = (int) ((long) step * (order.length - task.budget()) / STEPS);
            int[] window = Arrays.copyOfRange(order, from, from + task.budget());
            return new Ranking(
                    Arrays.stream(window).map(k -> task.ids()[k]).toArray(),
                    Arrays.stream(window).mapToDouble(k -> difficulty[k]).toArray());
        }
    }
}
