package dev.pith.torch.diffusion;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pith.PithException;
import dev.pith.run.AtomicFile;
import dev.pith.torch.checkpoint.Checkpoints;
import dev.pith.torch.checkpoint.StateDict;
import dev.pith.torch.network.UNet2D;
import dev.pith.torch.network.UNet2DConfig;
import dev.pith.torch.network.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Networks that tell noise, from and into folders as diffusers writes them: {@code unet/config.json},
 * {@code unet/diffusion_pytorch_model.safetensors} and {@code scheduler/scheduler_config.json}, and where the network
 * knows no classes {@code model_index.json}, with which the folder is a DDPMPipeline. (That pipeline has no labels to
 * give, so of a network that knows classes UNet2DModel and the scheduler are opened one by one.)
 */
public final class DiffusionFiles {
    private static final String NETWORK = "unet";
    private static final String CONFIG = "config.json";
    private static final String WEIGHTS = "diffusion_pytorch_model.safetensors";
    private static final String SCHEDULER = "scheduler";
    private static final String SCHEDULER_CONFIG = "scheduler_config.json";
    private static final String PIPELINE = "model_index.json";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private DiffusionFiles() {}

    /**
     * Returns the files of a folder that a network is read from.
     *
     * @throws PithException naming one that is not there
     */
    public static List<Path> files(Path folder) {
        Path network = network(folder);
        List<Path> files = List.of(network.resolve(CONFIG), network.resolve(WEIGHTS));
        files.forEach(DiffusionFiles::requireThere);
        return files;
    }

    private static void requireThere(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new PithException(file + ": is not there: name a run of a diffusion, or a folder that diffusers"
                    + " wrote, with its " + CONFIG + " and " + WEIGHTS);
        }
    }

    /** Returns where the network lies: in the folder, or in the part of it that is the network's. */
    private static Path network(Path folder) {
        Path part = folder.resolve(NETWORK);
        return Files.isDirectory(part) ? part : folder;
    }

    /**
     * Opens a network, its weights in float32.
     *
     * @param folder holds the network itself, or beside others in {@code unet}
     * @throws PithException naming the file that is missing, damaged, or not of such a network
     */
    public static UNet2D open(Path folder) {
        Path network = network(folder);
        Path file = network.resolve(CONFIG);
        UNet2DConfig config = UNet2DConfig.of(json(file), file.toString());
        StateDict weights = Checkpoints.read(network.resolve(WEIGHTS));
        return Weights.open(weights, config);
    }

    /**
     * Returns the noise schedule of a folder; the linear one where the folder has none.
     *
     * @throws PithException naming the file when it cannot be read, or says something that is not computed here
     */
    public static NoiseSchedule schedule(Path folder) {
        Path file = folder.resolve(SCHEDULER).resolve(SCHEDULER_CONFIG);
        if (!Files.exists(file)) {
            return NoiseSchedule.of(NoiseSchedule.Kind.LINEAR);
        }
        JsonNode json = json(file);
        String name = json.path("beta_schedule").asText("linear");
        for (NoiseSchedule.Kind kind : NoiseSchedule.Kind.values()) {
            if (kind.published().equals(name)) {
                require(json, file, "prediction_type", "epsilon");
                require(json, file, "num_train_timesteps", Integer.toString(NoiseSchedule.STEPS));
                return NoiseSchedule.of(kind);
            }
        }
        throw new PithException(file + ": its beta_schedule is '" + name + "', and only linear and squaredcos_cap_v2"
                + " are computed: take another network");
    }

    private static void require(JsonNode json, Path file, String key, String needed) {
        String value = json.path(key).asText(needed);
        if (!value.equals(needed)) {
            throw new PithException(file + ": its " + key + " is '" + value + "', and only '" + needed
                    + "' is computed: take another network");
        }
    }

    private static JsonNode json(Path file) {
        requireThere(file);
        try {
            JsonNode json = JSON.readTree(file.toFile());
            if (!json.isObject()) {
                throw new PithException(file + ": is no object of JSON: take it from the network's files anew");
            }
            return json;
        } catch (JsonProcessingException e) {
            throw new PithException(
                    file + ": cannot be read as JSON (" + e.getOriginalMessage() + "): take it from the network's"
                            + " files anew",
                    e);
        } catch (IOException e) {
            throw new PithException(file + ": cannot be read (" + e.getMessage() + ")", e);
        }
    }

    /**
     * Writes a network and its schedule, weights in float32.
     *
     * @param folder is there, and empty
     * @throws PithException naming the file when it cannot be written
     */
    public static void save(UNet2D network, NoiseSchedule schedule, Path folder) throws IOException {
        Path ofNetwork = Files.createDirectory(folder.resolve(NETWORK));
        Weights.save(ofNetwork.resolve(WEIGHTS), network);
        write(ofNetwork.resolve(CONFIG), network.config().json());
        Path ofScheduler = Files.createDirectory(folder.resolve(SCHEDULER));
        write(ofScheduler.resolve(SCHEDULER_CONFIG), json(schedule));
        if (network.config().classes() == 0) {
            ObjectNode index = JSON.createObjectNode().put("_class_name", "DDPMPipeline");
            index.putArray(SCHEDULER).add("diffusers").add("DDPMScheduler");
            index.putArray(NETWORK).add("diffusers").add("UNet2DModel");
            write(folder.resolve(PIPELINE), index);
        }
    }

    private static ObjectNode json(NoiseSchedule schedule) {
        return JSON.createObjectNode()
                .put("_class_name", "DDPMScheduler")
                .put("num_train_timesteps", NoiseSchedule.STEPS)
                .put("beta_start", NoiseSchedule.FIRST_BETA)
                .put("beta_end", NoiseSchedule.LAST_BETA)
                .put("beta_schedule", schedule.kind().published())
                .put("variance_type", "fixed_small")
                .put("clip_sample", true)
                .put("clip_sample_range", 1.0)
                .put("prediction_type", "epsilon")
                .put("timestep_spacing", "leading")
                .put("steps_offset", 0);
    }

    private static void write(Path file, ObjectNode json) {
        AtomicFile.write(file, out -> out.write(JSON.writeValueAsBytes(json)));
    }
}
