package dev.pith.pipeline.train;

import dev.pith.data.Source;
import dev.pith.pipeline.session.MemoryEstimate;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.Skipped;
import dev.pith.pipeline.session.TaskProgress;
import dev.pith.run.CsvText;
import dev.pith.run.Staging;
import dev.pith.run.Step;
import dev.pith.torch.network.SegmentationNetwork;
import dev.pith.torch.network.Weights;
import dev.pith.torch.train.EpochRecord;
import dev.pith.torch.train.Evaluation;
import dev.pith.torch.train.LabelledImages;
import dev.pith.torch.train.Recipe;
import dev.pith.torch.train.Task;
import dev.pith.torch.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
            try (TrainingStart start = new TrainingStart(session, source, configuration)) {
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
        Optional<LabelledImages> test = start.test();
        LabelledImages samples = start.samples();
        List<EpochRecord> epochs;
        Recipe recipe = configuration.recipe();
        try (Trainer trainer = new Trainer(
                recipe,
                Task.of(recipe, start.network(), samples),
                samples,
                start.pruning(samples.size()),
                session.threads())) {
            files.restore(trainer);
            if (configuration.workers() == 1) {
                warnOfShortness();
            }
            try (TaskProgress progress = session.progress("training " + start.name())) {
                epochs = trainer.train(new TrainingWatch(progress::onStep, files));
            }
        }
        Skipped skipped = start.skipped();
        skipped.writeIfAny(staging, RunFiles.TRAINING_SKIPPED, source::key);
        staging.note("skipped", Integer.toString(skipped.size()));
        Weights.save(staging.file(RunFiles.MODEL), start.network(), start.spec());
        Files.writeString(staging.file(RunFiles.TRAINING_LOG), TrainingFiles.lines(epochs));
        staging.note("network", start.name());
        staging.note("images", start.spec().input().toString());
        staging.note("samples", Integer.toString(samples.size()));
        if (test.isPresent() && start.network() instanceof SegmentationNetwork network) {
            new PixelTest(session, network, start.spec(), test.get()).write(staging);
        } else if (test.isPresent()) {
            try (TaskProgress progress = session.progress("testing")) {
                Evaluation result = Evaluation.of(start.network(), test.get(), session.threads(), progress);
                Files.writeString(
                        staging.file(RunFiles.ACCURACY),
                        csv(result, start.spec().classNames()));
                staging.note("tested", Integer.toString(test.get().size()));
                staging.note("accuracy", String.format(Locale.ROOT, "%.4f", result.accuracy()));
            }
        }
    }

    private static String csv(Evaluation result, List<String> classNames) {
        StringBuilder csv = new StringBuilder(RunFiles.ACCURACY_HEADER).append('\n');
        for (int c = 0; c < classNames.size(); c++) {
            csv.append(CsvText.quoted(classNames.get(c)))
                    .append(',')
                    .append(result.correct()[c])
                    .append(',')
                    .append(result.total()[c])
                    .append('\n');
        }
        return csv.toString();
    }
}
