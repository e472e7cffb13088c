package dev.pith.torch.condense;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** How far two gradients of the same network are apart; Zhao et al., ICLR 2021, section 3.3. */
public enum MatchingDistance {
    /**
     * The paper's: {@code 1 - cosine}, summed over the output nodes of every layer. Of what has one dimension, biases
     * and the scales of most normalizations, it sees nothing.
     */
    OURS {
        @Override
        boolean compares(Tensor parameter) {
            return parameter.dim() >= 2;
        }

        @Override
        Tensor of(List<Tensor> synthetic, List<Tensor> real) {
            Tensor sum = nodes(synthetic.get(0), real.get(0));
            for (int k = 1; k < real.size(); k++) {
                sum = sum.add(nodes(synthetic.get(k), real.get(k)));
            }
            return sum;
        }
    },
    /** The squared difference, summed over everything. */
    MSE {
        @Override
        Tensor of(List<Tensor> synthetic, List<Tensor> real) {
            Tensor difference = flat(synthetic).sub(flat(real));
            return difference.mul(difference).sum();
        }
    },
    /** {@code 1 - cosine} of the gradients as two long vectors. */
    COS {
        @Override
        Tensor of(List<Tensor> synthetic, List<Tensor> real) {
            return oneMinusCosine(flat(synthetic), flat(real)).sum();
        }
    };

    private static final double EPSILON = 1e-6;

    /** Returns whether the gradient with respect to a parameter counts. */
    boolean compares(Tensor parameter) {
        return true;
    }

    /**
     * Returns the distance as a number that gradients flow through.
     *
     * @param synthetic with respect to the parameters that count
     * @param real of the same shapes
     */
    abstract Tensor of(List<Tensor> synthetic, List<Tensor> real);

    /** One node a row: filters of a convolution, rows of a linear layer, channels of a layer normalization. */
    private static Tensor nodes(Tensor synthetic, Tensor real) {
        long nodes = real.size(0);
        return oneMinusCosine(synthetic.reshape(nodes, -1), real.reshape(nodes, -1))
                .sum();
    }

    /** Returns a number for each row. */
    private static Tensor oneMinusCosine(Tensor a, Tensor b) {
        return a.mul(b)
                .sum(-1)
                .div(length(a).mul(length(b)).add(new Scalar(EPSILON)))
                .neg()
                .add(new Scalar(1.0));
    }

    private static Tensor length(Tensor rows) {
        return torch.linalg_vector_norm(rows, new Scalar(2.0), new long[] {-1}, false, new ScalarTypeOptional());
    }

    private static Tensor flat(List<Tensor> tensors) {
        Function<Tensor, Tensor> flatten = tensor -> tensor.reshape(-1);
        return torch.cat(new TensorVector(tensors.stream().map(flatten).toArray(Tensor[]::new)));
    }

    /** Returns the word on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
