package dev.pith.torch.image;

import dev.pith.parallel.Threads;
import dev.pith.torch.Slices;
import dev.pith.torch.Tensors;
import dev.pith.torch.network.InputShape;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * ZCA whitening, which trajectory matching prepares CIFAR with (Cazenavette et al., CVPR 2022, section 4): an image x
 * of
 * d numbers from 0 to 1 becomes {@code (x - mean) W}. With the covariance {@code C = U diag(s) U^T} of all images,
 * divided by n - 1, {@code W = U diag(1 / sqrt(s + 0.1)) U^T}: numbers that vary together are told apart, and what
 * hardly varies is not blown up. Of whitening matrices this one changes images least. Here images come normalized, and
 * each row of the matrix has the deviation that its number was divided by.
 *
 * @param mean {@code float[d]}, of normalized images; not copied
 * @param matrix {@code float[d * d]}; not copied
 */
public record Whitening(float[] mean, float[] matrix) {
    /** Added to what variances are divided by, as the authors do. */
    private static final double LEAST_VARIANCE = 0.1;

    /** Images that are looked at together. */
    private static final int BLOCK = 4096;

    /** Returns about how many bytes {@link #of} takes for images of so many numbers: some matrices in double. */
    public static long bytes(int numbers) {
        return 6L * numbers * numbers * Double.BYTES;
    }

    /** Finds it for all images of a set that can be read. */
    public static Whitening of(ImageSet images) {
        boolean[] unreadable = new boolean[images.size()];
        images.unreadable().forEach(image -> unreadable[image.id()] = true);
        int[] ids =
                IntStream.range(0, images.size()).filter(id -> !unreadable[id]).toArray();
        int d = images.shape().numbers();
        Whitening[] found = new Whitening[1];
        alone(() -> {
            Tensor sum = torch.zeros(d).to(torch.ScalarType.Double);
            Tensor products = torch.zeros(d, d).to(torch.ScalarType.Double);
            for (int from = 0; from < ids.length; from += BLOCK) {
                int[] block = Arrays.copyOfRange(ids, from, Math.min(ids.length, from + BLOCK));
                alone(() -> {
                    Tensor rows = images.batch(block).reshape(block.length, d).to(torch.ScalarType.Double);
                    sum.add_(rows.sum(new long[] {0}, false, new ScalarTypeOptional()));
                    products.add_(rows.t().mm(rows));
                });
            }
            found[0] = of(sum, products, ids.length, deviations(images));
        });
        return found[0];
    }

    /** Returns what each number of an image was divided by, as a column. */
    private static Tensor deviations(ImageSet images) {
        float[] std = images.std();
        float[] each = new float[images.shape().numbers()];
        for (int k = 0; k < each.length; k++) {
            each[k] = std[k / (each.length / std.length)];
        }
        return Tensor.create(each, each.length, 1).to(torch.ScalarType.Double);
    }

    private static Whitening of(Tensor sum, Tensor products, int n, Tensor deviations) {
        Tensor mean = sum.div(new Scalar((double) n));
        Tensor covariance = products.sub(torch.outer(mean, mean).mul(new Scalar((double) n)))
                .div(new Scalar(Math.max(1.0, n - 1.0)));
        T_TensorTensor_T parts = torch.linalg_eigh(covariance.mul(deviations).mul(deviations.t()));
        Tensor scale = parts.get0()
                .clamp_min(new Scalar(0.0)) // rounding may make a variance negative
                .add(new Scalar(LEAST_VARIANCE))
                .rsqrt();
        Tensor u = parts.get1();
        return new Whitening(floats(mean), floats(u.mul(scale).mm(u.t()).mul(deviations)));
    }

    /**
     * Whitens images.
     *
     * @param images {@code float[n * d]}, which are replaced
     */
    public void apply(float[] images) {
        transform(images, mean, matrix, false);
    }

    /** Undoes {@link #apply}, but for rounding. */
    public void undo(float[] images) {
        int d = mean.length;
        float[][] inverse = new float[1][];
        alone(() ->
                inverse[0] = floats(torch.linalg_inv(Tensor.create(matrix, d, d).to(torch.ScalarType.Double))));
        transform(images, mean, inverse[0], true);
    }

    private static void transform(float[] images, float[] mean, float[] matrix, boolean back) {
        int d = mean.length;
        int count = images.length / d;
        for (int first = 0; first < count; first += BLOCK) {
            int from = first * d;
            int rows = Math.min(BLOCK, count - first);
            alone(() -> {
                Tensor x = Tensor.create(Arrays.copyOfRange(images, from, from + rows * d), rows, d);
                Tensor shift = Tensor.create(mean, d);
                Tensor w = Tensor.create(matrix, d, d);
                Tensor changed = back ? x.mm(w).add(shift) : x.sub(shift).mm(w);
                float[] values = floats(changed);
                System.arraycopy(values, 0, images, from, values.length);
            });
        }
    }

    private static float[] floats(Tensor tensor) {
        return Tensors.floats(tensor.to(torch.ScalarType.Float).contiguous());
    }

    /** Sums do not depend on the number of threads: the native library has one. */
    private static void alone(Runnable work) {
        try (Threads one = new Threads(1)) {
            Slices.forEach(one, 1, 1, (from, count) -> work.run());
        }
    }

    /** Returns what tells this from others. */
    public String identity() {
        return Integer.toHexString(Arrays.hashCode(matrix));
    }

    /** Returns whether it is for images of a shape. */
    public boolean fits(InputShape shape) {
        return mean.length == shape.numbers() && matrix.length == mean.length * mean.length;
    }
}
