package dev.pith.pipeline.selection;

import dev.pith.PithException;
import dev.pith.data.RecordSource;
import dev.pith.data.Source;
import dev.pith.pipeline.feature.OwnScores;
import dev.pith.pipeline.session.Session;
import dev.pith.text.RecordTexts;
import dev.pith.text.token.TokenCounter;
import java.util.BitSet;

/** What each sample costs. */
final class Costs {
    private Costs() {}

    /**
     * Reads costs: how many tokens records have, or numbers of a file or column.
     *
     * @param excluded ids that nothing is selected from, which need no cost
     * @return by id, positive for each other sample
     * @throws PithException naming the sample whose cost is no positive number
     */
    static double[] read(Session session, String cost, BitSet excluded) {
        try (Source source = session.reopenSource()) {
            double[] costs = cost.equals(Constraints.TOKENS) && source instanceof RecordSource records
                    ? tokens(records, excluded)
                    : OwnScores.numbers(cost, source);
            for (int id = excluded.nextClearBit(0); id < costs.length; id = excluded.nextClearBit(id + 1)) {
                if (!(costs[id] > 0 && costs[id] < Double.POSITIVE_INFINITY)) {
                    throw new PithException(cost + ": the cost of sample " + id + " (" + source.key(id) + ") is "
                            + (Double.isNaN(costs[id]) ? "missing" : costs[id]) + "; give every sample a positive one");
                }
            }
            return costs;
        }
    }

    private static double[] tokens(RecordSource records, BitSet excluded) {
        double[] counts = new double[records.size()];
        try (TokenCounter counter = TokenCounter.of(TokenCounter.USUAL)) {
            for (int id = excluded.nextClearBit(0); id < counts.length; id = excluded.nextClearBit(id + 1)) {
                counts[id] = counter.count(RecordTexts.text(records, id));
            }
        }
        return counts;
    }
}
