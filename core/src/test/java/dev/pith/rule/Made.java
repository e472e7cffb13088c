package dev.pith.rule;

import dev.pith.Ranking;
import dev.pith.feature.DenseFeatures;
import dev.pith.feature.GradientFactors;
import dev.pith.npy.FloatMatrix;
import dev.pith.parallel.Threads;
import dev.pith.run.MemoryLimit;
import dev.pith.run.Progress;
import dev.pith.score.Score;
import dev.pith.score.ScoreTable;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Evidence of random samples, by seed: embeddings near their class, probabilities, gradients and scores that fit them;
 * odd seeds have ties.
 */
public final class Made {
    public static final int CLASSES = 4;
    private static final int WIDTH = 6;
    public static final MemoryLimit MEMORY = new MemoryLimit(1L << 30);

    private Made() {}

    /** Returns evidence of n samples of four classes, which take turns. */
    public static Evidence of(long seed, int n, Threads threads) {
        Random random = new Random(seed);
        boolean ties = seed % 2 == 1;
        float[] embeddings = new float[n * WIDTH];
        float[] logitGradients = new float[n * CLASSES];
        long[] labels = new long[n];
        for (int i = 0; i < n; i++) {
            int label = i % CLASSES;
            labels[i] = label;
            int twin = ties && i >= CLASSES && random.nextInt(4) == 0 ? i - CLASSES : -1;
            for (int j = 0; j < WIDTH; j++) {
                embeddings[i * WIDTH + j] = twin >= 0
                        ? embeddings[twin * WIDTH + j]
                        : (float) (random.nextGaussian() + (j == label ? 2 : 0.1));
            }
            double[] p = new double[CLASSES];
            double sum = 0;
            for (int c = 0; c < CLASSES; c++) {
                p[c] = Math.exp(2 * random.nextGaussian() + (c == label ? 1.5 : 0));
                sum += p[c];
            }
            for (int c = 0; c < CLASSES; c++) {
                logitGradients[i * CLASSES + c] =
                        twin >= 0 ? logitGradients[twin * CLASSES + c] : (float) (p[c] / sum - (c == label ? 1 : 0));
            }
        }
        FloatMatrix rows = FloatMatrix.of(embeddings, n, WIDTH);
        GradientFactors gradients = new GradientFactors(
                FloatMatrix.of(logitGradients, n, CLASSES), FloatMatrix.of(embeddings, n, WIDTH), threads);
        return new Evidence(
                        new DenseFeatures(rows, threads),
                        gradients,
                        scores(random, n, ties),
                        null,
                        labels,
                        lastLayer(new Random(~seed)))
                .withQueries(queries(new Random(seed + 1)));
    }

    private static double[][] queries(Random random) {
        double[][] queries = new double[3][];
        Arrays.setAll(queries, q -> random.doubles(WIDTH, -1, 1).toArray());
        return queries;
    }

    private static LastLayer lastLayer(Random random) {
        return LastLayer.of(random.doubles(CLASSES * (WIDTH + 1L), -1, 1).toArray(), CLASSES);
    }

    private static ScoreTable scores(Random random, int n, boolean ties) {
        Map<Score, double[]> columns = new EnumMap<>(Score.class);
        for (Score score : Score.values()) {
            double[] column = new double[n];
            for (int i = 0; i < n; i++) {
                double value = random.nextDouble();
                column[i] = ties ? Math.round(5 * value) / 5.0 : value;
            }
            columns.put(score, column);
        }
        return new ScoreTable(columns);
    }

    /** Returns a score of all samples; not copied. */
    public static double[] score(Evidence evidence, Score score) {
        return Objects.requireNonNull(evidence.scores()).of(score);
    }

    /** Returns the labels. */
    public static long[] labels(Evidence evidence) {
        return Objects.requireNonNull(evidence.labels());
    }

    /** Returns the ids of the first class. */
    static int[] firstClass(int n) {
        return IntStream.range(0, n).filter(id -> id % CLASSES == 0).toArray();
    }

    static RankingTask task(Evidence evidence, int[] ids, int budget, Threads threads) {
        return RankingTask.of(evidence, ids, budget, threads, MEMORY, Progress.NONE);
    }

    /** Ranks the first class of made evidence. */
    static Ranking rank(Rule rule, long seed, int n, int budget) {
        try (Threads threads = new Threads(2)) {
            return rule.rank(task(of(seed, n, threads), firstClass(n), budget, threads));
        }
    }
}
