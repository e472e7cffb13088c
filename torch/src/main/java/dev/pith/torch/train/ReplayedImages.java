package dev.pith.torch.train;

import dev.pith.npy.FloatMatrix;
import dev.pith.torch.network.InputShape;
import java.util.Arrays;
import java.util.Optional;

/**
 * Images to learn from, and after them condensed ones of what was learned before, which keep it from being forgotten
 * (rehearsal). Known by position: scores and soft labels by id are not for them.
 *
 * @param now without masks and soft labels
 * @param past of the same shape and classes; their soft labels are learned, if they have some
 */
public record ReplayedImages(LabelledImages now, SyntheticSet past) implements LabelledImages {
    /** The logarithm of a probability that is as good as 0. */
    private static final float NEVER = -69;

    /** Checks that both are alike. */
    public ReplayedImages {
        if (!now.shape().equals(past.shape()) || now.classes() != past.classes()) {
            throw new IllegalArgumentException("past must be of " + now.shape() + " and " + now.classes()
                    + " classes, got " + past.shape() + " and " + past.classes());
        }
    }

    @Override
    public int size() {
        return Math.addExact(now.size(), past.size());
    }

    @Override
    public InputShape shape() {
        return now.shape();
    }

    @Override
    public int classes() {
        return now.classes();
    }

    @Override
    public int label(int position) {
        return position < now.size() ? now.label(position) : past.label(position - now.size());
    }

    /** Returns what past images learn in place of labels, beside the labels of the others, where they do. */
    @Override
    public Optional<SoftLabels> softLabels() {
        return past.softLabels().map(ofPast -> {
            int classes = classes();
            float[] logits = new float[Math.multiplyExact(size(), classes)];
            double[] row = new double[classes];
            for (int i = 0; i < size(); i++) {
                for (int k = 0; k < classes; k++) {
                    row[k] = k == label(i) ? 0 : NEVER;
                }
                if (i >= now.size()) {
                    for (int k = 0; k < classes; k++) {
                        row[k] = past.soft()[(i - now.size()) * classes + k];
                        row[k] = row[k] > 0 ? Math.log(row[k]) : NEVER;
                    }
                }
                for (int k = 0; k < classes; k++) {
                    logits[i * classes + k] = (float) row[k];
                }
            }
            return new SoftLabels(FloatMatrix.wrap(logits, classes), 1);
        });
    }

    @Override
    public float[] black() {
        return now.black();
    }

    @Override
    public void read(int[] positions, float[] out) {
        int length = shape().numbers();
        int[] ofNow = Arrays.stream(positions).filter(p -> p < now.size()).toArray();
        float[] images = new float[Math.multiplyExact(ofNow.length, length)];
        now.read(ofNow, images);
        for (int i = 0, next = 0; i < positions.length; i++) {
            if (positions[i] < now.size()) {
                System.arraycopy(images, next++ * length, out, i * length, length);
            } else {
                System.arraycopy(past.pixels(), (positions[i] - now.size()) * length, out, i * length, length);
            }
        }
    }
}
