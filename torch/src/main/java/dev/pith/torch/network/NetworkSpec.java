package dev.pith.torch.network;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pith.PithException;
import dev.pith.torch.checkpoint.StateDict;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What has to be known to use the weights of a network: how it is built, and what its input and output mean. Travels in
 * the metadata of {@code .safetensors}, each value as JSON.
 *
 * @param network its full name
 * @param input the images it takes
 * @param mean per channel of {@code value / 255}, taken off the images; not copied
 * @param std per channel, by which they are divided then; not copied
 * @param classNames one per class, in the order of the logits
 */
public record NetworkSpec(String network, InputShape input, float[] mean, float[] std, List<String> classNames) {
    private static final ObjectMapper JSON = new ObjectMapper();
    static final String NETWORK = "pith.network";
    static final String INPUT = "pith.input"; // channels, height, width
    static final String MEAN = "pith.mean";
    static final String STD = "pith.std";
    private static final String CLASSES = "pith.classes";

    /** Checks that there is a mean and a standard deviation per channel, and a class. */
    public NetworkSpec {
        if (mean.length != input.channels() || std.length != input.channels()) {
            throw new IllegalArgumentException("mean and std must have one value per channel (" + input.channels()
                    + "), got " + mean.length + " and " + std.length);
        }
        if (classNames.isEmpty()) {
            throw new IllegalArgumentException("a network has a class at least");
        }
        classNames = List.copyOf(classNames);
    }

    /**
     * Returns what a file says of its network; nothing unless Pith wrote it.
     *
     * @throws PithException naming the file when it says something that cannot be
     */
    public static Optional<NetworkSpec> of(StateDict weights) {
        if (!weights.metadata().containsKey(NETWORK)) {
            return Optional.empty();
        }
        try {
            int[] input = value(weights, INPUT, int[].class);
            List<String> classes = Arrays.asList(value(weights, CLASSES, String[].class));
            if (input.length != 3 || classes.contains(null)) {
                throw new IllegalArgumentException(INPUT + " or " + CLASSES + " is incomplete");
            }
            return Optional.of(new NetworkSpec(
                    value(weights, NETWORK, String.class),
                    new InputShape(input[0], input[1], input[2]),
                    value(weights, MEAN, float[].class),
                    value(weights, STD, float[].class),
                    classes));
        } catch (IllegalArgumentException e) {
            throw new PithException(
                    weights.file() + ": its metadata does not describe a network (" + e.getMessage()
                            + "): choose one by name",
                    e);
        }
    }

    static <T> T value(StateDict weights, String key, Class<T> type) {
        try {
            T value = JSON.readValue(weights.metadata().getOrDefault(key, "null"), type);
            if (value == null) {
                throw new IllegalArgumentException(key + " is absent");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(key + " cannot be read", e);
        }
    }

    /** Returns what {@link #of} reads. */
    Map<String, String> metadata() {
        Map<String, String> metadata = new LinkedHashMap<>();
        try {
            metadata.put(NETWORK, JSON.writeValueAsString(network));
            metadata.put(INPUT, Arrays.toString(new int[] {input.channels(), input.height(), input.width()}));
            metadata.put(MEAN, Arrays.toString(mean));
            metadata.put(STD, Arrays.toString(std));
            metadata.put(CLASSES, JSON.writeValueAsString(classNames));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("text does not become JSON", e);
        }
        return metadata;
    }
}
