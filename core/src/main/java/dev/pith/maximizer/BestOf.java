package dev.pith.maximizer;

import dev.pith.objective.Objective;

/** Finds the candidate with the largest exact gain, looking only at those whose bound allows it. */
final class BestOf {
    private final Objective objective;
    private final double[] bounds;
    private int winner;
    private double winnerGain;

    BestOf(Objective objective) {
        this.objective = objective;
        this.bounds = new double[objective.size()];
    }

    /**
     * Returns the index in {@code candidates} of the one with the largest gain, ties to the lowest candidate.
     *
     * @param count how many candidates count, from the first on; at least 1
     */
    int among(int[] candidates, int count) {
        winner = -1;
        for (int k = 0; k < count; k++) {
            bounds[k] = objective.bound(candidates[k]);
            if (bounds[k] == Double.POSITIVE_INFINITY) {
                look(candidates, k);
            }
        }
        for (int k = largest(count); winner < 0 || bounds[k] >= winnerGain; k = largest(count)) {
            if (bounds[k] == Double.NEGATIVE_INFINITY) {
                break;
            }
            look(candidates, k);
        }
        return winner;
    }

    /** Returns the gain of the last answer. */
    double gain() {
        return winnerGain;
    }

    private void look(int[] candidates, int k) {
        double gain = objective.gain(candidates[k]);
        bounds[k] = Double.NEGATIVE_INFINITY;
        if (winner < 0 || gain > winnerGain || (gain == winnerGain && candidates[k] < candidates[winner])) {
            winner = k;
            winnerGain = gain;
        }
    }

    private int largest(int count) {
        int largest = 0;
        for (int k = 1; k < count; k++) {
            if (bounds[k] > bounds[largest]) {
                largest = k;
            }
        }
        return largest;
    }
}
