package dev.pith.torch.train;

/** A weighted mean that grows. */
final class MeanLoss {
    private double sum;
    private double weight;

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

    double mean() {
        return sum / weight;
    }
}
