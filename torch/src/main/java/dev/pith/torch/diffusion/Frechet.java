package dev.pith.torch.diffusion;

import dev.pith.torch.NativeLibraries;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The Frechet distance between two sets of embeddings, each taken for a normal distribution (Dowson and Landau 1982):
 * {@code |m - m'|^2 + tr(C + C' - 2 (C C')^(1/2))}. With Inception's embeddings it is called FID (Heusel et al.,
 * NeurIPS
 * 2017); with those of another network its numbers are others, to be compared among themselves alone.
 */
public final class Frechet {
    static {
        NativeLibraries.load();
    }

    private Frechet() {}

    /**
     * Returns the distance, 0 or more.
     *
     * @param a {@code float[n * dimension]}, n at least 2
     * @param b likewise, of as many rows or others
     */
    public static double distance(float[] a, float[] b, int dimension) {
        try (PointerScope scope = new PointerScope()) {
            Tensor x = rows(a, dimension);
            Tensor y = rows(b, dimension);
            Tensor apart = x.mean(0).sub(y.mean(0));
            Tensor cx = covariance(x);
            Tensor cy = covariance(y);
            // The eigenvalues of C C' are those of the symmetric C^(1/2) C' C^(1/2).
            Tensor root = root(cx);
            Tensor values = eigen(root.matmul(cy).matmul(root)).get0().clamp_min(new Scalar(0.0));
            double distance = apart.dot(apart).item_double()
                    + cx.trace().item_double()
                    + cy.trace().item_double()
                    - 2 * values.sqrt().sum().item_double();
            return Math.max(0, distance); // what is less is rounding
        }
    }

    private static Tensor rows(float[] values, int dimension) {
        if (dimension < 1 || values.length % dimension != 0 || values.length < 2 * dimension) {
            throw new IllegalArgumentException(
                    "there must be two rows of " + dimension + " numbers at least, got " + values.length + " numbers");
        }
        return Tensor.create(values, values.length / dimension, dimension).to(ScalarType.Double);
    }

    private static Tensor covariance(Tensor x) {
        Tensor centered = x.sub(x.mean(0));
        return centered.t().matmul(centered).div(new Scalar(x.size(0) - 1.0));
    }

    private static Tensor root(Tensor covariance) {
        T_TensorTensor_T eigen = eigen(covariance);
        Tensor vectors = eigen.get1();
        Tensor roots = eigen.get0().clamp_min(new Scalar(0.0)).sqrt();
        return vectors.mul(roots).matmul(vectors.t());
    }

    private static T_TensorTensor_T eigen(Tensor symmetric) {
        return torch.linalg_eigh(symmetric);
    }
}
