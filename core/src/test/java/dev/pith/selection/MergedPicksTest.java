package dev.pith.selection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.Ranking;
import dev.pith.feature.DenseFeatures;
import dev.pith.feature.Features;
import dev.pith.parallel.Threads;
import dev.pith.run.MemoryLimit;
import dev.pith.run.Progress;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The second round by hand, as somebody does it whose rows lie on several machines. */
class MergedPicksTest {
    private static final int N = 90;

    private static Features rows() {
        SplittableRandom random = new SplittableRandom(4);
        float[] values = new float[N * 5];
        for (int k = 0; k < values.length; k++) {
            values[k] = (float) random.nextGaussian();
        }
        return DenseFeatures.of(values, 5);
    }

    @Test
    void whatPartsDemandAddsUpToWhatAllDemand() {
        int[] picks = {3, 20, 41, 77};
        double[] own = IntStream.range(0, N).mapToDouble(id -> id % 4).toArray(); // whole numbers, so sums are exact
        try (Threads threads = new Threads(1);
                Features rows = rows()) {
            int[] all = IntStream.range(0, N).toArray();
            double[] demand = MergedPicks.demand(rows, all, own, picks, threads);
            assertThat(Arrays.stream(demand).sum()).isEqualTo(Arrays.stream(own).sum());
            double[] first = MergedPicks.demand(rows, Arrays.copyOf(all, 50), Arrays.copyOf(own, 50), picks, threads);
            double[] others = MergedPicks.demand(
                    rows, Arrays.copyOfRange(all, 50, N), Arrays.copyOfRange(own, 50, N), picks, threads);
            for (int k = 0; k < picks.length; k++) {
                assertThat(first[k] + others[k]).isEqualTo(demand[k]);
            }
        }
    }

    @Test
    void whatIsDemandedMostIsPickedFirst() {
        int[] picks = {3, 20, 41, 77};
        RankingSettings settings = RankingSettings.of(RankingMethod.FACILITY_LOCATION, 0);
        try (Threads threads = new Threads(1);
                Features rows = rows()) {
            for (int most = 0; most < picks.length; most++) {
                double[] demand = {1, 1, 1, 1};
                demand[most] = 1_000;
                Ranking ranking = MergedPicks.rank(
                        settings, rows, picks, demand, 2, threads, new MemoryLimit(1 << 20), Progress.NONE);
                assertThat(ranking.ids()[0]).isEqualTo(picks[most]);
            }
        }
    }
}
