package dev.pith.linear;

import dev.pith.feature.Features;
import dev.pith.feature.Float32;
import dev.pith.feature.Similarity;
import dev.pith.parallel.Threads;

/** Where rows lie along some {@link Directions}, and how much of them lies outside. */
final class Coordinates {
    private final Directions directions;
    private final int[] rows;
    private final float[][] coordinates;
    private final float[] residuals;
    private final float[] norms;
    private final float[] errors;
    private final double growth;

    /** @param rows the rows that will be asked for, ascending */
    Coordinates(Directions directions, Features features, Similarity similarity, int[] rows, Threads threads) {
        this.directions = directions;
        this.rows = rows;
        this.coordinates = new float[directions.count()][rows.length];
        this.residuals = new float[rows.length];
        this.norms = new float[rows.length];
        this.errors = new float[rows.length];
        this.growth = Rounding.growth(features.dimension());
        threads.forEach(directions.count(), k -> {
            if (k > 0) {
                features.approximateDots(rows, directions.direction(k), coordinates[k]);
            }
        });
        int block = 1024;
        threads.forEach((rows.length + block - 1) / block, task -> {
            for (int i = task * block; i < Math.min(rows.length, (task + 1) * block); i++) {
                place(features, similarity, i);
            }
        });
    }

    /**
     * Scales the coordinates of row i and bounds its part outside the directions. The first coordinate is computed in
     * double, the others in float32, each within {@code error}: as a vector they are at most {@code error sqrt(count)}
     * shorter or longer than the true ones, and what they surely hold of the row lies along the directions.
     */
    private void place(Features features, Similarity similarity, int i) {
        int count = directions.count();
        double squaredNorm = features.squaredNorm(rows[i]);
        double norm = Math.sqrt(squaredNorm);
        double weight = similarity.scale() * similarity.weight(squaredNorm);
        double along = count == 0 ? 0 : features.dot(rows[i], directions.direction(0));
        double others = 0;
        for (int k = 1; k < count; k++) {
            others += (double) coordinates[k][i] * coordinates[k][i];
            coordinates[k][i] = (float) (weight * coordinates[k][i]);
        }
        if (count > 0) {
            coordinates[0][i] = (float) (weight * along);
        }
        double error = Float32.error(features, 1, norm, 1);
        double sure = Math.max(0, Math.sqrt(others) - error * Math.sqrt(count));
        double outside = Math.max(0, squaredNorm * growth - along * along - sure * sure);
        residuals[i] = roundUp(weight * Math.sqrt(outside));
        // Rounding a coordinate to float32 takes 2^-24 of it, but below the smallest normal float up to 2^-150.
        norms[i] = roundUp(Math.max(Float.MIN_NORMAL, weight * norm));
        errors[i] = roundUp(weight * error);
    }

    /** Returns a float that is not below the true value: rounding to float32 takes half of what the next float adds. */
    private float roundUp(double value) {
        return Math.nextUp((float) (value * growth));
    }

    Directions directions() {
        return directions;
    }

    /** Returns where a row is found; {@code from} is a lower limit of the answer. */
    int indexOf(int row, int from) {
        int index = from;
        while (rows[index] != row) {
            index++;
        }
        return index;
    }

    /** Returns the coordinate k of the row at an index, approximate but for k = 0, and rounded to float32. */
    float coordinate(int k, int index) {
        return coordinates[k][index];
    }

    /** Returns a bound on the norm of the part of the row that the directions do not hold. */
    float residual(int index) {
        return residuals[index];
    }

    /** Returns a bound on the norm of the row; at least the smallest normal float. */
    float norm(int index) {
        return norms[index];
    }

    /** Returns how far coordinates but the first may be from the true ones. */
    float error(int index) {
        return errors[index];
    }
}
