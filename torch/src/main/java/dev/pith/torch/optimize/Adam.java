package dev.pith.torch.optimize;

import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Adam (Kingma and Ba, ICLR 2015, algorithm 1): {@code m} and {@code v} are running means of the gradient and its
 * square, corrected for their start at 0; {@code w -= rate m / (sqrt(v) + epsilon)}. With {@code decoupled} decay the
 * weights shrink by themselves, {@code w *= 1 - rate weightDecay}, which is AdamW (Loshchilov and Hutter, ICLR 2019);
 * without, decay is added to the gradient.
 *
 * @param beta1 of the mean, in [0, 1)
 * @param beta2 of the square, in [0, 1)
 * @param epsilon above 0
 * @param weightDecay 0 or more
 * @param decoupled whether this is AdamW
 */
public record Adam(double beta1, double beta2, double epsilon, double weightDecay, boolean decoupled)
        implements UpdateRule {
    /** Checks the ranges. */
    public Adam {
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
        if (weightDecay != 0 && parameter.regular()) {
            if (decoupled) {
                weight.mul_(new Scalar(1 - rate * weightDecay));
            } else {
                gradient = gradient.add(weight, new Scalar(weightDecay));
            }
        }
        Tensor mean = parameter.state().get(0);
        Tensor square = parameter.state().get(1);
        mean.lerp_(gradient, new Scalar(1 - beta1));
        square.mul_(new Scalar(beta2)).addcmul_(gradient, gradient, new Scalar(1 - beta2));
        double meanShare = 1 - Math.pow(beta1, (double) parameter.step());
        double squareShare = 1 - Math.pow(beta2, (double) parameter.step());
        Tensor deviation =
                square.sqrt().div_(new Scalar(Math.sqrt(squareShare))).add_(new Scalar(epsilon));
        weight.addcdiv_(mean, deviation, new Scalar(-rate / meanShare));
    }
}
