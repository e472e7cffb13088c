package dev.pith.selection;

import dev.pith.feature.Features;
import dev.pith.feature.Similarity;
import dev.pith.objective.FacilityLocation;
import dev.pith.objective.GraphCut;
import dev.pith.objective.LogDeterminant;
import dev.pith.objective.LogDeterminantInformation;
import dev.pith.objective.Mixture;
import dev.pith.objective.Modular;
import dev.pith.objective.Objective;
import dev.pith.objective.PairwiseSimilarity;
import dev.pith.objective.QuerySimilarities;
import dev.pith.rule.Evidence;
import dev.pith.rule.RankingTask;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Functions that look towards queries (mutual information), away from private samples (conditional gain), or both
 * (conditional mutual information), by cosines.
 */
final class Targeted {
    private Targeted() {}

    /** Returns facility location's, log-determinant's or graph cut's function of the queries and private samples. */
    static Objective objective(RankingMethod method, RankingTask task, double lambda) {
        int[] ids = task.all();
        Evidence evidence = task.evidence();
        Features rows = Objects.requireNonNull(evidence.features(), "features");
        double[][] queries = Objects.requireNonNullElse(evidence.queries(), new double[0][]);
        double[][] privates = Objects.requireNonNullElse(evidence.privates(), new double[0][]);
        int budget = task.budget() + task.given().length;
        return switch (method) {
            case FACILITY_LOCATION -> FacilityLocation.between(
                    PairwiseSimilarity.of(rows, Similarity.COSINE, ids),
                    privates.length == 0
                            ? new double[ids.length]
                            : similarities(task, rows, ids, privates).nearest(),
                    queries.length == 0
                            ? FacilityLocation.unlimited(ids.length)
                            : similarities(task, rows, ids, queries).nearest(),
                    task.memory(),
                    task.threads());
            case LOG_DETERMINANT -> queries.length == 0
                    ? new LogDeterminant(rows, ids, privates, budget, task.memory(), task.threads())
                    : new LogDeterminantInformation(
                            rows, ids, queries, privates, budget, task.memory(), task.threads());
            case GRAPHCUT -> queries.length > 0
                    ? new Modular(
                            ids, times(2, similarities(task, rows, ids, queries).sums()))
                    : new Mixture(
                            List.of(
                                    new GraphCut(rows, Similarity.COSINE, ids, lambda, task.threads()),
                                    new Modular(
                                            ids,
                                            times(
                                                    -2,
                                                    similarities(task, rows, ids, privates)
                                                            .sums()))),
                            new double[] {1, 1});
            default -> throw new IllegalArgumentException(method + " looks at no queries and no private samples");
        };
    }

    private static QuerySimilarities similarities(RankingTask task, Features rows, int[] ids, double[][] others) {
        return QuerySimilarities.of(rows, ids, others, task.memory(), task.threads());
    }

    private static double[] times(double factor, double[] values) {
        return Arrays.stream(values).map(value -> factor * value).toArray();
    }
}
