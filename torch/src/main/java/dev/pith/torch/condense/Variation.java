package dev.pith.torch.condense;

import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;

/** How images that are trained on are varied from step to step. */
@FunctionalInterface
public interface Variation {
    /** Leaves images as they are. */
    Variation NONE = (x, random) -> x;

    /**
     * Returns a batch varied, each image in its own way.
     *
     * @param x {@code (B, C, H, W)}
     * @param random everything that is drawn
     */
    Tensor apply(Tensor x, SplittableRandom random);
}
