package dev.pith.torch.importance;

import java.util.Locale;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * What says how much a place of an image matters to a class. A channel of the last map counts by how much the class's
 * logit rises with it.
 */
public enum ImportanceMethod {
    /**
     * A channel counts the sum of its positive gradients, each by {@code alpha = g^2 / (2 g^2 + g^3 sum(A))}
     * (Chattopadhyay et al., WACV 2018, equations 11 and 19).
     */
    GRADCAMPP {
        @Override
        Tensor weights(Tensor map, Tensor gradient) {
            Tensor sum = map.sum(new long[] {2, 3}, true, new ScalarTypeOptional());
            Tensor square = gradient.square();
            Tensor denominator =
                    square.mul(new Scalar(2)).add(square.mul(gradient).mul(sum));
            Tensor alpha = square.div(denominator)
                    .nan_to_num(new DoubleOptional(0), new DoubleOptional(0), new DoubleOptional(0));
            return alpha.mul(torch.relu(gradient)).sum(new long[] {2, 3}, true, new ScalarTypeOptional());
        }
    },
    /**
     * As torchcam 0.5 computes Grad-CAM++: its division by {@code 2 g^2 + g^3 sum(A)} goes into a copy and has no
     * effect, so that a channel counts the sum of {@code g^3} where that is positive.
     */
    GRADCAMPP_TORCHCAM {
        @Override
        Tensor weights(Tensor map, Tensor gradient) {
            return gradient.square().mul(torch.relu(gradient)).sum(new long[] {2, 3}, true, new ScalarTypeOptional());
        }
    },
    /** A channel counts the mean of its gradients (Selvaraju et al., ICCV 2017, equation 1). */
    GRADCAM {
        @Override
        Tensor weights(Tensor map, Tensor gradient) {
            return gradient.mean(new long[] {2, 3}, true, new ScalarTypeOptional());
        }
    },
    /** Nothing does: patches are drawn at random, to see what the others are worth. */
    RANDOM {
        @Override
        Tensor weights(Tensor map, Tensor gradient) {
            throw new IllegalStateException("a random importance looks at nothing");
        }
    };

    /**
     * Returns what each channel counts, {@code (B, C, 1, 1)}, from a map and the gradient of the class's logit by it.
     */
    abstract Tensor weights(Tensor map, Tensor gradient);

    /** Returns the word on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
