package dev.pith.prune;

/**
 * Epsilon-greedy dynamic pruning: Raju et al. 2021, arXiv 2111.12621.
 *
 * <p>Every epoch {@code m = max(1, round((1 - ratio) * n))} of n samples: {@code round((1 - epsilon) * m)} with the
 * highest scores, the others at random from the rest. A score is a moving average of the sample's losses, the new one
 * weighing {@value MovingAverage#MOMENTUM}. All weights are 1, so the gradient is biased towards samples of high loss.
 * What was never seen is never pruned; equal scores go to the lowest id.
 *
 * <p>The paper chooses anew every few epochs, here every epoch does.
 */
public final class EpsilonGreedy extends ScoredPruning {
    private final double ratio;
    private final double epsilon;

    /**
     * Prunes all but the highest scores and a few at random.
     *
     * @param ratio the share of all samples that is pruned, in [0, 1)
     * @param epsilon the share of an epoch that is drawn at random, from 0 to 1
     */
    public EpsilonGreedy(PruningSchedule schedule, double ratio, double epsilon) {
        super(schedule, 1);
        this.ratio = checkRatio(ratio);
        if (!(epsilon >= 0 && epsilon <= 1)) {
            throw new IllegalArgumentException("epsilon must be in [0, 1], got " + epsilon);
        }
        this.epsilon = epsilon;
    }

    @Override
    void learn(int id, float loss) {
        scores()[id] = MovingAverage.next(scores()[id], loss);
    }

    @Override
    Draw draw(int epoch, double mean) {
        int wanted = staying(schedule().samples(), ratio);
        byte[] groups = Scores.highest(scores(), Math.toIntExact(Math.round((1 - epsilon) * wanted)));
        int greedy = Draw.sizes(groups, 2)[0];
        return new Draw(groups, new int[] {greedy, Math.max(0, wanted - greedy)}, new float[] {1, 1});
    }

    @Override
    public String toString() {
        return "EpsilonGreedy[ratio=" + ratio + ", epsilon=" + epsilon + "]";
    }
}
