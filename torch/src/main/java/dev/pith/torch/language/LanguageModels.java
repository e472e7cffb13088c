package dev.pith.torch.language;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pith.PithException;
import dev.pith.run.AtomicFile;
import dev.pith.torch.Tensors;
import dev.pith.torch.checkpoint.Checkpoints;
import dev.pith.torch.checkpoint.DType;
import dev.pith.torch.checkpoint.SafeTensors;
import dev.pith.torch.checkpoint.StateDict;
import dev.pith.torch.checkpoint.StateDictMatch;
import dev.pith.torch.checkpoint.TensorData;
import dev.pith.torch.network.Parameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** Language models from and into folders as Hugging Face's libraries write them. */
public final class LanguageModels {
    /** What a model is. */
    public static final String CONFIG = "config.json";
    /** Its weights. */
    public static final String WEIGHTS = "model.safetensors";
    /** Names the files of its weights where they are several. */
    public static final String INDEX = WEIGHTS + ".index.json";

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** What some libraries store beside the weights: masks, wavelengths, and a head that is the embedding. */
    private static final List<String> BESIDE =
            List.of(".attn.bias", ".attn.masked_bias", ".rotary_emb.inv_freq", "lm_head.weight");

    private LanguageModels() {}

    /**
     * Opens a model, its weights in float32.
     *
     * @param folder holds {@value #CONFIG} and {@value #WEIGHTS}, or the index of several files
     * @throws PithException naming the file that is missing, damaged, or not of such a model
     */
    public static LanguageModel open(Path folder) {
        LanguageConfig config = config(folder);
        StateDict weights = Checkpoints.read(weights(folder));
        LanguageModel model = LanguageModel.of(config, Parameters.blank());
        try {
            fill(model, fitted(weights, config, model.parameters().tensors()));
            return model;
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    /**
     * Reads what the model of a folder is.
     *
     * @throws PithException naming the file when it cannot be read, or is not of such a model
     */
    public static LanguageConfig config(Path folder) {
        Path file = folder.resolve(CONFIG);
        if (!Files.isRegularFile(file)) {
            throw new PithException(file + ": is not there: name the folder of a model, with its " + CONFIG + ", "
                    + WEIGHTS + " and tokenizer.json");
        }
        try {
            JsonNode json = JSON.readTree(file.toFile());
            if (!(json instanceof ObjectNode object)) {
                throw new PithException(file + ": is no object of JSON: take it from the model's files anew");
            }
            return LanguageConfig.of(object, file.toString());
        } catch (JsonProcessingException e) {
            throw new PithException(
                    file + ": cannot be read as JSON (" + e.getOriginalMessage() + "): take it from the model's files"
                            + " anew",
                    e);
        } catch (IOException e) {
            throw new PithException(file + ": cannot be read (" + e.getMessage() + ")", e);
        }
    }

    /** Returns the files of a folder that a model is read from. */
    public static List<Path> files(Path folder) {
        List<Path> files = new ArrayList<>(List.of(folder.resolve(CONFIG)));
        files.addAll(Checkpoints.files(weights(folder)));
        return files;
    }

    private static Path weights(Path folder) {
        Path index = folder.resolve(INDEX);
        return Files.exists(index) ? index : folder.resolve(WEIGHTS);
    }

    /** Returns the tensors under the names of {@code transformers}, without what is no weight. */
    private static StateDict fitted(StateDict stored, LanguageConfig config, Map<String, Tensor> expected) {
        String trunk = LanguageModel.trunk(config.family());
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        stored.tensors().forEach((name, data) -> {
            String full = expected.containsKey(trunk + name) ? trunk + name : name; // the first GPT-2's have no trunk
            if (expected.containsKey(full) || BESIDE.stream().noneMatch(full::endsWith)) {
                tensors.put(full, data);
            }
        });
        return new StateDict(stored.file(), tensors, stored.metadata(), stored.notes());
    }

    private static void fill(LanguageModel model, StateDict weights) {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        model.parameters().tensors().forEach((name, tensor) -> shapes.put(name, tensor.shape()));
        StateDictMatch.require(weights, "the " + model.config().family() + " of its " + CONFIG, shapes);
        model.parameters()
                .tensors()
                .forEach((name, tensor) ->
                        Tensors.write(tensor, weights.tensor(name).floats()));
    }

    /**
     * Writes {@value #CONFIG} and {@value #WEIGHTS}, in float32, replacing any of those names.
     *
     * @param folder is there
     * @throws PithException naming the file when it cannot be written
     */
    public static void save(LanguageModel model, Path folder) {
        if (model.projections().stream().anyMatch(Projection::isAdapted)) {
            throw new IllegalStateException("of an adapted model, what was added is saved: Lora.save");
        }
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        model.parameters().tensors().forEach((name, tensor) -> tensors.put(name, data(tensor)));
        SafeTensors.write(folder.resolve(WEIGHTS), tensors, Map.of());
        ObjectNode config = model.config().json().deepCopy();
        config.remove("torch_dtype"); // as older versions call it
        config.put("dtype", "float32");
        write(folder.resolve(CONFIG), config);
    }

    /** Returns the numbers of a tensor, read when they are asked for. */
    static TensorData data(Tensor tensor) {
        long[] shape = tensor.shape();
        return new TensorData(DType.FLOAT32, shape, () -> TensorData.of(Tensors.floats(tensor), shape)
                .bytes()
                .get());
    }

    static void write(Path file, ObjectNode json) {
        AtomicFile.write(file, out -> out.write(JSON.writeValueAsBytes(json)));
    }
}
