package dev.pith.rule;

import dev.pith.Ranking;
import dev.pith.feature.Features;
import java.util.Arrays;

/**
 * Moderate coresets (Xia et al., ICLR 2023), class by class: the samples whose distance from the centre of the class is
 * nearest to the median of these distances. The centre is the median of each coordinate, as in the published code (the
 * paper has the mean); distances are Euclidean, of embeddings as they are. A gain is minus the difference to the median
 * distance. A smaller budget gives a prefix.
 */
public record Moderate() implements Rule {
    /** Numbers of coordinates that are sorted at once. */
    private static final int AT_ONCE = 1 << 22;

    @Override
    public Ranking rank(RankingTask task) {
        int[] all = task.all();
        if (all.length == 0) {
            return new Ranking(new int[0], new double[0]);
        }
        Features rows = task.evidence().embeddings();
        double[] center = medians(rows, all);
        double squares = 0;
        for (double value : center) {
            squares += value * value;
        }
        double[] distances = new double[all.length];
        for (int k = 0; k < all.length; k++) {
            double squared = rows.squaredNorm(all[k]) - 2 * rows.dot(all[k], center) + squares;
            distances[k] = Math.sqrt(Math.max(0, squared));
        }
        double middle = median(distances.clone());
        double[] keys = new double[task.ids().length];
        for (int k = 0; k < keys.length; k++) {
            keys[k] = Math.abs(distances[Arrays.binarySearch(all, task.ids()[k])] - middle);
        }
        return task.smallest(keys, key -> 0 - key);
    }

    private static double[] medians(Features rows, int[] ids) {
        int width = rows.dimension();
        double[] medians = new double[width];
        int atOnce = Math.max(1, Math.min(width, AT_ONCE / ids.length));
        for (int from = 0; from < width; from += atOnce) {
            double[][] columns = new double[Math.min(atOnce, width - from)][ids.length];
            double[] row = new double[width];
            for (int k = 0; k < ids.length; k++) {
                Arrays.fill(row, 0);
                rows.add(ids[k], 1, row);
                for (int j = 0; j < columns.length; j++) {
                    columns[j][k] = row[from + j];
                }
            }
            for (int j = 0; j < columns.length; j++) {
                medians[from + j] = median(columns[j]);
            }
        }
        return medians;
    }

    /** Returns the middle one, of an even number the mean of the two; sorts the values. */
    private static double median(double[] values) {
        Arrays.sort(values);
        int half = values.length / 2;
        return values.length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
    }
}
