package dev.pith.torch.condense;

import dev.pith.torch.network.Parameters;
import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Leads a training to weights whose neighbours are as good, as FTD trains its experts (Du et al., CVPR 2023): by the
 * surrogate gap (GSAM, Zhuang et al., ICLR 2022, algorithm 1). Let g be the gradient at the weights w and p that at
 * {@code w + rho g / |g|}. The step follows {@code p - alpha u}, where u is the part of g that is orthogonal to p.
 *
 * @param rho how far the neighbour is
 * @param alpha how much the gap to the neighbour counts
 */
record FlatGradient(double rho, double alpha) {
    /** What FTD's authors trained with. */
    static final FlatGradient FTD = new FlatGradient(0.01, 0.3);

    /**
     * Replaces the gradient of each parameter by that of the step.
     *
     * @param parameters with their gradients at the weights as they are; the weights are the same afterwards
     * @param again adds the gradient at the weights as they then are to what the parameters have
     */
    void replace(Parameters parameters, Runnable again) {
        try (PointerScope scope = new PointerScope()) {
            Tensor[] weights =
                    parameters.learned().stream().map(parameters::tensor).toArray(Tensor[]::new);
            Tensor[] before = copies(weights);
            Tensor[] g = gradients(weights);
            double length = Math.sqrt(product(g, g));
            if (length == 0) {
                return;
            }
            try (NoGradGuard noGradients = new NoGradGuard()) {
                for (int k = 0; k < weights.length; k++) {
                    weights[k].add_(g[k], new Scalar(rho / length));
                }
            }
            parameters.zeroGradients();
            again.run();
            Tensor[] p = gradients(weights);
            double square = product(p, p);
            double along = square == 0 ? 0 : product(g, p) / square;
            try (NoGradGuard noGradients = new NoGradGuard()) {
                for (int k = 0; k < weights.length; k++) {
                    weights[k].copy_(before[k]);
                    // p - alpha (g - along p)
                    weights[k]
                            .mutable_grad()
                            .mul_(new Scalar(1 + alpha * along))
                            .add_(g[k], new Scalar(-alpha));
                }
            }
        }
    }

    private static Tensor[] copies(Tensor... weights) {
        return Arrays.stream(weights).map(each -> each.detach().clone()).toArray(Tensor[]::new);
    }

    private static Tensor[] gradients(Tensor... weights) {
        return Arrays.stream(weights).map(each -> each.grad().detach().clone()).toArray(Tensor[]::new);
    }

    private static double product(Tensor[] a, Tensor[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k].mul(b[k]).sum().item_double();
        }
        return sum;
    }
}
