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

/**
 * A condensation between two iterations: the images, how fast they change, and the distances so far. What is random
 * follows from the seed and the iteration.
 */
public final class CondensationState {
    private static final String IMAGES = "images";
    private static final String VELOCITY = "velocity";
    private static final String LOSSES = "losses";
    private static final String LOG = "log";

    private final float[] images;
    private final float[] velocity;
    private final List<Double> losses = new ArrayList<>();

    CondensationState(float[] images) {
        this.images = images;
        velocity = new float[images.length];
    }

    /** Returns the images, {@code float[m * c * h * w]}, normalized; they change with every iteration. */
    public float[] images() {
        return images;
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

    /** A step of gradient descent with momentum. */
    void descend(float[] gradient, double rate, double momentum) {
        float step = (float) rate;
        float kept = (float) momentum;
        for (int i = 0; i < images.length; i++) {
            velocity[i] = kept * velocity[i] + gradient[i];
            images[i] -= step * velocity[i];
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
        tensors.putAll(Pieces.USUAL.of(IMAGES, images));
        tensors.putAll(Pieces.USUAL.of(VELOCITY, velocity));
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
        shapes.putAll(Pieces.USUAL.shapes(IMAGES, images.length));
        shapes.putAll(Pieces.USUAL.shapes(VELOCITY, velocity.length));
        for (String ofAnyLength : List.of(LOSSES, LOG)) {
            TensorData tensor = saved.tensors().get(ofAnyLength);
            shapes.put(ofAnyLength, tensor == null ? new long[0] : tensor.shape());
        }
        StateDictMatch.require(saved, "this condensation", shapes);
        Pieces.USUAL.read(saved, IMAGES, images);
        Pieces.USUAL.read(saved, VELOCITY, velocity);
        losses.clear();
        for (double loss : saved.tensor(LOSSES).doubles()) {
            losses.add(loss);
        }
        byte[] log = new byte[saved.tensor(LOG).count()];
        saved.tensor(LOG).bytes().get().get(log);
        return log;
    }
}
