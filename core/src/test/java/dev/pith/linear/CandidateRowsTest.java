package dev.pith.linear;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.feature.DenseFeatures;
import dev.pith.feature.Features;
import dev.pith.feature.HardRows;
import dev.pith.feature.Similarity;
import dev.pith.parallel.Threads;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a pick does to the gain of every other row is what the terms say of its product in float32, within their error.
 */
class CandidateRowsTest {
    @ParameterizedTest
    @EnumSource
    void tellWhatAPickDoes(HardRows rows) {
        try (Threads threads = new Threads(2)) {
            for (int n : HardRows.sizes()) {
                int d = n < 100 ? 33 : 3;
                Features features = DenseFeatures.of(rows.values(n, d, n), d);
                for (Similarity similarity : rows.similarities(n)) {
                    for (boolean herding : new boolean[] {false, true}) {
                        check(features, similarity, herding, threads);
                    }
                }
            }
        }
    }

    private static void check(Features features, Similarity similarity, boolean herding, Threads threads) {
        int n = features.size();
        int[] all = IntStream.range(0, n).toArray();
        FeaturePool pool = new FeaturePool(features, similarity, all, threads);
        LinearGain gain = herding
                ? LinearGain.herding(similarity, pool.moments())
                : LinearGain.graphCut(similarity, pool.moments(), 1);
        CandidateRows terms = new CandidateRows(gain, features, all);
        int[] picks = IntStream.of(n - 1, 0, n / 2).distinct().toArray();
        float[][] dots = new float[picks.length][n];
        features.approximateDots(all, picks, dots);
        for (int p = 0; p < picks.length; p++) {
            double[] before = new double[n];
            for (int i = 0; i < n; i++) {
                before[i] = gain.of(features, i);
            }
            gain.pick(features, picks[p]);
            if (!terms.trusted(picks[p])) {
                continue;
            }
            double most = terms.error(picks[p]) + gain.slack(terms.largestNorm());
            for (int i = 0; i < n; i++) {
                if (terms.slope()[i] != 0) {
                    double change = terms.perPick()[i]
                            + terms.shift(picks[p])
                            - terms.factor(picks[p]) * terms.slope()[i] * dots[p][i];
                    double off = Math.abs(gain.of(features, i) - before[i] - change);
                    if (!(off <= most)) {
                        assertThat(off).as("row %s of %s", i, n).isLessThanOrEqualTo(most);
                    }
                }
            }
        }
    }
}
