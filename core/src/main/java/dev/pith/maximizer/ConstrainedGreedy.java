package dev.pith.maximizer;

import dev.pith.Ranking;
import dev.pith.objective.Objective;
import dev.pith.run.Progress;
import java.util.Arrays;

/**
 * At each step the candidate with the largest gain for its price, of those that a constraint allows, ties to the lowest
 * id, until none is allowed. Exact: where old gains bound new ones, they and the objective's bounds only say what is
 * not worth a look.
 */
final class ConstrainedGreedy {
    private final Objective objective;
    private final Constraint constraint;
    private final double[] prices;
    private final CandidateQueue queue;
    private final double[] gains;
    private final int[] boundStep;
    private final int[] gainStep;

    /**
     * Starts with nothing picked.
     *
     * @param objective with nothing picked yet; used up
     * @param constraint with nothing picked yet; used up
     * @param prices by candidate, positive; not copied
     */
    ConstrainedGreedy(Objective objective, Constraint constraint, double[] prices) {
        this.objective = objective;
        this.constraint = constraint;
        this.prices = prices;
        this.queue = new CandidateQueue(objective.size());
        this.gains = new double[objective.size()];
        this.boundStep = new int[objective.size()];
        this.gainStep = new int[objective.size()];
    }

    Ranking run(Progress progress) {
        int[] picked = new int[objective.size()];
        double[] gained = new double[objective.size()];
        int count = 0;
        int most = constraint.most();
        boolean oldGainsBound = objective.submodular() && objective.roundingSlack() == 0;
        for (int next = next(1); next >= 0; next = next(count + 1)) {
            picked[count] = objective.id(next);
            gained[count++] = gains[next];
            queue.remove(next);
            constraint.pick(next);
            objective.pick(next);
            progress.onStep(Math.min(count, most), most);
            if (!oldGainsBound) {
                queue.forget();
            }
        }
        return new Ranking(Arrays.copyOf(picked, count), Arrays.copyOf(gained, count));
    }

    /** Returns the best candidate that is allowed, or -1. */
    private int next(int step) {
        while (!queue.isEmpty()) {
            int top = queue.top();
            if (!constraint.allows(top)) {
                queue.remove(top);
            } else if (gainStep[top] == step) {
                return top;
            } else if (boundStep[top] < step) {
                boundStep[top] = step;
                queue.set(top, Math.min(queue.value(top), objective.bound(top) / prices[top]));
            } else {
                gainStep[top] = step;
                gains[top] = objective.gain(top);
                queue.set(top, gains[top] / prices[top]);
            }
        }
        return -1;
    }
}
