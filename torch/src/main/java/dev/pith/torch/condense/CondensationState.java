package dev.pith.torch.condense;

import dev.pith.torch.checkpoint.Checkpoints;
import dev.pith.torch.checkpoint.DType;
import dev.pith.torch.checkpoint.SafeTensors;
import dev.pith.torch.checkpoint.StateDict;
import dev.pith.torch.checkpoint.StateDictMatch;
import dev.pith.torch.checkpoint.TensorData;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A condensation between two iterations: the images, how fast they change, what else is learned, and the distances so
 * far. What is random follows from the seed and the iteration.
 */
public final class CondensationState {
    private static final String IMAGES = "images";
    private static final String VELOCITY = "velocity";
    private static final String LOSSES = "losses";
    private static final String LOG = "log";

    private final Map<String, float[]> arrays = new LinkedHashMap<>();
    private final List<Double> losses = new ArrayList<>();

    CondensationState(float[] images) {
        arrays.put(IMAGES, images);
        arrays.put(VELOCITY, new float[images.length]);
    }

    /** Keeps other numbers too, by a name that is not taken yet; returns them. */
    float[] keep(String name, float[] values) {
        arrays.put(name, values);
        return values;
    }

    /** Returns the numbers, without what happened so far, as they are now. */
    CondensationState copy() {
        CondensationState copy = new CondensationState(images().clone());
        arrays.forEach((name, values) -> copy.keep(name, values.clone()));
        return copy;
    }

    /** Gives the numbers the values that they had when a copy was made. */
    void become(CondensationState copy) {
        arrays.forEach((name, values) -> System.arraycopy(copy.array(name), 0, values, 0, values.length));
    }

    private float[] array(String name) {
        return Objects.requireNonNull(arrays.get(name), name);
    }

    /** Returns the images, {@code float[m * c * h * w]}, normalized; they change with every iteration. */
    public float[] images() {
        return array(IMAGES);
    }

    /** Returns how many iterations are done. */
    public int iteration() {
        return losses.size();
    }

    /** Returns the mean distance of a class in every iteration so far. */
    public List<Double> losses() {
        return List.copyOf(losses);
    }

    void advance(double loss) {
        losses.add(loss);
    }

    /** Takes a step of gradient descent with momentum. */
    void descend(float[] gradient, double rate, double momentum) {
        descend(images(), array(VELOCITY), gradient, rate, momentum);
    }

    /** Takes such a step with other numbers: the velocity becomes {@code momentum * velocity + gradient}. */
    static void descend(float[] values, float[] velocity, float[] gradient, double rate, double momentum) {
        float step = (float) rate;
        float kept = (float) momentum;
        for (int i = 0; i < values.length; i++) {
            velocity[i] = kept * velocity[i] + gradient[i];
            values[i] -= step * velocity[i];
        }
    }

    /**
     * Writes a {@code .safetensors} file that {@link #restore} reads.
     *
     * @param log what happened so far, of any length
     * @param notes kept in the file's metadata, which must be short
     */
    public void save(Path file, byte[] log, Map<String, String> notes) {
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        arrays.forEach((name, values) -> tensors.putAll(Pieces.USUAL.of(name, values)));
        double[] distances = losses.stream().mapToDouble(Double::doubleValue).toArray();
        tensors.put(LOSSES, TensorData.of(distances, distances.length));
        tensors.put(LOG, new TensorData(DType.UINT8, new long[] {log.length}, () -> ByteBuffer.wrap(log)));
        SafeTensors.write(file, tensors, notes);
    }

    /**
     * Goes on where another condensation of the same configuration was saved.
     *
     * @return the log it was saved with
     * @throws dev.pith.PithException naming the file when it is damaged or of another condensation
     */
    public byte[] restore(Path file) {
        StateDict saved = Checkpoints.read(file);
        Map<String, long[]> shapes = new LinkedHashMap<>();
        arrays.forEach((name, values) -> shapes.putAll(Pieces.USUAL.shapes(name, values.length)));
        for (String ofAnyLength : List.of(LOSSES, LOG)) {
            TensorData tensor = saved.tensors().get(ofAnyLength);
            shapes.put(ofAnyLength, tensor == null ? new long[0] : tensor.shape());
        }
        StateDictMatch.require(saved, "this condensation", shapes);
        arrays.forEach((name, values) -> Pieces.USUAL.read(saved, name, values));
        losses.clear();
        for (double loss : saved.tensor(LOSSES).doubles()) {
            losses.add(loss);
        }
        byte[] log = new byte[saved.tensor(LOG).count()];
        saved.tensor(LOG).bytes().get().get(log);
        return log;
    }
}
