package dev.pith.bench;

import dev.pith.torch.network.InputShape;
import dev.pith.torch.train.LabelledImages;
import java.util.SplittableRandom;

/** Images whose pixels are each of one of ten random classes. */
record RandomMasks(LabelledImages images) implements LabelledImages {
    private static final int CLASSES = 10;

    @Override
    public int size() {
        return images.size();
    }

    @Override
    public InputShape shape() {
        return images.shape();
    }

    @Override
    public int classes() {
        return CLASSES;
    }

    @Override
    public int label(int position) {
        return 0;
    }

    @Override
    public float[] black() {
        return images.black();
    }

    @Override
    public void read(int[] positions, float[] out) {
        images.read(positions, out);
    }

    @Override
    public boolean hasMasks() {
        return true;
    }

    @Override
    public void readMasks(int[] positions, byte[] out) {
        int pixels = shape().height() * shape().width();
        for (int i = 0; i < positions.length; i++) {
            SplittableRandom random = new SplittableRandom(positions[i]);
            for (int p = 0; p < pixels; p++) {
                out[i * pixels + p] = (byte) random.nextInt(CLASSES);
            }
        }
    }
}
