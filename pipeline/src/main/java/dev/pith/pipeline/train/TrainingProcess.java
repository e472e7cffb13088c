package dev.pith.pipeline.train;

import dev.pith.data.Source;
import dev.pith.pipeline.session.Session;
import dev.pith.torch.parallel.ProcessGroup;
import dev.pith.torch.parallel.ProcessLost;
import dev.pith.torch.train.LabelledImages;
import dev.pith.torch.train.Trainer;
import dev.pith.torch.train.TrainingListener;
import java.io.PrintWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The training of one of several processes, inside that process.
 *
 * <p>The first process writes the checkpoint, for the last time when the training is done. The process that the user
 * started goes on from that checkpoint: it tests the network and writes the files of the run.
 */
public final class TrainingProcess {
    private static final long PROGRESS_MILLIS = 200;

    private final ProcessRole role;
    private final Session session;
    private final Source source;
    private final TrainSettings configuration;
    private final TrainingFiles files;
    private final PrintWriter out;
    private long toldMillis = System.nanoTime() / 1_000_000;

    public TrainingProcess(
            ProcessRole role,
            Session session,
            Source source,
            TrainSettings configuration,
            Map<String, String> decides,
            @Nullable Integer saveEvery,
            PrintWriter out) {
        this.role = role;
        this.session = session;
        this.source = source;
        this.configuration = configuration;
        this.files = new TrainingFiles(session, decides, saveEvery);
        this.out = out;
    }

    /** Trains, and returns the exit code of the process. */
    public int train() {
        try (TrainingStart start = TrainingStarts.of(session, source, configuration)) {
            LabelledImages samples = start.samples();
            try (ProcessGroup group = role.join(configuration.workers());
                    Trainer trainer = new Trainer(
                                    configuration.recipe(),
                                    start.task(samples),
                                    samples,
                                    start.pruning(samples.size()),
                                    session.threads())
                            .among(group)) {
                files.restore(trainer);
                trainer.train(
                        role.rank() == 0
                                ? new TrainingWatch(this::tell, files).showing(start::onEpoch)
                                : TrainingListener.NONE);
                if (role.rank() == 0) {
                    files.save(trainer);
                }
            }
            return 0;
        } catch (ProcessLost e) {
            return ProcessRole.LOST;
        }
    }

    private void tell(long done, long total, String detail) {
        long now = System.nanoTime() / 1_000_000;
        if (now - toldMillis >= PROGRESS_MILLIS) {
            toldMillis = now;
            out.println(TrainingProcesses.PROGRESS + done + " " + total + " " + detail);
        }
    }
}
