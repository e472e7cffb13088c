package dev.pith.objective;

import dev.pith.feature.Features;
import java.util.Arrays;

/** A function of rows over a pool: each row is read where its gain is asked for, and nothing is kept for pairs. */
public final class RowObjective implements Objective {
    private final Features features;
    private final int[] ids;
    private final RowFunction function;
    private final double[] row;
    private final KnownGains known;

    /**
     * Starts with nothing picked.
     *
     * @param ids the pool, ascending, each once; not copied
     * @param function with nothing picked yet; used up
     * @throws IllegalArgumentException when rows have another length than the function's, or one is refused by it
     */
    public RowObjective(Features features, int[] ids, RowFunction function) {
        if (features.dimension() != function.dimension()) {
            throw new IllegalArgumentException("the function is of rows of " + function.dimension()
                    + " numbers, got rows of " + features.dimension());
        }
        this.features = features;
        this.ids = ids;
        this.function = function;
        this.row = new double[features.dimension()];
        this.known = new KnownGains(ids.length);
        for (int x = 0; x < ids.length; x++) {
            function.require(ids[x], row(x));
        }
    }

    private double[] row(int candidate) {
        Arrays.fill(row, 0);
        features.add(ids[candidate], 1, row);
        return row;
    }

    @Override
    public int size() {
        return ids.length;
    }

    @Override
    public int id(int candidate) {
        return ids[candidate];
    }

    @Override
    public double gain(int candidate) {
        return known.keep(candidate, function.gain(row(candidate)));
    }

    @Override
    public double bound(int candidate) {
        return known.last(candidate);
    }

    @Override
    public void pick(int candidate) {
        function.pick(row(candidate));
    }

    @Override
    public boolean submodular() {
        return true;
    }
}
