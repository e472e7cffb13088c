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
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * A training between two epochs as one {@code .safetensors} file: {@code network.NAME}, {@code optimizer.NAME}, {@code
 * pruning} as bytes, and in the metadata the number of steps and the epochs so far.
 */
record TrainingState(Parameters parameters, Optimizer optimizer, EpochPruning pruning) {
    private static final String STEPS = "pith.steps";
    private static final String EPOCHS = "pith.epochs";
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
        byte[] drawn = pruning.save();
        data.put(PRUNING, new TensorData(DType.UINT8, new long[] {drawn.length}, () -> ByteBuffer.wrap(drawn)));
        Map<String, String> metadata = new LinkedHashMap<>(notes);
        metadata.put(STEPS, Long.toString(optimizer.steps()));
        try {
            metadata.put(EPOCHS, JSON.writeValueAsString(epochs));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records of numbers can be written", e);
        }
        SafeTensors.write(file, data, metadata);
    }

    List<EpochRecord> restore(Path file) {
        StateDict saved = Checkpoints.read(file);
        Map<String, Tensor> tensors = tensors();
        Map<String, long[]> shapes = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
        TensorData drawn = saved.tensors().get(PRUNING);
        shapes.put(PRUNING, drawn == null ? new long[0] : drawn.shape());
        StateDictMatch.require(saved, "this training", shapes);
        byte[] pruningState = new byte[drawn.count()];
        drawn.bytes().get().get(pruningState);
        try {
            optimizer.resumeAt(Long.parseLong(saved.metadata().getOrDefault(STEPS, "")));
            List<EpochRecord> epochs =
                    JSON.readValue(saved.metadata().getOrDefault(EPOCHS, ""), new TypeReference<>() {});
            pruning.restore(pruningState);
            tensors.forEach((name, tensor) ->
                    Tensors.write(tensor, saved.tensors().get(name).floats()));
            return epochs;
        } catch (NumberFormatException | JsonProcessingException e) {
            throw new PithException(file + ": does not say how far its training was; delete it to start over", e);
        }
    }

    private Map<String, Tensor> tensors() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        parameters.tensors().forEach((name, tensor) -> tensors.put("network." + name, tensor));
        optimizer.state().forEach((name, tensor) -> tensors.put("optimizer." + name, tensor));
        return tensors;
    }
}
