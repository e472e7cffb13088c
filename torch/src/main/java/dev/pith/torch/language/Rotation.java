package dev.pith.torch.language;

import dev.pith.torch.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Rotary position embedding (Su et al. 2021, arXiv 2104.09864, section 3.2.2): of a token at position m, numbers i and
 * i + w / 2 of every head turn as a pair by {@code m theta^(-2i / w)}. Angles are float32, as those that the weights
 * were trained with.
 *
 * @param cosine {@code (T, 1, w)}
 * @param sine likewise, negative in the first half
 */
record Rotation(Tensor cosine, Tensor sine) {
    /** Returns the rotation of tokens at {@code positions}, in heads of an even width. */
    static Rotation of(int[] positions, int width, double theta, ScalarType type) {
        int half = width / 2;
        float[] cosine = new float[positions.length * width];
        float[] sine = new float[positions.length * width];
        for (int i = 0; i < half; i++) {
            float speed = 1 / (float) Math.pow(theta, 2.0 * i / width);
            for (int t = 0; t < positions.length; t++) {
                double angle = speed * positions[t];
                int at = t * width + i;
                cosine[at] = (float) Math.cos(angle);
                cosine[at + half] = cosine[at];
                sine[at + half] = (float) Math.sin(angle);
                sine[at] = -sine[at + half];
            }
        }
        return new Rotation(
                Tensors.of(cosine, 0, positions.length, 1, width).to(type),
                Tensors.of(sine, 0, positions.length, 1, width).to(type));
    }

    /** Turns {@code (T, heads, w)}. */
    Tensor apply(Tensor x) {
        Tensor exchanged = x.roll(new long[] {x.size(2) / 2}, 2);
        return torch.addcmul(x.mul(cosine), exchanged, sine);
    }
}
