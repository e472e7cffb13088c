package dev.pith.objective;

import java.util.Arrays;
import java.util.stream.IntStream;

/** An objective after some samples of its pool were picked; candidates are the others. */
public final class Continued implements Objective {
    private final Objective objective;

    /** The position in the objective of each candidate here. */
    private final int[] positions;

    /**
     * Picks some samples.
     *
     * @param objective with nothing picked yet; used up
     * @param picked ids, ascending, each once and of the pool
     */
    private Continued(Objective objective, int[] picked) {
        this.objective = objective;
        this.positions = IntStream.range(0, objective.size())
                .filter(x -> Arrays.binarySearch(picked, objective.id(x)) < 0)
                .toArray();
        for (int x = 0; x < objective.size(); x++) {
            if (Arrays.binarySearch(picked, objective.id(x)) >= 0) {
                objective.pick(x);
            }
        }
    }

    /**
     * Returns the objective after some samples were picked, in the order of their ids.
     *
     * @param objective with nothing picked yet; used up
     * @param picked ids of its pool, ascending, each once; none leave the objective as it is
     */
    public static Objective after(Objective objective, int[] picked) {
        return picked.length == 0 ? objective : new Continued(objective, picked);
    }

    @Override
    public int size() {
        return positions.length;
    }

    @Override
    public int id(int candidate) {
        return objective.id(positions[candidate]);
    }

    @Override
    public double gain(int candidate) {
        return objective.gain(positions[candidate]);
    }

    @Override
    public double bound(int candidate) {
        return objective.bound(positions[candidate]);
    }

    @Override
    public boolean boundsDecide() {
        return objective.boundsDecide();
    }

    @Override
    public void pick(int candidate) {
        objective.pick(positions[candidate]);
    }

    @Override
    public boolean submodular() {
        return objective.submodular();
    }

    @Override
    public double roundingSlack() {
        return objective.roundingSlack();
    }
}
