package dev.pith.torch.network;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** A step of a forward pass. The scope that is open owns the result. */
interface Layer {
    Layer IDENTITY = x -> x;
    Layer FLATTEN = x -> x.flatten(1, -1); // (B, C, H, W) -> (B, C * H * W)
    Layer MEAN = x -> x.mean(2, 3); // (B, C, H, W) -> (B, C)

    /** Returns a new tensor, or {@code x} itself when nothing changes or a layer overwrites it. */
    Tensor apply(Tensor x);

    /**
     * Returns the layers one after another. What lies between two of them is freed as soon as the second has run,
     * unless a gradient needs it: an evaluation of a deep network holds two maps, not hundreds.
     */
    static Layer chain(Layer... layers) {
        return x -> {
            Tensor map = x;
            for (Layer layer : layers) {
                Tensor next = layer.apply(map);
                if (!next.equals(map) && !map.equals(x)) {
                    map.close();
                }
                map = next;
            }
            return map;
        };
    }

    /** Returns the layers one after another, as above. */
    static Layer chain(List<? extends Layer> layers) {
        return chain(layers.toArray(Layer[]::new));
    }
}
