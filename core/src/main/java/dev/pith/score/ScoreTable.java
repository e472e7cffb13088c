package dev.pith.score;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Scores of n samples by name. What could not be looked at is NaN in all of them. */
public final class ScoreTable {
    private final int size;
    private final Map<Score, double[]> columns;

    /**
     * Takes scores.
     *
     * @param columns each {@code double[n]}; not copied
     * @throws IllegalArgumentException when lengths differ, or there is none
     */
    public ScoreTable(Map<Score, double[]> columns) {
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("a table of scores needs a score");
        }
        this.columns = new EnumMap<>(columns);
        this.size = columns.values().iterator().next().length;
        if (columns.values().stream().anyMatch(column -> column.length != size)) {
            throw new IllegalArgumentException("scores of one table need one length");
        }
    }

    /** Returns n. */
    public int size() {
        return size;
    }

    /** Returns whether a score is known. */
    public boolean has(Score score) {
        return columns.containsKey(score);
    }

    /**
     * Returns a score of every id; not copied.
     *
     * @throws IllegalArgumentException when it is not known
     */
    public double[] of(Score score) {
        double[] column = columns.get(score);
        if (column == null) {
            throw new IllegalArgumentException("the score " + score + " is not known; known are " + columns.keySet());
        }
        return column;
    }

    /** Returns the ids that have a score, from the lowest to the highest, equal ones by id. */
    public int[] ascending(Score score) {
        double[] column = of(score);
        return IntStream.range(0, size)
                .filter(id -> !Double.isNaN(column[id]))
                .boxed()
                .sorted(Comparator.comparingDouble(id -> column[id]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** Returns the mean of tables of the same samples and scores, those of several networks. */
    public static ScoreTable mean(List<ScoreTable> tables) {
        Map<Score, double[]> means = new EnumMap<>(Score.class);
        for (Score score : tables.get(0).columns.keySet()) {
            double[] mean = new double[tables.get(0).size];
            for (ScoreTable table : tables) {
                double[] column = table.of(score);
                for (int i = 0; i < mean.length; i++) {
                    mean[i] += column[i] / tables.size();
                }
            }
            means.put(score, mean);
        }
        return new ScoreTable(means);
    }
}
