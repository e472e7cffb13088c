package dev.pith.torch.network;

import org.bytedeco.pytorch.Tensor;

/**
 * A classifier of images whose embedding is a masked autoencoder's: the mean over the patches of a whole image, and a
 * linear layer on it ({@code head.weight (classes, width)}, {@code head.bias}). Encoder and layer learn, the decoder is
 * of no more use and stays as it is.
 */
public final class EncoderNetwork extends Network {
    private static final String MASK = "mask_token";
    private static final String DECODER = "decoder_";

    /** As small as vision transformers start their last layer, so that the first steps change the encoder little. */
    private static final double DEVIATION = 2e-5;

    private final MaskedAutoencoder autoencoder;
    private final Layer head;

    /**
     * Puts a layer on an encoder.
     *
     * @param autoencoder belongs to the network from now on
     * @param seed decides how the layer starts
     */
    public EncoderNetwork(MaskedAutoencoder autoencoder, int classes, long seed) {
        super(autoencoder.parameters());
        this.autoencoder = autoencoder;
        Parameters parameters = autoencoder.parameters();
        parameters.freeze(name -> name.equals(MASK) || name.startsWith(DECODER), seed);
        head = Linear.normal(parameters, "head", DEVIATION, autoencoder.width(), classes);
    }

    @Override
    public Tensor embed(Tensor x) {
        return autoencoder.embed(x);
    }

    @Override
    public Tensor classify(Tensor embedding) {
        return head.apply(embedding);
    }
}
