package dev.pith.linear;

import dev.pith.parallel.Workers;
import dev.pith.run.Progress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The picking loop: at each step the row with the largest exact gain, ties to the lowest id.
 *
 * <p>How many candidates a round asks for changes the speed and nothing else. Where a bound on the rest holds for long (rows that a few
 * directions explain) few are best; where it fails at once the number doubles, in the end to the whole pool, which needs no
 * bound.
 */
public final class LinearGreedy {
    /** A pool up to this size is taken whole. */
    private static final int SMALL_POOL = 6144;

    private static final int FEWEST = 1024;

    private final Pool pool;
    private final Workers workers;
    private int most = 2 * FEWEST;
    private @Nullable Round round;

    /**
     * Starts picking from a pool. Later picks go on with what is left of it, and profit from similarities that earlier ones computed.
     *
     * @param workers not owned
     */
    public LinearGreedy(Pool pool, Workers workers) {
        this.pool = pool;
        this.workers = workers;
    }

    /**
     * The picks in order.
     *
     * @param ids the picked ids
     * @param gains the exact gain of each when it was picked
     */
    public record Picks(int[] ids, double[] gains) {}

    /**
     * Picks {@code budget} rows out of the pool, which forgets them.
     *
     * @param gain the gain with nothing picked yet; used up
     * @throws IllegalArgumentException when the budget is negative or larger than the pool
     */
    public Picks pick(LinearGain gain, int budget, Progress progress) {
        if (budget < 0 || budget > pool.size()) {
            throw new IllegalArgumentException("budget must be in [0, " + pool.size() + "], got " + budget);
        }
        int[] ids = new int[budget];
        double[] gains = new double[budget];
        int picked = 0;
        while (picked < budget) {
            if (pool.size() <= SMALL_POOL) {
                most = pool.size();
            }
            Candidates candidates = pool.best(gain, most);
            round = new Round(gain, candidates, round, workers);
            int before = picked;
            for (int winner = round.winner(); winner >= 0; winner = picked < budget ? round.winner() : -1) {
                ids[picked] = candidates.ids()[winner];
                gains[picked++] = round.winnerGain();
                round.pick(winner);
                progress.onStep(picked, budget);
            }
            int got = picked - before;
            pool.forget(Arrays.copyOfRange(ids, before, picked));
            if (got < most / 8) {
                most = Math.min(2 * most, pool.size());
            } else if (got > most / 2 && most > FEWEST) {
                most /= 2;
            }
        }
        return new Picks(ids, gains);
    }
}
