package dev.pith.torch.optimize;

import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * LAMB (You et al., ICLR 2020, algorithm 2) as published with InfoBatch: Adam's running means without correction for
 * their start, {@code s = m / (sqrt(v) + epsilon) + weightDecay w}, and {@code w -= rate trust s} where
 * {@code trust = |w| / |s|} with
 * |w| at most 10, and 1 where a norm is 0.
 *
 * @param beta1 of the mean, in [0, 1)
 * @param beta2 of the square, in [0, 1)
 * @param epsilon above 0
 * @param weightDecay 0 or more
 */
public record Lamb(double beta1, double beta2, double epsilon, double weightDecay) implements UpdateRule {
    private static final double LARGEST_NORM = 10;

    /** Checks the ranges. */
    public Lamb {
        Ranges.fraction("beta1", beta1);
        Ranges.fraction("beta2", beta2);
        Ranges.notNegative("epsilon", epsilon);
        Ranges.notNegative("weight decay", weightDecay);
    }

    @Override
    public List<String> state() {
        return List.of("mean", "square");
    }

    @Override
    public void update(Parameter parameter, double rate) {
        Tensor weight = parameter.value();
        Tensor gradient = parameter.gradient();
        Tensor mean = parameter.state().get(0);
        Tensor square = parameter.state().get(1);
        mean.mul_(new Scalar(beta1)).add_(gradient, new Scalar(1 - beta1));
        square.mul_(new Scalar(beta2)).addcmul_(gradient, gradient, new Scalar(1 - beta2));
        Tensor step = mean.div(square.sqrt().add_(new Scalar(epsilon)));
        double trust = 1;
        if (parameter.regular()) {
            step.add_(weight, new Scalar(weightDecay));
            trust = trust(weight.norm().item_double(), step.norm().item_double());
        }
        weight.add_(step, new Scalar(-rate * trust));
    }

    private static double trust(double weightNorm, double stepNorm) {
        return weightNorm == 0 || stepNorm == 0 ? 1 : Math.min(weightNorm, LARGEST_NORM) / stepNorm;
    }
}
