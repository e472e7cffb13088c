package dev.pith.torch.network;

import org.bytedeco.pytorch.Tensor;

/** A step of a forward pass. The scope that is open owns the result. */
interface Layer {
    Layer IDENTITY = x -> x;

    Tensor apply(Tensor x);
}
