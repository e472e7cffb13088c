package dev.pith.pipeline.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pith.pipeline.session.Checkpoint;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.Session;
import dev.pith.run.AtomicFile;
import dev.pith.run.Staging;
import dev.pith.torch.train.EpochRecord;
import dev.pith.torch.train.Trainer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a training leaves in its run while it goes on: a checkpoint that the same command goes on from, and the log of
 * the epochs so far.
 */
public final class TrainingFiles {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Session session;
    private final Checkpoint checkpoint;
    private final String log;

    /**
     * Prepares the files of a training.
     *
     * @param configuration everything that decides its outcome
     * @param saveEvery how many epochs lie between two checkpoints; null for a minute
     */
    public TrainingFiles(Session session, Map<String, String> configuration, @Nullable Integer saveEvery) {
        this(session, configuration, saveEvery, RunFiles.CHECKPOINT, RunFiles.TRAINING_LOG);
    }

    /** Prepares files of other names than {@value RunFiles#CHECKPOINT} and {@value RunFiles#TRAINING_LOG}. */
    public TrainingFiles(
            Session session,
            Map<String, String> configuration,
            @Nullable Integer saveEvery,
            String checkpoint,
            String log) {
        this.session = session;
        this.checkpoint = new Checkpoint(session, configuration, saveEvery, checkpoint);
        this.log = log;
    }

    /**
     * Lets a training go on from the checkpoint, if there is one.
     *
     * @throws dev.pith.PithException when it is of a training that was configured otherwise
     */
    public void restore(Trainer trainer) {
        if (checkpoint.isThere("training")) {
            trainer.restore(checkpoint.file());
            if (!trainer.isDone()) {
                session.note("going on after epoch " + trainer.epochs().size());
            }
        }
    }

    /** Counts the time of a killed process whose checkpoint is there to be gone on from. */
    public void goOn(Staging staging) {
        if (checkpoint.isThere("training")) {
            staging.goesOn();
        }
    }

    /**
     * Says what a training by other processes will go on from.
     *
     * @throws dev.pith.PithException when it is of a training that was configured otherwise
     */
    void require() {
        if (checkpoint.isThere("training")) {
            session.note("going on from " + checkpoint.file());
        }
    }

    /** Writes checkpoint and log if it is time to. */
    void afterEpoch(Trainer trainer) {
        if (checkpoint.isDue(trainer.epochs().size())) {
            save(trainer);
        }
    }

    /** Writes checkpoint and log. */
    public void save(Trainer trainer) {
        byte[] lines = lines(trainer.epochs()).getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(session.file(log), out -> out.write(lines));
        trainer.save(checkpoint.file(), checkpoint.notes());
    }

    /** Returns the checkpoint's path, whether it is there or not. */
    Path checkpoint() {
        return checkpoint.file();
    }

    /** Returns a line of JSON per epoch. */
    public static String lines(List<EpochRecord> epochs) {
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
    public void deleteCheckpoint() {
        checkpoint.delete();
    }
}
