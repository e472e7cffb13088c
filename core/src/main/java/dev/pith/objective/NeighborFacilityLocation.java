package dev.pith.objective;

import dev.pith.feature.SumBlocks;

/**
 * Facility location in which a sample can only be represented by its k most similar, as the graph found them: {@link
 * FacilityLocation} with all other similarities taken for 0. Of the order of n k numbers in memory instead of n^2.
 * Monotone and submodular.
 */
public final class NeighborFacilityLocation implements Objective {
    private final NeighborGraph graph;
    private final PairwiseSimilarity similarity;
    private final double[] demand;
    private final double[] best;
    private final KnownGains known;

    /** Starts with nothing picked; every sample demands as much as any other. */
    public NeighborFacilityLocation(NeighborGraph graph) {
        this(graph, FacilityLocation.equal(graph.similarity().size()));
    }

    /**
     * Starts with nothing picked.
     *
     * @param graph of a similarity that is never negative
     * @param demand by position, finite and not negative; not copied
     */
    public NeighborFacilityLocation(NeighborGraph graph, double[] demand) {
        FacilityLocation.requireNonNegative(graph.similarity());
        FacilityLocation.requireDemand(demand, graph.similarity());
        this.graph = graph;
        this.similarity = graph.similarity();
        this.demand = demand;
        this.best = FacilityLocation.unserved(demand);
        this.known = new KnownGains(similarity.size());
    }

    @Override
    public int size() {
        return best.length;
    }

    @Override
    public int id(int candidate) {
        return similarity.id(candidate);
    }

    /** {@inheritDoc} Exact similarities, summed in {@link SumBlocks}. */
    @Override
    public double gain(int candidate) {
        int[] rows = graph.rows(candidate);
        double[] similarities = graph.similarities(candidate);
        double sum = 0;
        double blockSum = 0;
        int block = 0;
        for (int k = 0; k < rows.length; k++) {
            int j = rows[k];
            if (SumBlocks.of(similarity.id(j)) != block) {
                block = SumBlocks.of(similarity.id(j));
                sum += blockSum;
                blockSum = 0;
            }
            blockSum += demand[j] * Math.max(0, similarities[k] - best[j]);
        }
        return known.keep(candidate, sum + blockSum);
    }

    /** Returns the gain when it was last computed: no term of the sum grows, and neither does the rounded sum. */
    @Override
    public double bound(int candidate) {
        return known.last(candidate);
    }

    @Override
    public void pick(int candidate) {
        int[] rows = graph.rows(candidate);
        double[] similarities = graph.similarities(candidate);
        for (int k = 0; k < rows.length; k++) {
            best[rows[k]] = Math.max(best[rows[k]], similarities[k]);
        }
    }

    @Override
    public boolean submodular() {
        return true;
    }
}
