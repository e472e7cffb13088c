package dev.pith.torch.condense;

import dev.pith.torch.network.Network;

/** Compares what a network makes of real images and of synthetic ones. */
interface Matching {
    /**
     * Compares one class; called for several at once.
     *
     * @param network not changed
     * @param gradient {@code float[m * c * h * w]}; gets that of the distance with respect to the
     *     class's synthetic images
     * @return the distance
     */
    double match(Network network, ClassImages images, float[] gradient);
}
