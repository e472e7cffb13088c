package dev.pith.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import dev.pith.parallel.Threads;
import dev.pith.quantize.Classes;
import dev.pith.rule.Evidence;
import dev.pith.rule.Made;
import dev.pith.run.MemoryLimit;
import dev.pith.run.Progress;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConstrainedRankingTest {
    private static final int N = 80; // classes of 20
    private static final int[] GIVEN = {0, 4, 9};

    @ParameterizedTest
    @EnumSource(names = {"FACILITY_LOCATION", "FEATURE_BASED", "LOG_DETERMINANT", "GRAPHCUT", "DISPARITY_SUM"})
    void limitsOfGroupsAreMetBesideGivenSamples(RankingMethod method) {
        try (Threads threads = new Threads(2)) {
            Evidence evidence = Made.of(2, N, threads).withQueries(null);
            Classes classes = Classes.byLabel(Made.labels(evidence), new BitSet());
            GroupLimits limits = new GroupLimits(Map.of(1L, 9), Map.of(0L, 2), null, 10);
            int[] ids = new ConstrainedRanking(RankingSettings.of(method, 0), threads, Made.MEMORY, GIVEN)
                    .withinLimits(evidence, classes, limits, 20, Progress.NONE)
                    .ids();
            assertThat(ids).hasSize(20).doesNotHaveDuplicates().doesNotContain(GIVEN);
            assertThat(Arrays.stream(ids).filter(id -> id % 4 == 0).count()).isLessThanOrEqualTo(2);
            assertThat(Arrays.stream(ids).filter(id -> id % 4 == 1).count()).isBetween(9L, 10L);
        }
    }

    @Test
    void costsAreKept() {
        try (Threads threads = new Threads(2)) {
            Evidence evidence = Made.of(2, N, threads).withQueries(null);
            double[] costs = new double[N];
            Arrays.setAll(costs, id -> 1 + id % 7);
            int[] ids = new ConstrainedRanking(
                            RankingSettings.of(RankingMethod.FACILITY_LOCATION, 0), threads, Made.MEMORY, GIVEN)
                    .withinCost(evidence, Classes.all(N, new BitSet()), costs, 20, Progress.NONE)
                    .ids();
            assertThat(ids).doesNotHaveDuplicates().doesNotContain(GIVEN);
            assertThat(Arrays.stream(ids).mapToDouble(id -> costs[id]).sum()).isBetween(19.0, 20.0);
        }
    }

    @Test
    void aGivenSampleIsOneOfThoseThatCanBeUsed() {
        try (Threads threads = new Threads(1)) {
            Evidence evidence = Made.of(2, N, threads);
            BitSet excluded = new BitSet();
            excluded.set(5);
            Classes classes = Classes.all(N, excluded);
            double[] costs = new double[N];
            Arrays.fill(costs, 1);
            for (int[] given : new int[][] {{3, N}, {5, 7}}) {
                ConstrainedRanking ranking = new ConstrainedRanking(
                        RankingSettings.of(RankingMethod.FEATURE_BASED, 0), threads, Made.MEMORY, given);
                String message = "the given id " + (given[0] == 5 ? 5 : N) + " is none of the samples that can be used";
                assertThatThrownBy(() -> ranking.withinCost(evidence, classes, costs, 5, Progress.NONE))
                        .isInstanceOf(PithException.class)
                        .hasMessageStartingWith(message);
                GroupLimits limits = new GroupLimits(Map.of(), Map.of(), null, 5);
                assertThatThrownBy(() -> ranking.withinLimits(evidence, classes, limits, 5, Progress.NONE))
                        .isInstanceOf(PithException.class)
                        .hasMessageStartingWith(message);
            }
        }
    }

    @Test
    void whatDoesNotFitIntoMemoryIsRefusedBeforeItStarts() {
        try (Threads threads = new Threads(1)) {
            Evidence evidence = Made.of(2, N, threads);
            ConstrainedRanking ranking = new ConstrainedRanking(
                    RankingSettings.of(RankingMethod.FEATURE_BASED, 0), threads, new MemoryLimit(1 << 20), new int[0]);
            assertThatThrownBy(() ->
                            ranking.withinCost(evidence, Classes.all(N, new BitSet()), new double[N], 5, Progress.NONE))
                    .isInstanceOf(PithException.class)
                    .hasMessageStartingWith("Ranking needs about ");
        }
    }

    @Test
    void limitsThatCannotBeMetAreNamed() {
        Classes classes = new Classes(new long[] {3, 7}, new int[][] {{0, 1, 2}, {3, 4}});
        assertThatThrownBy(() -> new GroupLimits(Map.of(3L, 4), Map.of(), null, null).require(classes, 4))
                .hasMessage("`at-least` wants 4 of group 3, which holds 3: lower it");
        assertThatThrownBy(() -> new GroupLimits(Map.of(), Map.of(3L, 1), 2, null).require(classes, 4))
                .hasMessage("`at-least` wants 2 of group 3, and `at-most` allows 1: change either");
        assertThatThrownBy(() -> new GroupLimits(Map.of(), Map.of(), 2, null).require(classes, 3))
                .hasMessage("`at-least` wants 4 samples of all groups together, and 3 are to be kept: lower it, or keep"
                        + " more");
        assertThatThrownBy(() -> new GroupLimits(Map.of(), Map.of(3L, 1), null, null).require(classes, 4))
                .hasMessage("`at-most` allows 3 samples of all groups together, and 4 are to be kept: raise it, or keep"
                        + " fewer");
        assertThatThrownBy(() -> new GroupLimits(Map.of(), Map.of(5L, 1), null, null).require(classes, 4))
                .hasMessage("there is no group 5 to have a limit in `at-most`");
        assertThatThrownBy(() -> new GroupLimits(Map.of(3L, -1), Map.of(), null, null))
                .hasMessage("`at-least` must be at least 0, got -1");
        assertThatThrownBy(() -> new GroupLimits(Map.of(), Map.of(), null, -2))
                .hasMessage("`at-most` must be at least 0, got -2");
    }
}
