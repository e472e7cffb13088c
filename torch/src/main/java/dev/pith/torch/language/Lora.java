package dev.pith.torch.language;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pith.PithException;
import dev.pith.torch.Tensors;
import dev.pith.torch.checkpoint.Checkpoints;
import dev.pith.torch.checkpoint.SafeTensors;
import dev.pith.torch.checkpoint.StateDict;
import dev.pith.torch.checkpoint.StateDictMatch;
import dev.pith.torch.checkpoint.TensorData;
import dev.pith.torch.network.Parameters;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Low-rank adaptation (Hu et al., ICLR 2022, section 4.1): the weights of a model stay, and to those of chosen linear
 * layers {@code alpha / rank B A} is added, of which A {@code (rank, in)} starts at random and B {@code (out, rank)} at
 * 0. Read and written as PEFT does.
 *
 * @param rank at least 1
 * @param alpha above 0
 * @param projections what the names of the layers end with, such as {@code q_proj}; empty for those that PEFT adapts
 *     unless told: queries and values, of GPT-2 the layer that makes queries, keys and values
 */
public record Lora(int rank, double alpha, List<String> projections) {
    /** Says what was adapted, and how. */
    public static final String CONFIG = "adapter_config.json";

    private static final String WEIGHTS = "adapter_model.safetensors";

    /** What PEFT puts before the names of a model's layers. */
    private static final String PREFIX = "base_model.model.";

    private static final String BASE = "base_model_name_or_path";
    private static final String DOWN = ".lora_A.weight";
    private static final String UP = ".lora_B.weight";

    /**
     * Returns an adaptation.
     *
     * @param alpha null for twice the rank
     */
    public static Lora of(int rank, @Nullable Double alpha, List<String> projections) {
        return new Lora(rank, alpha == null ? 2.0 * rank : alpha, projections);
    }

    /** Checks the ranges. */
    public Lora {
        if (rank < 1) {
            throw new IllegalArgumentException("rank must be at least 1, got " + rank);
        }
        if (!(alpha > 0 && alpha < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("alpha must be a number above 0, got " + alpha);
        }
        projections = List.copyOf(projections);
    }

    /**
     * Makes a model's weights constants, and has it learn what is added to them.
     *
     * @param seed decides how A starts
     * @throws PithException when the model has no layer of such a name
     */
    public void attach(LanguageModel model, long seed) {
        List<Projection> chosen = chosen(model);
        Parameters parameters = model.parameters();
        parameters.freeze(seed);
        for (Projection layer : chosen) {
            layer.add(
                    parameters.uniform(layer.name() + DOWN, 1 / Math.sqrt(layer.in()), rank, layer.in()),
                    parameters.constant(layer.name() + UP, 0, layer.out(), rank),
                    alpha / rank);
        }
    }

    private List<Projection> chosen(LanguageModel model) {
        List<String> wanted = targets(model);
        List<Projection> chosen = new ArrayList<>();
        TreeSet<String> names = new TreeSet<>();
        for (Projection layer : model.projections()) {
            String name = layer.name().substring(layer.name().lastIndexOf('.') + 1);
            names.add(name);
            if (wanted.contains(name)) {
                chosen.add(layer);
            }
        }
        for (String name : wanted) {
            if (!names.contains(name)) {
                throw new PithException("there is no layer '" + name + "' to adapt; `projections` of a "
                        + model.config().family() + " are " + String.join(", ", names));
            }
        }
        return chosen;
    }

    private List<String> targets(LanguageModel model) {
        if (!projections.isEmpty()) {
            return projections;
        }
        return model.config().family() == LanguageFamily.GPT2 ? List.of("c_attn") : List.of("q_proj", "v_proj");
    }

    /**
     * Writes what was learned, replacing any of the same names.
     *
     * @param base the folder or the name of the model whose weights stayed
     * @param folder is there
     * @throws PithException naming the file when it cannot be written
     */
    public void save(LanguageModel model, String base, Path folder) {
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        for (String name : model.parameters().learned()) {
            tensors.put(PREFIX + name, LanguageModels.data(model.parameters().tensor(name)));
        }
        SafeTensors.write(folder.resolve(WEIGHTS), tensors, Map.of());
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("peft_type", "LORA").put("task_type", "CAUSAL_LM").put(BASE, base);
        json.put("r", rank).put("lora_alpha", alpha).put("lora_dropout", 0.0).put("bias", "none");
        ArrayNode targets = json.putArray("target_modules");
        targets(model).forEach(targets::add);
        json.put("fan_in_fan_out", model.config().family() == LanguageFamily.GPT2)
                .put("inference_mode", true);
        LanguageModels.write(folder.resolve(CONFIG), json);
    }

    /**
     * Adds what a folder holds to a model, and has it learned on.
     *
     * @param model the one whose weights stayed
     * @return how it was adapted
     * @throws PithException naming the file that is missing, damaged, or of another model
     */
    public static Lora open(LanguageModel model, Path folder) {
        Lora lora = read(folder.resolve(CONFIG));
        StateDict weights = Checkpoints.read(folder.resolve(WEIGHTS));
        lora.attach(model, 0);
        Map<String, long[]> shapes = new LinkedHashMap<>();
        Parameters parameters = model.parameters();
        parameters
                .learned()
                .forEach(name ->
                        shapes.put(PREFIX + name, parameters.tensor(name).shape()));
        StateDictMatch.require(weights, "the " + model.config().family() + " that is adapted", shapes);
        parameters
                .learned()
                .forEach(name -> Tensors.write(
                        parameters.tensor(name), weights.tensor(PREFIX + name).floats()));
        return lora;
    }

    /** Returns the files of a folder that an adaptation is read from. */
    public static List<Path> files(Path folder) {
        return List.of(folder.resolve(CONFIG), folder.resolve(WEIGHTS));
    }

    /**
     * Returns the folder, or the name, of the model whose weights stayed, as a folder says it.
     *
     * @throws PithException naming the file that cannot be read
     */
    public static String base(Path folder) {
        return json(folder.resolve(CONFIG)).path(BASE).asText();
    }

    private static JsonNode json(Path file) {
        try {
            return new ObjectMapper().readTree(file.toFile());
        } catch (JsonProcessingException e) {
            throw new PithException(file + ": cannot be read as JSON (" + e.getOriginalMessage() + "): train anew", e);
        } catch (IOException e) {
            throw new PithException(
                    file + ": cannot be read (" + e.getMessage() + "): name the folder of an adapter, with its "
                            + CONFIG + " and " + WEIGHTS,
                    e);
        }
    }

    private static Lora read(Path file) {
        JsonNode json = json(file);
        try {
            for (String unusual : List.of("use_rslora", "use_dora")) {
                if (json.path(unusual).asBoolean()) {
                    throw new PithException(file + ": has " + unusual + ", which is not computed: train without it");
                }
            }
            JsonNode named = json.path("target_modules");
            if (!named.isArray() || named.isEmpty()) {
                throw new PithException(file + ": has no list of target_modules: name the layers in it");
            }
            List<String> projections = new ArrayList<>();
            named.forEach(name -> projections.add(name.asText()));
            return new Lora(json.path("r").asInt(), json.path("lora_alpha").asDouble(), projections);
        } catch (IllegalArgumentException e) {
            throw new PithException(file + ": " + e.getMessage(), e);
        }
    }
}
