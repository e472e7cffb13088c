package dev.pith.ranking;

import dev.pith.Ranking;
import dev.pith.random.Priority;
import java.util.Arrays;

/** Samples in random order, what every method is to be compared with. */
public final class RandomRanking {
    private RandomRanking() {}

    /**
     * Returns {@code budget} samples in an order that depends on ids and seed; every gain is 0. A smaller budget
     * gives a prefix.
     *
     * @param ids the pool, each once
     * @param budget from 0 to the size of the pool
     */
    public static Ranking rank(int[] ids, int budget, long seed) {
        if (budget < 0 || budget > ids.length) {
            throw new IllegalArgumentException("budget must be in [0, " + ids.length + "], got " + budget);
        }
        return new Ranking(Arrays.copyOf(Priority.shuffled(ids, seed), budget), new double[budget]);
    }
}
