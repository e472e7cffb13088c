package dev.pith.torch.train;

/** A weighted mean that grows. */
final class MeanLoss {
    private double sum;
    private double weight;

    MeanLoss() {}

    MeanLoss(double sum, double weight) {
        this.sum = sum;
        this.weight = weight;
    }

    void add(float[] losses, float[] weights) {
        for (int i = 0; i < losses.length; i++) {
            sum += (double) losses[i] * weights[i];
            weight += weights[i];
        }
    }

    void add(MeanLoss other) {
        sum += other.sum;
        weight += other.weight;
    }

    /** Returns the mean; of losses that all count nothing their sum, 0. */
    double mean() {
        return weight == 0 ? sum : sum / weight;
    }

    /** Returns sum and weight. */
    double[] toDoubles() {
        return new double[] {sum, weight};
    }

    /** Returns sum and weight. */
    float[] toFloats() {
        return new float[] {(float) sum, (float) weight};
    }
}
