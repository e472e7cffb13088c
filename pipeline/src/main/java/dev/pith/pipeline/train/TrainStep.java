package dev.pith.pipeline.train;

import dev.pith.data.Source;
import dev.pith.pipeline.session.MemoryEstimate;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.Skipped;
import dev.pith.pipeline.session.TaskProgress;
import dev.pith.run.Staging;
import dev.pith.run.Step;
import dev.pith.torch.train.EpochRecord;
import dev.pith.torch.train.LabelledImages;
import dev.pith.torch.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The step {@code train}: trains a network, tests it, and writes its weights and what happened. */
public final class TrainStep {
    private final Session session;
    private final Source source;
    private final TrainSettings configuration;
    private final @Nullable Integer saveEvery;
    private final @Nullable ProcessLauncher launcher;

    /**
     * Prepares the step.
     *
     * @param launcher starts the processes when there are several; null when there is one
     */
    public TrainStep(
            Session session,
            Source source,
            TrainSettings configuration,
            @Nullable Integer saveEvery,
            @Nullable ProcessLauncher launcher) {
        this.launcher = launcher;
        this.session = session;
        this.source = source;
        this.configuration = configuration;
        this.saveEvery = saveEvery;
    }

    /** Trains and tests, unless it is done. */
    public Trained perform() {
        Map<String, String> map = new LinkedHashMap<>(configuration.toMap());
        map.putAll(session.samples().options());
        session.refuseChange(Step.TRAIN, map);
        session.memory()
                .require(
                        "Training",
                        MemoryEstimate.network(source.size(), configuration.mostSide(), session.memory()),
                        "use a smaller network");
        TrainingFiles files = new TrainingFiles(session, map, saveEvery);
        session.perform(Step.TRAIN, map, staging -> {
            files.goOn(staging);
            if (configuration.workers() > 1) {
                trainTogether(files);
            }
            try (TrainingStart start = TrainingStarts.of(session, source, configuration)) {
                train(start, files, staging);
            }
        });
        files.deleteCheckpoint();
        return Trained.of(session.run());
    }

    /** Lets several processes train; they leave the checkpoint of a training that is done. */
    private void trainTogether(TrainingFiles files) {
        files.require();
        warnOfShortness();
        try (TaskProgress progress = session.progress("training in " + configuration.workers() + " processes");
                TrainingProcesses processes = TrainingProcesses.start(
                        Objects.requireNonNull(launcher, "several processes need a launcher"),
                        configuration.workers(),
                        files.checkpoint())) {
            processes.await(progress);
        }
    }

    private void warnOfShortness() {
        configuration.pruning().warning(configuration.recipe().epochs()).ifPresent(session::warn);
    }

    private void train(TrainingStart start, TrainingFiles files, Staging staging) throws IOException {
        LabelledImages samples = start.samples();
        List<EpochRecord> epochs;
        try (Trainer trainer = new Trainer(
                configuration.recipe(),
                start.task(samples),
                samples,
                start.pruning(samples.size()),
                session.threads())) {
            files.restore(trainer);
            if (configuration.workers() == 1) {
                warnOfShortness();
            }
            try (TaskProgress progress = session.progress("training " + start.name())) {
                epochs = trainer.train(new TrainingWatch(progress::onStep, files).showing(start::onEpoch));
            }
        }
        Skipped skipped = start.skipped();
        skipped.writeIfAny(staging, RunFiles.TRAINING_SKIPPED, source::key);
        staging.note("skipped", Integer.toString(skipped.size()));
        Files.writeString(staging.file(RunFiles.TRAINING_LOG), TrainingFiles.lines(epochs));
        staging.note("network", start.name());
        staging.note("images", start.shape().toString());
        staging.note("samples", Integer.toString(samples.size()));
        start.write(staging);
    }
}
