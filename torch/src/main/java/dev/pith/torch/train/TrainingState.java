package dev.pith.torch.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pith.PithException;
import dev.pith.prune.EpochPruning;
import dev.pith.torch.Tensors;
import dev.pith.torch.checkpoint.Checkpoints;
import dev.pith.torch.checkpoint.DType;
import dev.pith.torch.checkpoint.SafeTensors;
import dev.pith.torch.checkpoint.StateDict;
import dev.pith.torch.checkpoint.StateDictMatch;
import dev.pith.torch.checkpoint.TensorData;
import dev.pith.torch.network.Parameters;
import dev.pith.torch.optimize.Optimizer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * A training between two epochs as one {@code .safetensors} file: {@code network.NAME}, {@code optimizer.NAME}, {@code
 * task.NAME}, {@code pruning} and the {@code epochs} so far (JSON) as bytes, and in the metadata the number of steps.
 */
record TrainingState(Parameters parameters, Optimizer optimizer, EpochPruning pruning, Map<String, Tensor> task) {
    private static final String STEPS = "pith.steps";
    private static final String EPOCHS = "epochs";
    private static final String PRUNING = "pruning";
    private static final ObjectMapper JSON = new ObjectMapper();

    void save(Path file, List<EpochRecord> epochs, Map<String, String> notes) {
        Map<String, TensorData> data = new LinkedHashMap<>();
        tensors().forEach((name, tensor) -> {
            long[] shape = tensor.shape();
            data.put(name, new TensorData(DType.FLOAT32, shape, () -> TensorData.of(Tensors.floats(tensor), shape)
                    .bytes()
                    .get()));
        });
        data.put(PRUNING, bytes(pruning.save()));
        try {
            data.put(EPOCHS, bytes(JSON.writeValueAsBytes(epochs))); // of any length, unlike metadata
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records of numbers can be written", e);
        }
        Map<String, String> metadata = new LinkedHashMap<>(notes);
        metadata.put(STEPS, Long.toString(optimizer.steps()));
        SafeTensors.write(file, data, metadata);
    }

    private static TensorData bytes(byte[] bytes) {
        return new TensorData(DType.UINT8, new long[] {bytes.length}, () -> ByteBuffer.wrap(bytes));
    }

    private static byte[] bytes(StateDict saved, String name) {
        TensorData tensor = saved.tensor(name);
        byte[] bytes = new byte[tensor.count()];
        tensor.bytes().get().get(bytes);
        return bytes;
    }

    List<EpochRecord> restore(Path file) {
        StateDict saved = Checkpoints.read(file);
        Map<String, Tensor> tensors = tensors();
        Map<String, long[]> shapes = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
        for (String ofAnyLength : List.of(PRUNING, EPOCHS)) {
            TensorData tensor = saved.tensors().get(ofAnyLength);
            shapes.put(ofAnyLength, tensor == null ? new long[0] : tensor.shape());
        }
        StateDictMatch.require(saved, "this training", shapes);
        try {
            optimizer.resumeAt(Long.parseLong(saved.metadata().getOrDefault(STEPS, "")));
            List<EpochRecord> epochs = JSON.readValue(bytes(saved, EPOCHS), new TypeReference<>() {});
            pruning.restore(bytes(saved, PRUNING));
            tensors.forEach(
                    (name, tensor) -> Tensors.write(tensor, saved.tensor(name).floats()));
            return epochs;
        } catch (NumberFormatException | IOException e) {
            throw new PithException(file + ": does not say how far its training was; delete it to start over", e);
        }
    }

    private Map<String, Tensor> tensors() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        parameters.tensors().forEach((name, tensor) -> tensors.put("network." + name, tensor));
        optimizer.state().forEach((name, tensor) -> tensors.put("optimizer." + name, tensor));
        task.forEach((name, tensor) -> tensors.put("task." + name, tensor));
        return tensors;
    }
}
