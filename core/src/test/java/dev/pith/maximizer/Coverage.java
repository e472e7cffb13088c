package dev.pith.maximizer;

import dev.pith.objective.Objective;
import java.util.BitSet;
import java.util.Random;

/**
 * Counts the points that the picked sets cover, minus a cost: submodular, monotone where the cost is 0. Gains are whole
 * numbers, full of ties.
 */
final class Coverage implements Objective {
    private final BitSet[] sets;
    private final int cost;
    private final BitSet covered = new BitSet();

    Coverage(long seed, int n, int cost) {
        Random random = new Random(seed);
        this.cost = cost;
        this.sets = new BitSet[n];
        for (int x = 0; x < n; x++) {
            sets[x] = new BitSet();
            for (int k = random.nextInt(6); k >= 0; k--) {
                sets[x].set(random.nextInt(2 * n));
            }
        }
    }

    /** The best value of any {@code budget} sets. */
    int best(int budget) {
        int best = 0;
        for (int subset = 0; subset < 1 << sets.length; subset++) {
            if (Integer.bitCount(subset) == budget) {
                BitSet union = new BitSet();
                for (int x = 0; x < sets.length; x++) {
                    if ((subset >> x & 1) == 1) {
                        union.or(sets[x]);
                    }
                }
                best = Math.max(best, union.cardinality());
            }
        }
        return best;
    }

    @Override
    public int size() {
        return sets.length;
    }

    @Override
    public int id(int candidate) {
        return 10 * candidate;
    }

    @Override
    public double gain(int candidate) {
        BitSet more = (BitSet) sets[candidate].clone();
        more.andNot(covered);
        return more.cardinality() - cost;
    }

    @Override
    public void pick(int candidate) {
        covered.or(sets[candidate]);
    }

    @Override
    public boolean submodular() {
        return true;
    }
}
