package dev.pith.maximizer;

import dev.pith.Ranking;
import dev.pith.objective.Objective;
import dev.pith.run.Progress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Greedy picking from a queue of upper bounds.
 *
 * <p>What is known of a candidate gets better in three stages: a bound or gain from before the last picks, a bound as
 * of now, the gain as of now. The candidate at the head of the queue goes through the stages. A head whose gain is
 * known has the largest gain, because every other value bounds a gain from above.
 */
final class LazyLoop {
    private static final Logger LOG = LoggerFactory.getLogger(LazyLoop.class);

    private final Objective objective;
    private final double beta;
    private final CandidateQueue queue;

    /** The step in which the bound and the gain of a candidate were last computed, from 1. */
    private final int[] boundStep;

    private final int[] gainStep;

    /** Candidates whose gain this step computed. */
    private final int[] looked;

    private int lookedCount;

    LazyLoop(Maximizer maximizer, Objective objective, double beta) {
        this.objective = objective;
        this.beta = objective.boundsDecide() ? beta : 1;
        this.queue = new CandidateQueue(objective.size());
        this.boundStep = new int[objective.size()];
        this.gainStep = new int[objective.size()];
        this.looked = new int[objective.size()];
        maximizer.warning(objective).ifPresent(LOG::warn);
    }

    Ranking run(int budget, Progress progress) {
        Picks picks = new Picks(objective, budget, progress);
        while (!picks.isComplete()) {
            int winner = next(picks.count() + 1);
            double gain = queue.value(winner);
            queue.remove(winner);
            picks.add(winner, gain);
            ageGains(winner);
        }
        return picks.ranking();
    }

    private int next(int step) {
        while (true) {
            int top = queue.top();
            if (gainStep[top] == step) {
                return top;
            }
            if (boundStep[top] < step) {
                boundStep[top] = step;
                queue.set(top, Math.min(queue.value(top), objective.bound(top)));
            } else {
                gainStep[top] = step;
                looked[lookedCount++] = top;
                double gain = objective.gain(top);
                queue.set(top, gain);
                if (beta < 1 && gain >= relaxed(queue.value(queue.top()))) {
                    return top;
                }
            }
        }
    }

    private double relaxed(double value) {
        return value >= 0 ? beta * value : value / beta;
    }

    /**
     * From gains of this step makes bounds for the next: rounding must not make a candidate look worse than it will be.
     */
    private void ageGains(int winner) {
        double slack = objective.roundingSlack();
        for (int k = 0; k < lookedCount; k++) {
            if (slack > 0 && looked[k] != winner) {
                queue.set(looked[k], queue.value(looked[k]) + slack);
            }
        }
        lookedCount = 0;
    }
}
