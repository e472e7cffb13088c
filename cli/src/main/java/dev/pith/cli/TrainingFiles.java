package dev.pith.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pith.PithException;
import dev.pith.run.AtomicFile;
import dev.pith.run.Run;
import dev.pith.torch.checkpoint.Checkpoints;
import dev.pith.torch.train.EpochRecord;
import dev.pith.torch.train.Trainer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a training leaves in its run while it goes on: a checkpoint that the same command goes on from, and the log of the epochs
 * so far.
 */
final class TrainingFiles {
    static final String CHECKPOINT = "checkpoint.safetensors";
    static final String LOG = "train.jsonl";

    private static final String CONFIGURATION = "pith.configuration";
    private static final long INTERVAL_NANOS = Duration.ofMinutes(1).toNanos();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Session session;
    private final Map<String, String> configuration;
    private final @Nullable Integer saveEvery;
    private final Path checkpoint;
    private long savedNanos = System.nanoTime();

    /**
     * Prepares the files of a training.
     *
     * @param configuration everything that decides its outcome
     * @param saveEvery how many epochs lie between two checkpoints; null for a minute
     */
    TrainingFiles(Session session, Map<String, String> configuration, @Nullable Integer saveEvery) {
        this.session = session;
        this.configuration = configuration;
        this.saveEvery = saveEvery;
        this.checkpoint = session.run().file(CHECKPOINT);
    }

    /**
     * Lets a training go on from the checkpoint, if there is one.
     *
     * @throws PithException when it is of a training that was configured otherwise
     */
    void restore(Trainer trainer) {
        if (!Files.exists(checkpoint)) {
            return;
        }
        Map<String, String> before = configurationOf(checkpoint);
        List<String> differences = Run.differences(before, configuration);
        if (differences.isEmpty()) {
            trainer.restore(checkpoint);
            session.note("going on after epoch " + trainer.epochs().size());
        } else if (!session.force()) {
            throw new PithException(checkpoint + ": is of a training that was made otherwise: "
                    + String.join(", ", differences) + "; give another -o, or --force to start over");
        }
    }

    private static Map<String, String> configurationOf(Path file) {
        String json = Checkpoints.read(file).metadata().getOrDefault(CONFIGURATION, "");
        try {
            return JSON.readValue(json, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new PithException(file + ": does not say which training it is of; delete it to start over", e);
        }
    }

    /** Writes checkpoint and log if it is time to. */
    void afterEpoch(Trainer trainer) {
        int epoch = trainer.epochs().size();
        boolean due = saveEvery == null ? System.nanoTime() - savedNanos > INTERVAL_NANOS : epoch % saveEvery == 0;
        if (due) {
            byte[] lines = lines(trainer.epochs()).getBytes(StandardCharsets.UTF_8);
            AtomicFile.write(session.run().file(LOG), out -> out.write(lines));
            try {
                trainer.save(checkpoint, Map.of(CONFIGURATION, JSON.writeValueAsString(configuration)));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("text can be written", e);
            }
            savedNanos = System.nanoTime();
        }
    }

    /** Returns a line of JSON per epoch. */
    static String lines(List<EpochRecord> epochs) {
        StringBuilder lines = new StringBuilder();
        for (EpochRecord epoch : epochs) {
            try {
                lines.append(JSON.writeValueAsString(epoch)).append('\n');
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("records of numbers can be written", e);
            }
        }
        return lines.toString();
    }

    /** Removes the checkpoint of a training that is done. */
    void deleteCheckpoint() {
        try {
            Files.deleteIfExists(checkpoint);
        } catch (IOException e) {
            throw new PithException(checkpoint + ": cannot be deleted (" + e.getMessage() + ")", e);
        }
    }
}
