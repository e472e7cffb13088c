package dev.pith.torch.importance;

import dev.pith.torch.network.Network;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * Maps of what a network looked at when it named a class (Grad-CAM and its kin), a batch at a time.
 *
 * @param values {@code (B, h, w)}, from 0 to 1; the scope that was open owns them
 * @param margin the share of a map, on each of its sides, that lies outside of the image
 */
record ActivationMaps(Tensor values, double margin) {
    /**
     * Returns a map for each image: {@code relu(sum over c of weight(c) * A(c))} of the network's last map A, less its
     * least, by its largest value then; 0 everywhere where it is the same everywhere.
     *
     * @param x {@code (B, C, H, W)}
     * @param classes of each image, int64 {@code (B)}; null for the one that the network names
     */
    static ActivationMaps of(Network network, Tensor x, @Nullable Tensor classes, ImportanceMethod method) {
        Network.Look look = network.look(x);
        Tensor targets = classes == null ? look.logits().argmax(new LongOptional(1), false) : classes;
        Tensor score = look.logits().gather(1, targets.unsqueeze(1)).sum(); // images do not see each other
        Tensor gradient = torch.grad(new TensorVector(score), new TensorVector(look.map()))
                .get(0);
        Tensor map = look.arranged().apply(look.map()).detach();
        Tensor weights = method.weights(map, look.arranged().apply(gradient));
        Tensor places = torch.relu(weights.mul(map).sum(new long[] {1}, false, new ScalarTypeOptional()));
        Tensor least = places.amin(new long[] {1, 2}, true);
        Tensor range = places.amax(new long[] {1, 2}, true).sub(least);
        return new ActivationMaps(places.sub(least).div(range).nan_to_num(), look.margin());
    }

    /**
     * Returns a map in the size of a grid of patches, {@code float[rows * columns]}: bilinear between the centers of
     * its places, as PyTorch does without aligned corners.
     *
     * @param map {@code float[h * w]}
     * @param margin see above
     */
    static float[] resized(float[] map, int h, int w, double margin, int rows, int columns) {
        float[] resized = new float[rows * columns];
        for (int r = 0; r < rows; r++) {
            double y = place(r, rows, h, margin);
            int top = (int) y;
            int bottom = Math.min(h - 1, top + 1);
            for (int c = 0; c < columns; c++) {
                double x = place(c, columns, w, margin);
                int left = (int) x;
                int right = Math.min(w - 1, left + 1);
                double above = map[top * w + left] * (1 - (x - left)) + map[top * w + right] * (x - left);
                double below = map[bottom * w + left] * (1 - (x - left)) + map[bottom * w + right] * (x - left);
                resized[r * columns + c] = (float) (above * (1 - (y - top)) + below * (y - top));
            }
        }
        return resized;
    }

    /**
     * Returns where in a map of {@code length} places the center of a patch lies, from the center of the first place.
     */
    private static double place(int patch, int patches, int length, double margin) {
        double inMap = margin + (patch + 0.5) / patches * (1 - 2 * margin); // from 0 to 1
        return Math.max(0, Math.min(length - 1.0, inMap * length - 0.5));
    }
}
