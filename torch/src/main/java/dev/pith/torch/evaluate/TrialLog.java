package dev.pith.torch.evaluate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pith.PithException;
import dev.pith.data.Fingerprint;
import dev.pith.run.WriteFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The trainings done so far, a JSON object a line. A training is added as it ends, so an evaluation that is killed
 * loses the trainings under way and nothing else. For use by several threads.
 */
public final class TrialLog implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String ELSEWHERE = "elsewhere";

    private final Path file;
    private final String images;
    private final FileChannel channel;
    private final Map<String, Outcome> outcomes = new HashMap<>();

    private TrialLog(Path file, String images, FileChannel channel) {
        this.file = file;
        this.images = images;
        this.channel = channel;
    }

    /**
     * Opens a log, or begins one. A last line that was cut off is forgotten.
     *
     * @param file its folder exists
     * @param images what the trainings learn from and are tested on; those of others stay in the file, and are not
     *     found
     * @throws PithException naming file and line when it is not a log
     */
    public static TrialLog open(Path file, String images) {
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            TrialLog log = new TrialLog(file, images, channel);
            try {
                log.read();
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
            return log;
        } catch (IOException e) {
            throw WriteFailure.of(file, e);
        }
    }

    private void read() throws IOException {
        byte[] bytes = Channels.newInputStream(channel).readNBytes(Math.toIntExact(channel.size()));
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        channel.truncate(end).position(end);
        List<String> lines =
                new String(bytes, 0, end, StandardCharsets.UTF_8).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            try {
                JsonNode line = MAPPER.readTree(lines.get(i));
                outcomes.put(
                        line.required("trial").asText(),
                        new Outcome(
                                line.required(line.has("loss") ? "loss" : "accuracy")
                                        .asDouble(),
                                elsewhere(line),
                                line.required("samplesSeen").asLong(),
                                line.required("steps").asLong(),
                                line.required("seconds").asDouble()));
            } catch (JsonProcessingException | IllegalArgumentException e) {
                throw new PithException(
                        file + ":" + (i + 1) + ": is not the record of a training; delete the line, and its training is"
                                + " done again",
                        e);
            }
        }
    }

    private static List<Double> elsewhere(JsonNode line) {
        List<Double> values = new ArrayList<>();
        line.path(ELSEWHERE).forEach(value -> values.add(value.asDouble()));
        return values;
    }

    /** Returns what came of a training, if it was done. */
    public synchronized Optional<Outcome> find(Trial trial) {
        return Optional.ofNullable(outcomes.get(key(trial)));
    }

    /** Returns those of some trainings that were not done, each once, in their order. */
    synchronized <T extends Trial> List<T> missing(List<T> trials) {
        Map<String, T> missing = new LinkedHashMap<>();
        for (T trial : trials) {
            String key = key(trial);
            if (!outcomes.containsKey(key)) {
                missing.putIfAbsent(key, trial);
            }
        }
        return List.copyOf(missing.values());
    }

    /**
     * Adds a training; it is on the disk when this returns.
     *
     * @throws PithException when it cannot be written
     */
    public synchronized void add(Trial trial, Outcome outcome) {
        String key = key(trial);
        ObjectNode line = MAPPER.createObjectNode().put("trial", key);
        line.setAll(MAPPER.<ObjectNode>valueToTree(trial.description()));
        line.put(trial.measure().toString(), outcome.accuracy());
        if (!outcome.elsewhere().isEmpty()) {
            line.set(ELSEWHERE, MAPPER.valueToTree(outcome.elsewhere()));
        }
        line.put("samplesSeen", outcome.samplesSeen())
                .put("steps", outcome.steps())
                .put("seconds", outcome.seconds());
        try {
            append(StandardCharsets.UTF_8.encode(line + "\n"));
        } catch (IOException e) {
            throw WriteFailure.of(file, e);
        }
        outcomes.put(key, outcome);
    }

    /** Adds all of a line or nothing: what runs beside it may add another one after it. */
    private void append(ByteBuffer line) throws IOException {
        long before = channel.position();
        try {
            while (line.hasRemaining()) {
                channel.write(line);
            }
            channel.force(false);
        } catch (IOException e) {
            channel.truncate(before);
            throw e;
        }
    }

    private String key(Trial trial) {
        return Fingerprint.ofText(images + "\n" + trial.identity());
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw WriteFailure.of(file, e);
        }
    }
}
