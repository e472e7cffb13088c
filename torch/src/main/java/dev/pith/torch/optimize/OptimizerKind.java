package dev.pith.torch.optimize;

import java.util.Locale;

/** The optimizers on the command line, with what is usual for each. */
public enum OptimizerKind {
    SGD(0.05, 5e-4),
    ADAM(1e-3, 0),
    ADAMW(1e-3, 0.05),
    /** As published with InfoBatch. */
    LARS(5.2, 5e-4),
    /** As published with InfoBatch. */
    LAMB(0.01, 5e-4);

    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;

    private final double learningRate;
    private final double weightDecay;

    OptimizerKind(double learningRate, double weightDecay) {
        this.learningRate = learningRate;
        this.weightDecay = weightDecay;
    }

    public double learningRate() {
        return learningRate;
    }

    public double weightDecay() {
        return weightDecay;
    }

    public boolean hasMomentum() {
        return this == SGD || this == LARS;
    }

    /** Returns the optimizer; those without momentum do not look at it. */
    public UpdateRule rule(double momentum, boolean nesterov, double decay) {
        return switch (this) {
            case SGD -> new Sgd(momentum, nesterov, decay);
            case ADAM -> new Adam(BETA1, BETA2, 1e-8, decay, false);
            case ADAMW -> new Adam(BETA1, BETA2, 1e-8, decay, true);
            case LARS -> new Lars(momentum, decay, 0.001, 0);
            case LAMB -> new Lamb(BETA1, BETA2, 1e-6, decay);
        };
    }

    /** Returns the word on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
