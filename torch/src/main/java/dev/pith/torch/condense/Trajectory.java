package dev.pith.torch.condense;

import dev.pith.PithException;
import dev.pith.npy.Half;
import dev.pith.torch.Tensors;
import dev.pith.torch.checkpoint.Checkpoints;
import dev.pith.torch.checkpoint.DType;
import dev.pith.torch.checkpoint.SafeTensors;
import dev.pith.torch.checkpoint.StateDict;
import dev.pith.torch.checkpoint.StateDictMatch;
import dev.pith.torch.checkpoint.TensorData;
import dev.pith.torch.network.Parameters;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * The weights of a network before its training and after each epoch: a {@code .safetensors} file of tensors that are
 * called {@code EPOCH/NAME}, such as {@code 3/classifier.weight}. Weights are what the network learns, without running
 * statistics.
 */
public final class Trajectory {
    private static final String EPOCHS = "pith.epochs";

    private final Map<String, long[]> shapes = new LinkedHashMap<>();
    private final List<Map<String, TensorData>> epochs = new ArrayList<>();

    /** Starts without weights, for those of a network of this kind. */
    Trajectory(Parameters parameters) {
        parameters
                .learned()
                .forEach(name -> shapes.put(name, parameters.tensor(name).shape()));
    }

    /** Returns how many epochs of training there are; -1 when there are not even the weights before it. */
    int lastEpoch() {
        return epochs.size() - 1;
    }

    /** Adds the weights as they are now. */
    void add(Parameters parameters, boolean half) {
        Map<String, TensorData> weights = new LinkedHashMap<>();
        shapes.forEach((name, shape) -> {
            float[] values = Tensors.floats(parameters.tensor(name));
            weights.put(name, half ? half(values, shape) : TensorData.of(values, shape));
        });
        epochs.add(weights);
    }

    private static TensorData half(float[] values, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putShort(Half.of(value));
        }
        bytes.flip();
        return new TensorData(DType.FLOAT16, shape, () -> bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN));
    }

    /** Returns weights in the order of the network's; the open scope owns them. */
    Tensor[] weights(int epoch) {
        Map<String, TensorData> weights = epochs.get(epoch);
        return weights.values().stream()
                .map(data -> Tensors.of(data.floats(), 0, data.shape()))
                .toArray(Tensor[]::new);
    }

    /** Gives a network of this kind the weights after an epoch. */
    void give(int epoch, Parameters parameters) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard noGradients = new NoGradGuard()) {
            Tensor[] weights = weights(epoch);
            for (int k = 0; k < weights.length; k++) {
                parameters.tensor(parameters.learned().get(k)).copy_(weights[k]);
            }
        }
    }

    /** Writes what {@link #read} reads. */
    void write(Path file, Map<String, String> notes) {
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        for (int epoch = 0; epoch < epochs.size(); epoch++) {
            String prefix = epoch + "/";
            epochs.get(epoch).forEach((name, data) -> tensors.put(prefix + name, data));
        }
        Map<String, String> words = new LinkedHashMap<>(notes);
        words.put(EPOCHS, Integer.toString(lastEpoch()));
        SafeTensors.write(file, tensors, words);
    }

    /**
     * Reads a file. The weights lie in it until they are asked for.
     *
     * @param network what a message calls the network
     * @throws PithException naming the file when it is cut short, damaged, or of another network
     */
    static Trajectory read(Path file, String network, Parameters parameters) {
        StateDict saved = Checkpoints.read(file);
        Trajectory trajectory = new Trajectory(parameters);
        int last;
        try {
            last = Integer.parseInt(saved.metadata().getOrDefault(EPOCHS, ""));
        } catch (NumberFormatException e) {
            throw new PithException(file + ": holds no expert's trajectory; make it with pith experts", e);
        }
        Map<String, long[]> expected = new LinkedHashMap<>();
        for (int epoch = 0; epoch <= last; epoch++) {
            String prefix = epoch + "/";
            trajectory.shapes.forEach((name, shape) -> expected.put(prefix + name, shape));
        }
        StateDictMatch.require(saved, network, expected);
        for (int epoch = 0; epoch <= last; epoch++) {
            Map<String, TensorData> weights = new LinkedHashMap<>();
            for (String name : trajectory.shapes.keySet()) {
                weights.put(name, saved.tensor(epoch + "/" + name));
            }
            trajectory.epochs.add(weights);
        }
        return trajectory;
    }
}
