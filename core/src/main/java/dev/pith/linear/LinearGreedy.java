package dev.pith.linear;

import dev.pith.Ranking;
import dev.pith.parallel.Threads;
import dev.pith.run.Progress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The picking loop: at each step the row with the largest exact gain, ties to the lowest id. Read this file first.
 *
 * <p>Computing every gain before every pick would be the naive loop. This one has the same picks and goes in turns:
 *
 * <ol>
 *   <li>The pool is asked for its most promising rows, the candidates, and for a bound on the gains of all others.
 *   <li>Picks are made among the candidates ({@code Round}) for as long as the best of them is certainly above that
 *       bound. Where the candidates are a whole pool, there are no others; one of which memory does not hold the
 *       similarities is looked ahead in ({@code Lookahead}).
 *   <li>The pool forgets what was picked.
 *   <li>Where the bound soon failed and asking takes long ({@link DistantPool}), picks are made without it and then put
 *       to the pool, which says how many of them stand.
 *   <li>The number of candidates of the next turn follows from how many picks this one made.
 * </ol>
 *
 * <p>How many candidates a turn asks for changes the speed and nothing else. Where a bound on the rest holds for long
 * (rows that a few directions explain) few are best; where it fails at once the number doubles, in the end to the whole
 * pool, which needs no bound.
 */
public final class LinearGreedy {
    /** A pool up to this size is taken whole. */
    private static final int SMALL_POOL = 6144;

    private static final int FEWEST = 1024;

    /** Candidates beside others at most; more, and the pool is taken whole. */
    private static final int LARGEST_ROUND = 3 << 12;

    /** Columns computed at once. */
    private static final int COLUMNS = 128;

    /** After a turn of so few picks a distant pool is asked to verify picks made ahead of any bound. */
    private static final int FEW_PICKS = 64;

    private static final int MOST_AHEAD = 256;

    /** Where large rounds end after so few picks, the bound is of no use, and the whole pool is taken. */
    private static final int FEW_PICKS_OF_ROUND = 128;

    private final Pool pool;
    private final Threads threads;

    private final long columnBytes;

    /** Candidates of the next turn. */
    private int most = 2 * FEWEST;

    /** Picks that a distant pool verifies at once. */
    private int ahead = 16;

    /** The last round, whose similarities the next one uses further. */
    private @Nullable Round round;

    /**
     * Starts picking from a pool. Later picks go on with what is left of it, and profit from similarities that
     * earlier ones computed.
     *
     * @param spareBytes the most that similarities of a whole pool may take beside what picking needs anyway; no more
     *     than half of Java's memory is taken, shared by the pools that are worked on side by side
     * @param threads not owned
     */
    public LinearGreedy(Pool pool, long spareBytes, Threads threads) {
        this.pool = pool;
        this.threads = threads;
        this.columnBytes = Math.min(spareBytes, Runtime.getRuntime().maxMemory() / 2) / threads.sideBySide();
    }

    /** Returns whether memory holds the columns of so many rows. */
    private boolean fits(int rows) {
        return rows <= LARGEST_ROUND || (long) rows * rows <= columnBytes;
    }

    /**
     * Picks {@code budget} rows out of the pool, which forgets them.
     *
     * @param gain the gain with nothing picked yet; used up
     * @throws IllegalArgumentException when the budget is negative or larger than the pool
     */
    public Ranking pick(LinearGain gain, int budget, Progress progress) {
        if (budget < 0 || budget > pool.size()) {
            throw new IllegalArgumentException("budget must be in [0, " + pool.size() + "], got " + budget);
        }
        Ranking picks = new Ranking(new int[budget], new double[budget]);
        int picked = 0;
        if (most > LARGEST_ROUND && !fits(pool.size())) {
            most = LARGEST_ROUND; // a bound that failed at the end of a bin may hold at the beginning of the next
        }
        while (picked < budget) {
            int before = picked;
            most = candidates();
            Candidates candidates = pool.best(gain, most);
            picked = fits(candidates.rows().length)
                    ? round(candidates, gain, picks, picked, progress)
                    : lookAhead(candidates, gain, picks, picked, progress);
            pool.forget(Arrays.copyOfRange(picks.ids(), before, picked));
            if (picked < budget && picked - before < FEW_PICKS && pool instanceof DistantPool distant) {
                picked = verified(distant, candidates, gain, picks, before, picked, progress);
            }
            if (picked < budget) {
                adapt(picked - before);
            }
        }
        return picks;
    }

