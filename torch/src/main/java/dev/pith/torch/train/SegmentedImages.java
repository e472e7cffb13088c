package dev.pith.torch.train;

import dev.pith.torch.image.ImageSet;
import dev.pith.torch.image.MaskSet;
import dev.pith.torch.network.InputShape;

/** Images of a source by id, with their masks. */
record SegmentedImages(SelectedImages images, MaskSet truth) implements LabelledImages {
    SegmentedImages(ImageSet images, MaskSet truth, int[] ids) {
        this(new SelectedImages(images, ids, false, null), truth);
    }

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
        return truth.classes();
    }

    @Override
    public int label(int position) {
        return 0; // pixels have labels, the image has none
    }

    @Override
    public int id(int position) {
        return images.id(position);
    }

    @Override
    public boolean hasMasks() {
        return true;
    }

    @Override
    public void readMasks(int[] positions, byte[] out) {
        int length = shape().height() * shape().width();
        for (int i = 0; i < positions.length; i++) {
            truth.read(id(positions[i]), out, i * length);
        }
    }

    @Override
    public float[] black() {
        return images.black();
    }

    @Override
    public void read(int[] positions, float[] out) {
        images.read(positions, out);
    }
}
