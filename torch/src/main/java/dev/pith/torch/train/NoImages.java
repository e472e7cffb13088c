package dev.pith.torch.train;

import dev.pith.torch.network.InputShape;

/** Samples that are no images: their task knows what they are. */
record NoImages(int size) implements LabelledImages {
    private static final InputShape NOTHING = new InputShape(1, 1, 1);

    @Override
    public InputShape shape() {
        return NOTHING;
    }

    @Override
    public int classes() {
        return 1;
    }

    @Override
    public int label(int position) {
        return 0;
    }

    @Override
    public float[] black() {
        return new float[1];
    }

    @Override
    public void read(int[] positions, float[] out) {}
}
