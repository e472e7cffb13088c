package dev.pith.torch.optimize;

import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;

/**
 * Layer-wise adaptive rates (You et al. 2017, arXiv 1708.03888, algorithm 1) as published with InfoBatch:
 * {@code m = momentum m + cut(g + weightDecay w)}, cut to [-10, 10], and {@code w -= rate scale m} where
 * {@code scale = trust |w| / (|g| + weightDecay |w| + epsilon)}, at most 50, and 1 where a norm is 0. (The paper scales
 * before the momentum.)
 *
 * @param momentum in [0, 1)
 * @param weightDecay 0 or more
 * @param trust above 0
 * @param epsilon 0 or more
 */
public record Lars(double momentum, double weightDecay, double trust, double epsilon) implements UpdateRule {
    private static final double LARGEST_STEP = 10;
    private static final double LARGEST_SCALE = 50;

    /** Checks the ranges. */
    public Lars {
        Ranges.fraction("momentum", momentum);
        Ranges.notNegative("weight decay", weightDecay);
        Ranges.notNegative("trust coefficient", trust);
        Ranges.notNegative("epsilon", epsilon);
    }

    @Override
    public List<String> state() {
        return List.of("momentum");
    }

    @Override
    public void update(Parameter parameter, double rate) {
        Tensor weight = parameter.value();
        double decay = parameter.regular() ? weightDecay : 0;
        Tensor step = parameter.gradient().add(weight, new Scalar(decay));
        step.clamp_(new ScalarOptional(new Scalar(-LARGEST_STEP)), new ScalarOptional(new Scalar(LARGEST_STEP)));
        Tensor velocity = parameter.state().get(0);
        velocity.mul_(new Scalar(momentum)).add_(step);
        double scale = parameter.regular() ? scale(weight, parameter.gradient()) : 1;
        weight.add_(velocity, new Scalar(-rate * scale));
    }

    private double scale(Tensor weight, Tensor gradient) {
        double weightNorm = weight.norm().item_double();
        double gradientNorm = gradient.norm().item_double();
        if (weightNorm == 0 || gradientNorm == 0) {
            return 1;
        }
        double scale = trust * weightNorm / (gradientNorm + weightDecay * weightNorm + epsilon);
        return Math.min(scale, LARGEST_SCALE);
    }
}
