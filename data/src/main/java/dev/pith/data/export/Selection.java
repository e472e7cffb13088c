package dev.pith.data.export;

import dev.pith.data.Source;
import dev.pith.npy.FloatMatrix;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The samples to be exported.
 *
 * @param ids of a source, each at most once, in draw order; not copied
 * @param weights one for each of {@code ids}, or null when all weigh 1; not copied
 * @param softLabels of every sample of the source, row i of the sample with id i; or null
 */
public record Selection(int[] ids, float @Nullable [] weights, @Nullable FloatMatrix softLabels) {
    /** Checks what can be checked without the source. */
    public Selection {
        if (ids.length == 0) {
            throw new IllegalArgumentException("ids must hold at least one sample, got none");
        }
        if (weights != null && weights.length != ids.length) {
            throw new IllegalArgumentException(
                    "weights must be as many as ids, " + ids.length + ", got " + weights.length);
        }
    }

    /** Makes a selection in which all samples weigh 1. */
    public Selection(int[] ids) {
        this(ids, null, null);
    }

    /** Makes a selection without soft labels. */
    public Selection(int[] ids, float[] weights) {
        this(ids, weights, null);
    }

    /** Returns the same samples with soft labels of every sample of the source, or without. */
    public Selection withSoftLabels(@Nullable FloatMatrix logits) {
        return new Selection(ids, weights, logits);
    }

    /** Returns the number of samples. */
    public int size() {
        return ids.length;
    }

    /** Returns the weight of the sample at {@code position} of {@code ids}. */
    public float weight(int position) {
        return weights == null ? 1 : weights[position];
    }

    /**
     * Checks the ids against a source.
     *
     * @throws IllegalArgumentException when one is not in it, or there twice
     */
    void requireIn(Source source) {
        BitSet seen = new BitSet(source.size());
        for (int id : ids) {
            if (id < 0 || id >= source.size()) {
                throw new IllegalArgumentException("ids must be in [0, " + source.size() + "), got " + id);
            }
            if (seen.get(id)) {
                throw new IllegalArgumentException("ids must hold each sample once, got " + id + " twice");
            }
            seen.set(id);
        }
    }
}
