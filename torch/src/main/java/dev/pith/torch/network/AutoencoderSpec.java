package dev.pith.torch.network;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pith.PithException;
import dev.pith.torch.checkpoint.StateDict;
import dev.pith.torch.checkpoint.TensorData;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What has to be known to use the weights of a masked autoencoder. Travels in the metadata of {@code .safetensors},
 * each value as JSON.
 *
 * @param input the images it takes
 * @param mean per channel of {@code value / 255}, taken off the images; not copied
 * @param std per channel, by which they are divided then; not copied
 * @param normalized whether it rebuilds pixels less the mean of their patch, by their standard deviation: then images
 *     cannot be had from it
 */
public record AutoencoderSpec(AutoencoderSize size, InputShape input, float[] mean, float[] std, boolean normalized) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NORMALIZED = "pith.normalized_pixels";

    /** ImageNet's, as the authors' checkpoints have them. */
    private static final float[] USUAL_MEAN = {0.485f, 0.456f, 0.406f};

    private static final float[] USUAL_STD = {0.229f, 0.224f, 0.225f};
    private static final int USUAL_SIDE = 224;

    /**
     * Returns what a file is of. One that Pith did not write must be of a size of the paper; its images are taken to be
     * normalized as ImageNet's, and its pixels not.
     *
     * @throws PithException naming the file when it is of no masked autoencoder, of an encoder alone, or of a size that
     *     is not known
     */
    public static AutoencoderSpec of(StateDict weights) {
        if (!weights.metadata().containsKey(NORMALIZED)) {
            return ofOthers(weights);
        }
        try {
            int[] input = NetworkSpec.value(weights, NetworkSpec.INPUT, int[].class);
            AutoencoderSize size = AutoencoderSize.of(NetworkSpec.value(weights, NetworkSpec.NETWORK, String.class));
            float[] mean = NetworkSpec.value(weights, NetworkSpec.MEAN, float[].class);
            float[] std = NetworkSpec.value(weights, NetworkSpec.STD, float[].class);
            if (input.length != 3 || mean.length != input[0] || std.length != input[0]) {
                throw new IllegalArgumentException("its input, mean and std do not fit each other");
            }
            return new AutoencoderSpec(
                    size,
                    new InputShape(input[0], input[1], input[2]),
                    mean,
                    std,
                    NetworkSpec.value(weights, NORMALIZED, Boolean.class));
        } catch (IllegalArgumentException e) {
            throw new PithException(
                    weights.file() + ": its metadata does not describe a masked autoencoder (" + e.getMessage()
                            + "): make it again with pith pretrain-mae SOURCE",
                    e);
        }
    }

    private static AutoencoderSpec ofOthers(StateDict weights) {
        AutoencoderSize size = AutoencoderSize.of(weights);
        TensorData positions = weights.tensors().get("pos_embed");
        int side = USUAL_SIDE;
        if (positions != null && positions.shape().length == 3) {
            side = (int) Math.round(Math.sqrt(positions.shape()[1] - 1.0)) * size.patch();
        }
        return new AutoencoderSpec(size, new InputShape(3, side, side), USUAL_MEAN, USUAL_STD, false);
    }

    /** Returns a new masked autoencoder with weights drawn from a seed. */
    public MaskedAutoencoder create(long seed) {
        Parameters parameters = new Parameters(seed);
        try {
            return new MaskedAutoencoder(parameters, input, size);
        } catch (RuntimeException e) {
            parameters.close();
            throw e;
        }
    }

    /** Returns what {@link #of} reads. */
    Map<String, String> metadata() {
        Map<String, String> metadata = new LinkedHashMap<>();
        try {
            metadata.put(NetworkSpec.NETWORK, JSON.writeValueAsString(size.name()));
            metadata.put(
                    NetworkSpec.INPUT, Arrays.toString(new int[] {input.channels(), input.height(), input.width()}));
            metadata.put(NetworkSpec.MEAN, Arrays.toString(mean));
            metadata.put(NetworkSpec.STD, Arrays.toString(std));
            metadata.put(NORMALIZED, JSON.writeValueAsString(normalized));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("text does not become JSON", e);
        }
        return metadata;
    }
}
