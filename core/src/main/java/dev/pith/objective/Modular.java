package dev.pith.objective;

/**
 * A modular function: {@code f(S) = sum over i in S of v_i}. A gain is a sample's own value, whatever is picked.
 *
 * <p>With {@code v_i = 2 sum over q in Q of s(i, q)} it is graph cut's mutual information with queries Q (GCMI;
 * Kothawade et al., <em>PRISM</em>, AAAI 2022, 2103.00128, table 1): the samples most like all queries together,
 * however much they repeat each other. Added to {@link GraphCut}, with {@code v_i = -2 sum over p in P of s(i, p)}, it
 * is graph cut's conditional gain (GCCG, with nu = 1).
 *
 * @param ids the pool, ascending, each once; not copied
 * @param values by position; not copied
 */
public record Modular(int[] ids, double[] values) implements Objective {
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
        return values[candidate];
    }

    @Override
    public double bound(int candidate) {
        return values[candidate];
    }

    @Override
    public void pick(int candidate) {
        // changes no gain
    }

    @Override
    public boolean submodular() {
        return true;
    }
}
