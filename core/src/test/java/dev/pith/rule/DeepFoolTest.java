package dev.pith.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pith.PithException;
import dev.pith.Ranking;
import dev.pith.feature.Features;
import dev.pith.parallel.Threads;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeepFoolTest {
    private static final int N = 120;

    private static double[] embedding(Evidence evidence, int id) {
        Features rows = evidence.rows();
        double[] row = new double[rows.dimension()];
        rows.add(id, 1, row);
        return row;
    }

    private static double[] logits(LastLayer layer, double[] embedding) {
        double[] logits = layer.biases().clone();
        for (int k = 0; k < logits.length; k++) {
            for (int j = 0; j < embedding.length; j++) {
                logits[k] += layer.weights()[k][j] * embedding[j];
            }
        }
        return logits;
    }

    private static int named(double[] logits) {
        int y = 0;
        for (int k = 1; k < logits.length; k++) {
            y = logits[k] > logits[y] ? k : y;
        }
        return y;
    }

    /**
     * A gain is the least distance at which the network names something else: a step towards the nearest boundary that
     * is a little longer does it, and no step that is a little shorter, in whichever direction.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void theGainIsTheDistanceToWhatIsNamedOtherwise(long seed) {
        try (Threads threads = new Threads(2)) {
            Evidence evidence = Made.of(seed, N, threads);
            LastLayer layer = Objects.requireNonNull(evidence.lastLayer());
            int[] ids = Made.firstClass(N);
            Ranking ranking = new DeepFool().rank(Made.task(evidence, ids, ids.length, threads));
            assertThat(ranking.gains()).isSorted();
            for (int at = 0; at < ids.length; at++) {
                double[] embedding = embedding(evidence, ranking.ids()[at]);
                int y = named(logits(layer, embedding));
                boolean fooled = false;
                for (int k = 0; k < Made.CLASSES; k++) {
                    double[] step = new double[embedding.length];
                    for (int j = 0; j < step.length; j++) {
                        step[j] = layer.weights()[k][j] - layer.weights()[y][j];
                    }
                    double length =
                            Math.sqrt(Arrays.stream(step).map(x -> x * x).sum());
                    if (k != y) {
                        double gain = ranking.gains()[at];
                        assertThat(named(logits(layer, moved(embedding, step, (gain - 1e-9) / length))))
                                .isEqualTo(y);
                        fooled |= named(logits(layer, moved(embedding, step, (gain + 1e-9) / length))) != y;
                    }
                }
                assertThat(fooled).isTrue();
            }
        }
    }

    private static double[] moved(double[] from, double[] step, double times) {
        double[] to = new double[from.length];
        Arrays.setAll(to, j -> from[j] + times * step[j]);
        return to;
    }

    @Test
    void ofTwoClassesItIsTheGapOverTheLengthOfTheDifference() {
        try (Threads threads = new Threads(1)) {
            Evidence made = Made.of(2, N, threads);
            double[][] weights = {{1, 2, 2, 0, 0, 0}, {-2, -2, 2, 0, 0, 0}}; // apart by (3, 4, 0)
            int[] ids = {7};
            Evidence evidence = made.withLastLayer(new LastLayer(weights, new double[] {0.5, -0.25}));
            double[] e = embedding(made, 7);
            double gap = Math.abs(3 * e[0] + 4 * e[1] + 0.75);
            assertThat(new DeepFool().rank(Made.task(evidence, ids, 1, threads)).gains()[0])
                    .isCloseTo(gap / 5, within(1e-12));
        }
    }

    @Test
    void aLayerWithoutABoundaryIsRefused() {
        try (Threads threads = new Threads(1)) {
            Evidence made = Made.of(2, N, threads);
            int[] ids = {4, 8};
            for (LastLayer layer : new LastLayer[] {
                new LastLayer(new double[1][6], new double[1]), new LastLayer(new double[3][6], new double[] {0, 1, 0})
            }) {
                RankingTask task = Made.task(made.withLastLayer(layer), ids, 1, threads);
                assertThatThrownBy(() -> new DeepFool().rank(task))
                        .isInstanceOf(PithException.class)
                        .hasMessageMatching(
                                "the last layer has no boundary next to sample 4, which it names class [01]:"
                                        + " take a network that tells two classes apart, or another `method`");
            }
            RankingTask other =
                    Made.task(made.withLastLayer(new LastLayer(new double[2][5], new double[2])), ids, 1, threads);
            assertThatThrownBy(() -> new DeepFool().rank(other))
                    .isInstanceOf(PithException.class)
                    .hasMessage("the last layer takes embeddings of 5 numbers, those of the gradients have 6: make both"
                            + " anew with pith features SOURCE `features` gradient");
        }
    }
}
