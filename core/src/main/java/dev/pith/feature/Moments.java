package dev.pith.feature;

import java.io.Serializable;

/**
 * A weighted set of rows, as far as a sum of similarities to it is concerned: {@code vector} is the sum of the rows
 * times their {@link Similarity#weight}, {@code squaredNorms} the sum of their squared norms, {@code count} their
 * number, each row counted with its weight in the set.
 *
 * <p>{@code sum over y of s(x, y) = scale * w(x) * <x, vector> + offset * count - [sqeuclid] (count * |x|^2 +
 * squaredNorms)}: one inner product whatever the size of the set.
 */
public final class Moments implements Serializable {
    private static final long serialVersionUID = 1;

    private final double[] vector;
    private double squaredNorms;
    private double count;

    /** Makes the moments of the empty set. */
    public Moments(int dimension) {
        this.vector = new double[dimension];
    }

    /** Adds row {@code i} once. */
    public void add(Features features, Similarity similarity, int i) {
        double squaredNorm = features.squaredNorm(i);
        features.add(i, similarity.weight(squaredNorm), vector);
        squaredNorms += squaredNorm;
        count++;
    }

    /** Adds another set. */
    public void add(Moments other) {
        for (int j = 0; j < vector.length; j++) {
            vector[j] += other.vector[j];
        }
        squaredNorms += other.squaredNorms;
        count += other.count;
    }

    /** Makes this {@code a * x - b * y}. */
    public void setDifference(double a, Moments x, double b, Moments y) {
        for (int j = 0; j < vector.length; j++) {
            vector[j] = a * x.vector[j] - b * y.vector[j];
        }
        squaredNorms = a * x.squaredNorms - b * y.squaredNorms;
        count = a * x.count - b * y.count;
    }

    /** Returns the sum of the similarities between row {@code i} and the set, exact. */
    public double similarityTo(Features features, Similarity similarity, int i) {
        double squaredNorm = features.squaredNorm(i);
        return similarity(similarity, features.dot(i, vector), squaredNorm);
    }

    /** Returns the sum of the similarities between the set and a row with this inner product with {@link #vector}. */
    public double similarity(Similarity similarity, double dot, double squaredNorm) {
        double sum = similarity.scale() * similarity.weight(squaredNorm) * dot + similarity.offset() * count;
        return similarity.subtractsNorms() ? sum - (count * squaredNorm + squaredNorms) : sum;
    }

    /** Returns the weighted sum of the rows; not copied. */
    public double[] vector() {
        return vector;
    }

    /** Returns the sum of the squared norms. */
    public double squaredNorms() {
        return squaredNorms;
    }

    /** Returns the number of rows, by weight. */
    public double count() {
        return count;
    }
}
