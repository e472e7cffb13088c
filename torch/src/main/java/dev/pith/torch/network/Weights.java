package dev.pith.torch.network;

import dev.pith.torch.Tensors;
import dev.pith.torch.checkpoint.DType;
import dev.pith.torch.checkpoint.SafeTensors;
import dev.pith.torch.checkpoint.StateDict;
import dev.pith.torch.checkpoint.StateDictMatch;
import dev.pith.torch.checkpoint.TensorData;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Weights of networks from checkpoints and into files, by name. */
public final class Weights {
    private Weights() {}

    /**
     * Returns the network that {@link #save} wrote, in evaluation mode.
     *
     * @param spec what the file says of itself, see {@link NetworkSpec#of}
     * @throws dev.pith.PithException with every tensor that is missing, unexpected or of another shape
     */
    public static Network open(StateDict weights, NetworkSpec spec) {
        return loaded(weights, spec.network(), spec.input(), spec.classNames().size());
    }

    /**
     * Returns a network of a name with weights from anywhere, in evaluation mode. The weights decide the number of classes.
     *
     * @param name full or short
     * @throws dev.pith.PithException with every tensor that is missing, unexpected or of another shape, or as {@link Networks#create}
     */
    public static Network open(StateDict weights, String name, InputShape input) {
        String fullName = Networks.resolve(name, input);
        return loaded(weights, fullName, input, classes(weights, fullName, input));
    }

    /** Returns the rows of the last layer, the classifier, or 1 where the weights have none. */
    private static int classes(StateDict weights, String name, InputShape input) {
        try (Network network = Networks.blank(name, input, 1)) {
            List<String> learned = network.parameters().learned();
            for (String last : learned.subList(learned.size() - 2, learned.size())) {
                TensorData tensor = weights.tensors().get(last);
                if (tensor != null && tensor.shape().length > 0) {
                    return Math.toIntExact(Math.max(1, tensor.shape()[0]));
                }
            }
            return 1;
        }
    }

    private static Network loaded(StateDict weights, String name, InputShape input, int classes) {
        Network network = Networks.blank(name, input, classes);
        try {
            Map<String, long[]> shapes = new LinkedHashMap<>();
            network.parameters().tensors().forEach((tensor, values) -> shapes.put(tensor, values.shape()));
            StateDictMatch.require(weights, name + " for images of " + input + " in " + classes + " classes", shapes);
            network.parameters().tensors().forEach((tensor, values) -> {
                TensorData data = weights.tensors().get(tensor);
                if (data != null) { // what networks compute for themselves may be absent
                    Tensors.write(values, data.floats());
                }
            });
            return network;
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
    }

    /**
     * Writes a {@code .safetensors} file, replacing any of that name: the tensors by the names that the libraries use, and in
     * its metadata what it takes to build the network again.
     *
     * @throws dev.pith.PithException naming the file when it cannot be written; an older file of that name is then untouched
     */
    public static void save(Path file, Network network, NetworkSpec spec) {
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        network.parameters().tensors().forEach((name, tensor) -> {
            long[] shape = tensor.shape();
            tensors.put(name, new TensorData(DType.FLOAT32, shape, () -> TensorData.of(Tensors.floats(tensor), shape)
                    .bytes()
                    .get()));
        });
        SafeTensors.write(file, tensors, spec.metadata());
    }
}
