package dev.pith.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.Ranking;
import dev.pith.feature.DenseFeatures;
import dev.pith.feature.Features;
import dev.pith.feature.Moments;
import dev.pith.feature.Similarity;
import dev.pith.parallel.Threads;
import dev.pith.run.Progress;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every pool must do, wherever its rows lie. */
public abstract class PoolContract {
    private static final int N = 9001;
    private static final int D = 12;
    private static final float[] VALUES = values();

    /** For the tests of pools. */
    protected PoolContract() {}

    /** Opens a pool over these rows, {@code float[n * d]}. */
    protected abstract Pool open(float[] values, int columns, Similarity similarity, int[] ids, Threads threads)
            throws IOException;

    private static float[] values() {
        SplittableRandom random = new SplittableRandom(3);
        float[] values = new float[N * D];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() / (1 + i % D) + (i % D == 0 ? 1.5 : 0));
        }
        return values;
    }

    private static int[] someIds() {
        return IntStream.range(0, N).filter(i -> i % 5 != 2).toArray();
    }

    @ParameterizedTest
    @EnumSource
    void sumsInBlocksOfIds(Similarity similarity) throws IOException {
        Features features = DenseFeatures.of(VALUES, D);
        Moments expected = new Moments(D);
        for (int block = 0; block * 4096 < N; block++) {
            Moments sum = new Moments(D);
            for (int id : someIds()) {
                if (id / 4096 == block) {
                    sum.add(features, similarity, id);
                }
            }
            expected.add(sum);
        }
        for (int threadCount : new int[] {1, 3}) {
            try (Threads threads = new Threads(threadCount)) {
                Moments moments =
                        open(VALUES, D, similarity, someIds(), threads).moments();
                assertThat(moments.vector()).isEqualTo(expected.vector());
                assertThat(moments.squaredNorms()).isEqualTo(expected.squaredNorms());
                assertThat(moments.count()).isEqualTo(someIds().length);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void theBoundHoldsForEveryRowOutsideAsPicksGoOn(Similarity similarity) throws IOException {
        Features features = DenseFeatures.of(VALUES, D);
        try (Threads threads = new Threads(2)) {
            Pool pool = open(VALUES, D, similarity, someIds(), threads);
            LinearGain gain = LinearGain.graphCut(similarity, pool.moments(), 1);
            Candidates candidates = pool.best(gain, 700);
            BitSet inside = new BitSet();
            Arrays.stream(candidates.ids()).forEach(inside::set);
            assertThat(candidates.ids()).hasSize(700).isSorted();
            for (int k = 0; k < 700; k++) {
                assertThat(Math.abs(candidates.gains()[k]
                                - gain.of(candidates.features(), candidates.rows()[k])))
                        .isLessThanOrEqualTo(candidates.gainError());
            }
            for (int pick = 0; pick < 300; pick += 20) {
                double bound = candidates.outside().largestGain(gain);
                double largest = Arrays.stream(someIds())
                        .filter(id -> !inside.get(id))
                        .mapToDouble(id -> gain.of(features, id))
                        .max()
                        .orElseThrow();
                assertThat(largest).isLessThanOrEqualTo(bound);
                for (int k = pick; k < pick + 20; k++) {
                    gain.pick(candidates.features(), candidates.rows()[k]);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void twoBinsAreWhatTheNaiveLoopPicks(Similarity similarity) throws IOException {
        Features features = DenseFeatures.of(VALUES, D);
        try (Threads threads = new Threads(2)) {
            Pool pool = open(VALUES, D, similarity, someIds(), threads);
            LinearGreedy greedy = new LinearGreedy(pool, 0, threads);
            int[] remaining = someIds();
            for (int bin = 0; bin < 2; bin++) {
                int[] ids = remaining;
                Moments moments = pool.moments();
                Ranking naive = NaiveLinearGreedy.pick(features, ids, LinearGain.graphCut(similarity, moments, 1), 150);
                Ranking picks = greedy.pick(LinearGain.graphCut(similarity, moments, 1), 150, Progress.NONE);
                assertThat(picks.ids()).isEqualTo(naive.ids());
                assertThat(picks.gains()).isEqualTo(naive.gains());
                BitSet gone = new BitSet();
                Arrays.stream(picks.ids()).forEach(gone::set);
                remaining = Arrays.stream(ids).filter(id -> !gone.get(id)).toArray();
                assertThat(pool.size()).isEqualTo(remaining.length);
            }
        }
    }

    @Test
    void forgetsOnlyWhatItHolds() throws IOException {
        try (Threads threads = new Threads(1)) {
            Pool pool = open(new float[] {1, 2, 3}, 1, Similarity.DOT, new int[] {0, 2}, threads);
            assertThatThrownBy(() -> pool.forget(new int[] {1}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("can only forget rows of the pool, each once");
            pool.forget(new int[] {2});
            assertThat(pool.size()).isEqualTo(1);
        }
    }
}
