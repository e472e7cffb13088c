package dev.pith.torch.train;

import dev.pith.torch.network.InputShape;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Images of noise with a bright spot whose place is the class; easy to learn. */
public record Blobs(int size, int side, int classes, long seed) implements LabelledImages {
    @Override
    public InputShape shape() {
        return new InputShape(1, side, side);
    }

    @Override
    public int label(int position) {
        return position % classes;
    }

    @Override
    public float[] black() {
        return new float[] {-1};
    }

    @Override
    public void read(int[] positions, float[] out) {
        int length = side * side;
        for (int i = 0; i < positions.length; i++) {
            SplittableRandom random = new SplittableRandom(seed + positions[i]);
            for (int k = 0; k < length; k++) {
                out[i * length + k] = (float) random.nextGaussian();
            }
            int spot = i * length + label(positions[i]) * length / classes;
            Arrays.fill(out, spot, spot + length / classes, 1.5f);
        }
    }
}
