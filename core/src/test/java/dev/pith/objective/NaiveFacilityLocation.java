package dev.pith.objective;

/** The twin of {@link FacilityLocation} without float32: every term of every gain, exactly. */
public final class NaiveFacilityLocation implements Objective {
    private final PairwiseSimilarity similarity;
    private final double[] demand;
    private final double[] best;

    /** Starts with nothing picked; every sample demands 1. */
    public NaiveFacilityLocation(PairwiseSimilarity similarity) {
        this(similarity, FacilityLocation.equal(similarity.size()));
    }

    /** Starts with nothing picked. */
    public NaiveFacilityLocation(PairwiseSimilarity similarity, double[] demand) {
        this.similarity = similarity;
        this.demand = demand;
        this.best = new double[similarity.size()];
    }

    @Override
    public int size() {
        return best.length;
    }

    @Override
    public int id(int candidate) {
        return similarity.id(candidate);
    }

    @Override
    public double gain(int candidate) {
        double sum = 0;
        double blockSum = 0;
        for (int j = 0; j < best.length; j++) {
            if (j > 0 && id(j) / 4096 != id(j - 1) / 4096) {
                sum += blockSum;
                blockSum = 0;
            }
            blockSum += demand[j] * Math.max(0, similarity.of(j, candidate) - best[j]);
        }
        return sum + blockSum;
    }

    @Override
    public void pick(int candidate) {
        for (int j = 0; j < best.length; j++) {
            best[j] = Math.max(best[j], similarity.of(j, candidate));
        }
    }

    @Override
    public boolean submodular() {
        return true;
    }
}
