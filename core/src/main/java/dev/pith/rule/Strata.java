package dev.pith.rule;

import dev.pith.Ranking;
import dev.pith.random.Priority;
import dev.pith.score.Score;
import java.util.Arrays;

/**
 * Coverage-centric selection (CCS; Zheng et al., ICLR 2023, arXiv 2210.15809), class by class: the range of the areas
 * under the margin ({@link Score#AUM}) is cut into 50 strips of equal width, and every strip is to give as many
 * samples. From the strip with the fewest samples on (of equal ones: the hardest), each gives
 * {@code min(size, floor(left / strips left))}, at random. Leaving out the hardest before is the other half of the
 * method, see {@link Cut}.
 *
 * <p>The picks are in random order, so that a prefix is a random part of them; every gain is 0.
 *
 * @param seed of the draw
 */
public record Strata(long seed) implements Rule {
    private static final int STRIPS = 50;

    @Override
    public Ranking rank(RankingTask task) {
        int[] ids = task.ids();
        double[] scores = task.evidence().values(Score.AUM, ids);
        double least = Arrays.stream(scores).min().orElse(0);
        double width = (Arrays.stream(scores).max().orElse(0) - least) / STRIPS;
        int[] strip = new int[ids.length];
        int[] sizes = new int[STRIPS];
        for (int k = 0; k < ids.length; k++) {
            strip[k] = width > 0 ? Math.min(STRIPS - 1, (int) ((scores[k] - least) / width)) : 0;
            sizes[strip[k]]++;
        }
        int[] open = seats(sizes, task.budget());
        int[] picked = new int[task.budget()];
        int count = 0;
        for (int id : Priority.shuffled(ids, seed)) {
            int own = strip[Arrays.binarySearch(ids, id)];
            if (open[own] > 0) {
                open[own]--;
                picked[count++] = id;
            }
        }
        return new Ranking(picked, new double[picked.length]);
    }

    /** Returns how many each strip gives. The last one can give what is then left: it has more than all others have. */
    static int[] seats(int[] sizes, int budget) {
        int[] order = Order.ascending(Arrays.stream(sizes).asDoubleStream().toArray());
        int[] seats = new int[sizes.length];
        int remaining = budget;
        for (int k = 0; k < order.length; k++) {
            seats[order[k]] = Math.min(sizes[order[k]], remaining / (order.length - k));
            remaining -= seats[order[k]];
        }
        return seats;
    }
}