    /** Returns how many candidates to ask for. */
    private int candidates() {
        if (pool instanceof DistantPool distant) {
            return Math.min(
                    pool.size(), distant.mostAtOnce()); // asking takes longer than looking through more candidates
        }
        return pool.size() <= SMALL_POOL || most > LARGEST_ROUND ? pool.size() : most;
    }

    /** Picks among the candidates of a round as long as that is safe; returns how many picks there are then. */
    private int round(Candidates candidates, LinearGain gain, Ranking picks, int picked, Progress progress) {
        int budget = picks.ids().length;
        int next = picked;
        Round now = new Round(gain, candidates, round, COLUMNS, threads);
        round = now;
        for (int winner = now.winner(); winner >= 0; winner = next < budget ? now.winner() : -1) {
            picks.ids()[next] = candidates.ids()[winner];
            picks.gains()[next++] = now.winnerGain();
            now.pick(winner);
            progress.onStep(next, budget);
        }
        return next;
    }

    /** Picks until the budget is met or half the pool is used up; returns how many picks there are then. */
    private int lookAhead(Candidates candidates, LinearGain gain, Ranking picks, int picked, Progress progress) {
        int end = (int) Math.min(picks.ids().length, picked + (candidates.rows().length + 1L) / 2);
        int[] positions = new int[end];
        int next = picked;
        Lookahead.Pace pace = new Lookahead.Pace(candidates.rows().length, FEWEST);
        try (Lookahead lookahead = new Lookahead(gain, candidates, pace, columnBytes, threads)) {
            while (next < end) {
                int count = lookahead.pick(positions, picks.gains(), next, end - next);
                for (int k = next; k < next + count; k++) {
                    picks.ids()[k] = candidates.ids()[positions[k]];
                }
                next += count;
                progress.onStep(next, picks.ids().length);
            }
        }
        return next;
    }

    /**
     * Picks ahead among the candidates that are left where no bound tells about the other rows, and asks which of those
     * picks stand; the pool forgets those. Goes on while all do, and returns how many picks there are then.
     *
     * @param before how many picks there were when the candidates came
     */
    private int verified(
            DistantPool distant,
            Candidates candidates,
            LinearGain gain,
            Ranking picks,
            int before,
            int picked,
            Progress progress) {
        int next = picked;
        while (next < picks.ids().length) {
            Candidates rest = candidates.without(Arrays.copyOfRange(picks.ids(), before, next), gain);
            int count = Math.min(Math.min(ahead, picks.ids().length - next), (rest.ids().length + 1) / 2);
            int[] positions = new int[count];
            double[] gains = new double[count];
            Round trial = new Round(gain.copy(), rest, null, Math.max(8, count / 2), threads);
            for (int k = 0; k < count; k++) {
                positions[k] = trial.winner();
                gains[k] = trial.winnerGain();
                trial.pick(positions[k]);
            }
            int[] ids = Arrays.stream(positions).map(k -> rest.ids()[k]).toArray();
            int stand = count == 0 ? 0 : distant.standing(gain, rest, ids, gains);
            for (int k = 0; k < stand; k++) {
                gain.pick(rest.features(), rest.rows()[positions[k]]);
                picks.ids()[next] = ids[k];
                picks.gains()[next++] = gains[k];
            }
            distant.forget(Arrays.copyOf(ids, stand));
            progress.onStep(next, picks.ids().length);
            if (stand < count || count == 0) {
                ahead = Math.max(4, stand + stand / 4 + 1);
                return next;
            }
            ahead = Math.min(MOST_AHEAD, 2 * ahead);
        }
        return next;
    }

    private void adapt(int got) {
        if (most > LARGEST_ROUND) {
            return;
        }
        if (got < FEW_PICKS_OF_ROUND && most >= LARGEST_ROUND / 2) {
            most = Math.max(LARGEST_ROUND + 1, pool.size());
        } else if (got < most / 8) {
            most = Math.min(2 * most, LARGEST_ROUND);
        } else if (got > most / 2 && most > FEWEST) {
            most /= 2;
        }
    }
}
