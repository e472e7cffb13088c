package dev.pith.torch.optimize;

import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Stochastic gradient descent: {@code g = gradient + weightDecay w}, {@code m = momentum m + g}, {@code w -= rate m};
 * with Nesterov's look ahead {@code w -= rate (g + momentum m)} (Sutskever et al., ICML 2013, in PyTorch's form).
 *
 * @param momentum in [0, 1)
 * @param nesterov needs a momentum
 * @param weightDecay 0 or more
 */
public record Sgd(double momentum, boolean nesterov, double weightDecay) implements UpdateRule {
    /** Checks the ranges. */
    public Sgd {
        Ranges.fraction("momentum", momentum);
        Ranges.notNegative("weight decay", weightDecay);
        if (nesterov && momentum == 0) {
            throw new IllegalArgumentException("Nesterov's look ahead needs a momentum above 0");
        }
    }

    @Override
    public List<String> state() {
        return momentum == 0 ? List.of() : List.of("momentum");
    }

    @Override
    public void update(Parameter parameter, double rate) {
        Tensor weight = parameter.value();
        Tensor gradient = parameter.gradient();
        boolean decays = weightDecay != 0 && parameter.regular();
        if (decays) {
            gradient = gradient.add(weight, new Scalar(weightDecay));
        }
        if (momentum == 0) {
            weight.add_(gradient, new Scalar(-rate));
            return;
        }
        Tensor velocity = parameter.state().get(0);
        velocity.mul_(new Scalar(momentum)).add_(gradient);
        if (nesterov) {
            weight.add_(gradient, new Scalar(-rate)).add_(velocity, new Scalar(-rate * momentum));
        } else {
            weight.add_(velocity, new Scalar(-rate));
        }
    }
}
