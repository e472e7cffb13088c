package dev.pith.torch.train;

import dev.pith.PithException;
import dev.pith.torch.image.ImageSet;
import dev.pith.torch.network.InputShape;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Images of a source by id; without labels all are of one class. */
record SelectedImages(ImageSet images, int[] ids, boolean labelled, @Nullable SoftLabels soft)
        implements LabelledImages {
    SelectedImages {
        for (int id : ids) {
            if (id < 0 || id >= images.size()) {
                throw new PithException("id " + id + " is not one of " + images.name() + ", whose ids go from 0 to "
                        + (images.size() - 1) + "; was the selection made from another source?");
            }
        }
    }

    @Override
    public int size() {
        return ids.length;
    }

    @Override
    public InputShape shape() {
        return images.shape();
    }

    @Override
    public int classes() {
        return labelled ? images.classes() : 1;
    }

    @Override
    public int label(int position) {
        return labelled ? images.labels()[ids[position]] : 0;
    }

    @Override
    public int id(int position) {
        return ids[position];
    }

    @Override
    public Optional<SoftLabels> softLabels() {
        return Optional.ofNullable(soft);
    }

    @Override
    public float[] black() {
        float[] mean = images.mean();
        float[] std = images.std();
        float[] black = new float[mean.length];
        for (int c = 0; c < black.length; c++) {
            black[c] = -mean[c] / std[c];
        }
        return black;
    }

    @Override
    public void read(int[] positions, float[] out) {
        int[] wanted = new int[positions.length];
        for (int i = 0; i < wanted.length; i++) {
            wanted[i] = ids[positions[i]];
        }
        images.read(wanted, out);
    }
}
