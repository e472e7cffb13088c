package dev.pith.pipeline.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pith.PithException;
import dev.pith.run.Run;
import dev.pith.torch.checkpoint.Checkpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The file that a long work leaves in its run while it goes on, and that the same command goes on from. */
public final class Checkpoint {
    private static final String CONFIGURATION = "pith.configuration";
    private static final long INTERVAL_NANOS = Duration.ofMinutes(1).toNanos();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Session session;
    private final Map<String, String> configuration;
    private final @Nullable Integer every;
    private final Path file;
    private long savedNanos = System.nanoTime();

    /**
     * Prepares the file.
     *
     * @param configuration everything that decides the outcome of the work
     * @param every how many units of the work lie between two checkpoints; null for a minute
     */
    public Checkpoint(Session session, Map<String, String> configuration, @Nullable Integer every) {
        this(session, configuration, every, RunFiles.CHECKPOINT);
    }

    /** Prepares a file of another name than {@value RunFiles#CHECKPOINT}. */
    public Checkpoint(Session session, Map<String, String> configuration, @Nullable Integer every, String name) {
        this.session = session;
        this.configuration = configuration;
        this.every = every;
        this.file = session.file(name);
    }

    public Path file() {
        return file;
    }

    /**
     * Returns whether there is something to go on from.
     *
     * @param work what a message calls it
     * @throws PithException when it is of a work that was configured otherwise
     */
    public boolean isThere(String work) {
        if (!Files.exists(file)) {
            return false;
        }
        List<String> differences = Run.differences(before(work), configuration);
        if (!differences.isEmpty() && !session.force()) {
            throw new PithException(file + ": is of a " + work + " that was made otherwise: "
                    + String.join(", ", differences) + "; give another directory, or `force` to start over");
        }
        return differences.isEmpty();
    }

    private Map<String, String> before(String work) {
        String json = Checkpoints.read(file).metadata().getOrDefault(CONFIGURATION, "");
        try {
            return JSON.readValue(json, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new PithException(file + ": does not say which " + work + " it is of; delete it to start over", e);
        }
    }

    /** Returns all that the file says of itself. */
    public Map<String, String> read() {
        return Checkpoints.read(file).metadata();
    }

    /**
     * Returns whether it is time to write the file after this unit, counted from 1; it is then expected to be written.
     */
    public boolean isDue(int unit) {
        boolean due = every == null ? System.nanoTime() - savedNanos > INTERVAL_NANOS : unit % every == 0;
        if (due) {
            savedNanos = System.nanoTime();
        }
        return due;
    }

    /** Returns what the file must say of itself, as an entry of its metadata. */
    public Map<String, String> notes() {
        try {
            return Map.of(CONFIGURATION, JSON.writeValueAsString(configuration));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("text can be written", e);
        }
    }

    /** Removes the file of a work that is done. */
    public void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new PithException(file + ": cannot be deleted (" + e.getMessage() + ")", e);
        }
    }
}
