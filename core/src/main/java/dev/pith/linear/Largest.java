package dev.pith.linear;

import java.util.Arrays;

/** Finds the largest of many numbers without sorting them. */
final class Largest {
    private Largest() {}

    /**
     * Returns the positions of the {@code count} largest values, ascending; of equal values at the edge the first ones.
     *
     * @param values not NaN
     * @param count from 0 to {@code values.length}
     */
    static int[] positions(double[] values, int count) {
        int[] positions = new int[count];
        if (count == values.length) {
            Arrays.setAll(positions, i -> i);
            return positions;
        }
        if (count == 0) {
            return positions;
        }
        double threshold = threshold(values.clone(), count);
        int above = 0;
        for (double value : values) {
            if (value > threshold) {
                above++;
            }
        }
        int equal = count - above;
        int found = 0;
        for (int i = 0; found < count; i++) {
            if (values[i] > threshold || (values[i] == threshold && equal-- > 0)) {
                positions[found++] = i;
            }
        }
        return positions;
    }

    /**
     * Returns the value of rank {@code count} (1 is the largest), reordering the array: Hoare's quickselect,
     * median of three.
     */
    private static double threshold(double[] values, int count) {
        int low = 0;
        int high = values.length - 1;
        int target = count - 1;
        while (low < high) {
            double pivot = median(values[low], values[(low + high) >>> 1], values[high]);
            int i = low;
            int j = high;
            while (i <= j) {
                while (values[i] > pivot) {
                    i++;
                }
                while (values[j] < pivot) {
                    j--;
                }
                if (i <= j) {
                    double swap = values[i];
                    values[i++] = values[j];
                    values[j--] = swap;
                }
            }
            if (target <= j) {
                high = j;
            } else if (target >= i) {
                low = i;
            } else {
                break;
            }
        }
        return values[target];
    }

    private static double median(double a, double b, double c) {
        return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    }
}
