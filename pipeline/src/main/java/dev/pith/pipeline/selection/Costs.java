package dev.pith.pipeline.selection;

import dev.pith.PithException;
import dev.pith.data.RecordSource;
import dev.pith.data.Source;
import dev.pith.pipeline.feature.OwnScores;
import dev.pith.pipeline.session.Session;
import dev.pith.text.RecordTexts;
import dev.pith.text.token.TokenCounter;

/** What each sample costs. */
final class Costs {
    private Costs() {}

    /**
     * Reads costs: how many tokens records have, or numbers of a file or column.
     *
     * @param cost {@value Constraints#TOKENS} where the source holds records, a file, or a column
     * @param ids what may be picked; other samples need no cost
     * @return by id, positive for each of these
     * @throws PithException naming the sample whose cost is no positive number
     */
    static double[] read(Session session, String cost, int[] ids) {
        try (Source source = session.reopenSource()) {
            double[] costs = cost.equals(Constraints.TOKENS)
                    ? tokens((RecordSource) source, ids)
                    : OwnScores.numbers(cost, source, Constraints.COST);
            for (int id : ids) {
                if (!(costs[id] > 0 && costs[id] < Double.POSITIVE_INFINITY)) {
                    throw new PithException(cost + ": the cost of sample " + id + " (" + source.key(id) + ") is "
                            + (Double.isNaN(costs[id]) ? "missing" : costs[id]) + "; give every sample a positive one");
                }
            }
            return costs;
        }
    }

    private static double[] tokens(RecordSource records, int[] ids) {
        double[] counts = new double[records.size()];
        try (TokenCounter counter = TokenCounter.of(TokenCounter.USUAL)) {
            for (int id : ids) {
                counts[id] = counter.count(RecordTexts.text(records, id));
            }
        }
        return counts;
    }
}
