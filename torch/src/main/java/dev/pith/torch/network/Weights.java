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
import java.util.Set;
import java.util.function.Consumer;

/** Weights of networks from checkpoints and into files, by name. */
public final class Weights {
    private static final String AUXILIARY = "aux_classifier.";

    private Weights() {}

    /**
     * Returns the network that {@link #save} wrote, in evaluation mode.
     *
     * @param spec what the file says of itself, see {@link NetworkSpec#of}
     * @throws dev.pith.PithException with every tensor that is missing, unexpected or of another shape
     */
    public static Network open(StateDict weights, NetworkSpec spec) {
        return loaded(weights, spec.network(), spec.input(), spec.classNames().size(), Set.of());
    }

    /**
     * Returns a network of a name with weights from anywhere, in evaluation mode. They may be a part of something
     * larger, see {@link StateDict#partOf}. They decide the number of classes; where they lack the network's last
     * layer, or have another in its place, the network gives embeddings alone, see {@link Network#requireLastLayer}.
     *
     * @param name full or short
     * @param notes hears what was done to get at the weights, and what they lack
     * @throws dev.pith.PithException with every tensor that is missing, unexpected or of another shape,
     *     or as {@link Networks#create}
     */
    public static Network open(StateDict weights, String name, InputShape input, Consumer<String> notes) {
        String fullName = Networks.resolve(name, input);
        StateDict part;
        List<String> last;
        try (Network network = Networks.blank(fullName, input, 1)) {
            List<String> learned = network.parameters().learned();
            last = List.copyOf(learned.subList(learned.size() - 2, learned.size())); // weight and bias
            part = weights.partOf(network.parameters().tensors().keySet());
        }
        part = part.without(AUXILIARY); // helped torchvision's segmentation networks to learn
        boolean headless = last.stream().noneMatch(part.tensors()::containsKey);
        if (headless) {
            String layer = last.get(0).substring(0, last.get(0).lastIndexOf('.') + 1);
            part = part.without(layer);
        }
        Network network = loaded(
                part, fullName, input, headless ? 1 : classes(part, last), headless ? Set.copyOf(last) : Set.of());
        part.notes().forEach(note -> notes.accept(weights.file().getFileName() + ": " + note));
        if (headless) {
            String lack = "has no last layer (" + String.join(", ", last) + ")";
            notes.accept(weights.file().getFileName() + ": " + lack + ", and gives embeddings alone");
            network.lacks(weights.file() + ": " + lack);
        }
        return network;
    }

    /** Returns the rows of the last layer, the classifier. */
    private static int classes(StateDict weights, List<String> lastLayer) {
        for (String name : lastLayer) {
            TensorData tensor = weights.tensors().get(name);
            if (tensor != null && tensor.shape().length > 0) {
                return Math.toIntExact(Math.max(1, tensor.shape()[0]));
            }
        }
        return 1;
    }

    private static Network loaded(StateDict weights, String name, InputShape input, int classes, Set<String> optional) {
        Network network = Networks.blank(name, input, classes);
        try {
            fill(
                    weights,
                    name + " for images of " + input + " in " + classes + " classes",
                    network.parameters(),
                    optional);
            return network;
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
    }

    /**
     * Returns the masked autoencoder of a file, ours or one with the authors' parameter names.
     *
     * @param spec what it is, see {@link AutoencoderSpec#of}
     * @throws dev.pith.PithException with every tensor that is missing, unexpected or of another shape
     */
    public static MaskedAutoencoder open(StateDict weights, AutoencoderSpec spec) {
        return open(weights, spec.size(), spec.input());
    }

    /**
     * Returns the network of a file that tells noise, with diffusers' parameter names.
     *
     * @param config what it is
     * @throws dev.pith.PithException with every tensor that is missing, unexpected or of another shape
     */
    public static UNet2D open(StateDict weights, UNet2DConfig config) {
        UNet2D network = new UNet2D(config, Parameters.blank());
        try {
            fill(weights, "the UNet2DModel of its config.json", network.parameters(), Set.of());
            return network;
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
    }

    static MaskedAutoencoder open(StateDict weights, AutoencoderSize size, InputShape input) {
        Parameters parameters = Parameters.blank();
        try {
            MaskedAutoencoder autoencoder = new MaskedAutoencoder(parameters, input, size);
            fill(
                    weights,
                    size.name() + " for images of " + input,
                    parameters,
                    Set.of("pos_embed", "decoder_pos_embed")); // known without
            return autoencoder;
        } catch (RuntimeException e) {
            parameters.close();
            throw e;
        }
    }

    /**
     * Gives a network what another learned: all layers but the last, from a network of the same kind, or the backbone
     * of a segmentation network, from a classifier too.
     *
     * @param name what messages call the network
     * @throws dev.pith.PithException with every tensor that is missing or of another shape; nothing is changed then
     */
    public static void transfer(StateDict weights, Network network, String name) {
        Map<String, String> names = network.transferable();
        boolean sameKind = weights.partOf(names.keySet()).tensors().keySet().containsAll(names.keySet());
        StateDict part = weights.partOf(Set.copyOf(sameKind ? names.keySet() : names.values()));
        Map<String, TensorData> taken = new LinkedHashMap<>();
        names.forEach((own, other) -> {
            TensorData data = part.tensors().get(sameKind ? own : other);
            if (data != null) {
                taken.put(own, data);
            }
        });
        Map<String, long[]> shapes = new LinkedHashMap<>();
        names.keySet()
                .forEach(own -> shapes.put(own, network.parameters().tensor(own).shape()));
        StateDictMatch.require(
                new StateDict(part.file(), taken, Map.of(), List.of()),
                "the layers of " + name + " before its last",
                shapes);
        taken.forEach((own, data) -> Tensors.write(network.parameters().tensor(own), data.floats()));
    }

    /** Takes values by name; those of {@code optional} names and what networks compute for themselves may be absent. */
    private static void fill(StateDict weights, String network, Parameters parameters, Set<String> optional) {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        parameters.tensors().forEach((tensor, values) -> {
            if (!optional.contains(tensor) || weights.tensors().containsKey(tensor)) {
                shapes.put(tensor, values.shape());
            }
        });
        StateDictMatch.require(weights, network, shapes);
        parameters.tensors().forEach((tensor, values) -> {
            TensorData data = weights.tensors().get(tensor);
            if (data != null) {
                Tensors.write(values, data.floats());
            }
        });
    }

    /**
     * Writes a {@code .safetensors} file, replacing any of that name: the tensors by the names that the libraries use,
     * and in its metadata what it takes to build the network again.
     *
     * @throws dev.pith.PithException naming the file when it cannot be written; an older file of that name
     *     is then untouched
     */
    public static void save(Path file, Network network, NetworkSpec spec) {
        save(file, network.parameters(), spec.metadata());
    }

    /** Writes a masked autoencoder likewise. */
    public static void save(Path file, MaskedAutoencoder autoencoder, AutoencoderSpec spec) {
        save(file, autoencoder.parameters(), spec.metadata());
    }

    /** Writes a network that tells noise likewise; what it is stands elsewhere. */
    public static void save(Path file, UNet2D network) {
        save(file, network.parameters(), Map.of());
    }

    private static void save(Path file, Parameters parameters, Map<String, String> metadata) {
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        parameters.tensors().forEach((name, tensor) -> {
            long[] shape = tensor.shape();
            tensors.put(name, new TensorData(DType.FLOAT32, shape, () -> TensorData.of(Tensors.floats(tensor), shape)
                    .bytes()
                    .get()));
        });
        SafeTensors.write(file, tensors, metadata);
    }
}
