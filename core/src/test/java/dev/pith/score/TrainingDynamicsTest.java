package dev.pith.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pith.PithException;
import dev.pith.parallel.Threads;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingDynamicsTest {
    private static final Offset<Double> EXACT = within(1e-12);
    private static final Offset<Double> FLOAT = within(2e-7);

    /** Returns logits whose softmax are these probabilities. */
    private static float[] logits(double... p) {
        float[] logits = new float[p.length];
        for (int k = 0; k < p.length; k++) {
            logits[k] = (float) Math.log(p[k]);
        }
        return logits;
    }

    private static void look(TrainingDynamics dynamics, int look, double... p) {
        dynamics.add(look, new int[] {0}, logits(p), new float[] {0, 3, 4});
    }

    /** Probabilities of the label, 0.5, 0.25, 0.75 and 0.25, on paper. */
    @Test
    void isWhatOneComputesByHand() {
        TrainingDynamics dynamics = new TrainingDynamics(new int[] {0}, 2, 4);
        look(dynamics, 0, 0.5, 0.5);
        look(dynamics, 1, 0.25, 0.75);
        look(dynamics, 2, 0.75, 0.25);
        look(dynamics, 3, 0.25, 0.75);
        ScoreTable scores = dynamics.scores();
        double root2 = Math.sqrt(2); // with two classes |p - onehot| is sqrt(2) (1 - p(y))
        assertThat(scores.of(Score.EL2N)[0]).isEqualTo(root2 * (0.5 + 0.75 + 0.25 + 0.75) / 4, FLOAT);
        assertThat(scores.of(Score.GRAND)[0]).isEqualTo(Math.sqrt(26) * root2 * 2.25 / 4, within(2e-6));
        assertThat(scores.of(Score.FORGETTING)[0]).isEqualTo(2); // 0.5 against 0.5 is class 0, the first
        assertThat(scores.of(Score.AUM)[0]).isEqualTo((0 - 0.5 + 0.5 - 0.5) / 4, FLOAT);
        // windows of two: (0.5, 0.25), (0.25, 0.75), (0.75, 0.25); the deviation of two numbers is their distance /
        // sqrt(2)
        assertThat(scores.of(Score.DYN_UNC)[0]).isEqualTo((0.25 + 0.5 + 0.5) / root2 / 3, FLOAT);
        assertThat(scores.of(Score.DUAL)[0]).isEqualTo((0.25 * 0.625 + 0.5 * 0.5 + 0.5 * 0.5) / root2 / 3, FLOAT);
        assertThat(scores.of(Score.CAD)[0])
                .isEqualTo((0.25 + 0.5) / 2, FLOAT); // the first two windows; sqrt(2) / sqrt(2)
        assertThat(scores.of(Score.MARGIN)[0]).isEqualTo(0.5, FLOAT);
        assertThat(scores.of(Score.ENTROPY)[0]).isEqualTo(-0.25 * Math.log(0.25) - 0.75 * Math.log(0.75), FLOAT);
        assertThat(scores.of(Score.LEAST_CONFIDENCE)[0]).isEqualTo(0.25, FLOAT);
        assertThat(scores.of(Score.MEAN_PROBABILITY)[0]).isEqualTo(1.75 / 4, FLOAT);
    }

    @Test
    void neverNamedRightlyIsForgottenAtEveryLook() {
        TrainingDynamics dynamics = new TrainingDynamics(new int[] {1}, 3, 3);
        for (int look = 0; look < 3; look++) {
            look(dynamics, look, 0.4, 0.4, 0.2); // of equal ones the first is named
        }
        assertThat(dynamics.scores().of(Score.FORGETTING)).containsExactly(3);
        assertThat(dynamics.scores().of(Score.AUM)).containsExactly(0);
    }

    /** Random looks at some samples, and what is known of them in plain doubles. */
    private static final class Looks {
        final int n;
        final int classes;
        final int looks;
        final int[] labels;
        final float[][][] logits;
        final float[][][] embeddings;

        Looks(int n, int classes, int looks, long seed) {
            Random random = new Random(seed);
            this.n = n;
            this.classes = classes;
            this.looks = looks;
            labels = random.ints(n, 0, classes).toArray();
            logits = new float[looks][n][classes];
            embeddings = new float[looks][n][3];
            for (int k = 0; k < looks; k++) {
                for (int id = 0; id < n; id++) {
                    for (int c = 0; c < classes; c++) {
                        logits[k][id][c] = (float) random.nextGaussian() * (1 + id % 7);
                    }
                    logits[k][id][labels[id]] += id % 3;
                    for (int d = 0; d < 3; d++) {
                        embeddings[k][id][d] = (float) random.nextGaussian();
                    }
                }
            }
        }

        /** Adds every look in blocks of so many samples, shared out among threads. */
        ScoreTable collected(int block, int threadCount) {
            TrainingDynamics dynamics = new TrainingDynamics(labels, classes, looks);
            try (Threads threads = new Threads(threadCount)) {
                for (int k = 0; k < looks; k++) {
                    int look = k;
                    threads.forEach((n + block - 1) / block, b -> {
                        int[] ids = IntStream.range(b * block, Math.min(n, (b + 1) * block))
                                .toArray();
                        dynamics.add(look, ids, rows(logits[look], ids), rows(embeddings[look], ids));
                    });
                }
            }
            return dynamics.scores();
        }

        private static float[] rows(float[][] values, int[] ids) {
            float[] rows = new float[ids.length * values[0].length];
            for (int i = 0; i < ids.length; i++) {
                System.arraycopy(values[ids[i]], 0, rows, i * values[0].length, values[0].length);
            }
            return rows;
        }

        double[] p(int look, int id) {
            double sum = 0;
            double[] p = new double[classes];
            for (int c = 0; c < classes; c++) {
                p[c] = Math.exp(logits[look][id][c]);
                sum += p[c];
            }
            for (int c = 0; c < classes; c++) {
                p[c] /= sum;
            }
            return p;
        }

        double[] ofLabel(int id) {
            return IntStream.range(0, looks)
                    .mapToDouble(k -> p(k, id)[labels[id]])
                    .toArray();
        }

        double[] distances(int id) {
            return IntStream.range(0, looks)
                    .mapToDouble(k -> {
                        double[] p = p(k, id);
                        p[labels[id]] -= 1;
                        return Math.sqrt(DoubleStream.of(p).map(x -> x * x).sum());
                    })
                    .toArray();
        }
    }

    private static double deviation(double[] values, int from, int length) {
        double mean = Arrays.stream(values, from, from + length).sum() / length;
        double squares = Arrays.stream(values, from, from + length)
                .map(x -> (x - mean) * (x - mean))
                .sum();
        return Math.sqrt(squares / (length - 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 9, 20})
    void isWhatNaiveLoopsGive(int looks) {
        Looks all = new Looks(50, 4, looks, looks);
        ScoreTable scores = all.collected(7, 1);
        int window = Math.max(2, looks / 3);
        for (int id = 0; id < all.n; id++) {
            double[] p = all.ofLabel(id);
            double[] distances = all.distances(id);
            double grand = 0;
            double aum = 0;
            for (int k = 0; k < looks; k++) {
                float[] e = all.embeddings[k][id];
                grand += distances[k]
                        * Math.sqrt(1 + (double) e[0] * e[0] + (double) e[1] * e[1] + (double) e[2] * e[2]);
                double[] others = all.p(k, id);
                others[all.labels[id]] = 0;
                aum += p[k] - Arrays.stream(others).max().orElseThrow();
            }
            double unc = 0;
            double dual = 0;
            int windows = looks - window + 1;
            for (int k = 0; k < windows; k++) {
                double mean = Arrays.stream(p, k, k + window).sum() / window;
                unc += deviation(p, k, window) / windows;
                dual += deviation(p, k, window) * (1 - mean) / windows;
            }
            double cad = looks < 4
                    ? deviation(distances, 0, 2)
                    : (deviation(distances, 0, looks - 2) + deviation(distances, 1, looks - 2)) / 2;
            double[] sorted = all.p(looks - 1, id);
            double entropy = -Arrays.stream(sorted).map(x -> x * Math.log(x)).sum();
            Arrays.sort(sorted);
            assertThat(scores.of(Score.EL2N)[id])
                    .isEqualTo(Arrays.stream(distances).sum() / looks, EXACT);
            assertThat(scores.of(Score.GRAND)[id]).isEqualTo(grand / looks, EXACT);
            assertThat(scores.of(Score.AUM)[id]).isEqualTo(aum / looks, EXACT);
            assertThat(scores.of(Score.DYN_UNC)[id]).isEqualTo(unc, FLOAT);
            assertThat(scores.of(Score.DUAL)[id]).isEqualTo(dual, FLOAT);
            assertThat(scores.of(Score.CAD)[id]).isEqualTo(cad, FLOAT);
            assertThat(scores.of(Score.MARGIN)[id]).isEqualTo(1 - (sorted[3] - sorted[2]), EXACT);
            assertThat(scores.of(Score.ENTROPY)[id]).isEqualTo(entropy, EXACT);
            assertThat(scores.of(Score.LEAST_CONFIDENCE)[id]).isEqualTo(1 - sorted[3], EXACT);
            assertThat(scores.of(Score.MEAN_PROBABILITY)[id])
                    .isEqualTo(Arrays.stream(p).sum() / looks, EXACT);
        }
    }

    @Test
    void doesNotDependOnThreadsAndBlocks() {
        Looks all = new Looks(500, 10, 6, 1);
        ScoreTable one = all.collected(500, 1);
        for (int threadCount = 1; threadCount <= 4; threadCount++) {
            ScoreTable other = all.collected(1 + 16 * threadCount, threadCount);
            for (Score score : Score.values()) {
                assertThat(other.of(score)).as(score.toString()).isEqualTo(one.of(score));
            }
        }
    }

    /** The doubt about a sample that is as good as certain is not rounded away. */
    @Test
    void tellsCertainSamplesApart() {
        TrainingDynamics dynamics = new TrainingDynamics(new int[] {0, 0}, 2, 2);
        for (int look = 0; look < 2; look++) {
            dynamics.add(look, new int[] {0, 1}, new float[] {30 + look, 0, 31 + look, 0}, new float[2]);
        }
        double[] unc = dynamics.scores().of(Score.DYN_UNC);
        assertThat(unc[0] / unc[1]).isEqualTo(Math.E, within(1e-5));
        assertThat(dynamics.scores().of(Score.EL2N)[0]).isPositive();
    }

    @Test
    void whatNobodyLookedAtIsNaN() {
        TrainingDynamics dynamics = new TrainingDynamics(new int[] {0, 1, 1}, 2, 2);
        for (int look = 0; look < 2; look++) {
            dynamics.add(look, new int[] {2, 0}, new float[] {1, 2, 3, 4}, new float[2]);
        }
        for (Score score : Score.values()) {
            assertThat(dynamics.scores().of(score)[1]).isNaN();
            assertThat(dynamics.scores().of(score)[2]).isFinite();
        }
    }

    @Test
    void refuses() {
        assertThatThrownBy(() -> new TrainingDynamics(new int[1], 1, 4))
                .hasMessage("scores need two classes at least, got 1");
        assertThatThrownBy(() -> new TrainingDynamics(new int[1], 2, 1))
                .hasMessage("looks must be from 2 to 32767, got 1");
        TrainingDynamics dynamics = new TrainingDynamics(new int[8], 2, 3);
        assertThatThrownBy(() -> dynamics.add(0, new int[] {7}, new float[] {1, Float.NaN}, new float[1]))
                .isInstanceOf(PithException.class)
                .hasMessage(
                        "the network says NaN of sample 7 at look 1 of 3, and scores need numbers: check its image, or give"
                                + " another `seed` or `net`");
        assertThatThrownBy(
                        () -> dynamics.add(0, new int[] {7}, new float[] {1, 2}, new float[] {Float.POSITIVE_INFINITY}))
                .hasMessageContaining("Infinity of sample 7");
        dynamics.add(0, new int[] {7}, new float[2], new float[1]);
        assertThatThrownBy(() -> dynamics.add(2, new int[] {7}, new float[2], new float[1]))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("sample 7 was looked at 1 times, not 2");
        assertThatThrownBy(dynamics::scores).hasMessage("sample 7 was looked at 1 times, others 3");
    }
}
