package dev.pith.maximizer;

import dev.pith.Ranking;
import dev.pith.objective.Objective;
import dev.pith.run.Progress;

/** The picks of one run, as they are made. */
final class Picks {
    private final Objective objective;
    private final Progress progress;
    private final int[] ids;
    private final double[] gains;
    private int count;

    Picks(Objective objective, int budget, Progress progress) {
        if (budget < 0 || budget > objective.size()) {
            throw new IllegalArgumentException("budget must be in [0, " + objective.size() + "], got " + budget);
        }
        this.objective = objective;
        this.progress = progress;
        this.ids = new int[budget];
        this.gains = new double[budget];
    }

    boolean isComplete() {
        return count == ids.length;
    }

    /** Returns the number of picks made. */
    int count() {
        return count;
    }

    void add(int candidate, double gain) {
        objective.pick(candidate);
        ids[count] = objective.id(candidate);
        gains[count++] = gain;
        progress.onStep(count, ids.length);
    }

    Ranking ranking() {
        return new Ranking(ids, gains);
    }
}
