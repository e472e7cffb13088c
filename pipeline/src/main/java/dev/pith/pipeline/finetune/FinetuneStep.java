package dev.pith.pipeline.finetune;

import dev.pith.PithException;
import dev.pith.data.RecordSource;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.Skipped;
import dev.pith.pipeline.session.TaskProgress;
import dev.pith.pipeline.train.TrainingFiles;
import dev.pith.pipeline.train.TrainingSamples;
import dev.pith.pipeline.train.TrainingWatch;
import dev.pith.random.Priority;
import dev.pith.run.CsvText;
import dev.pith.run.Staging;
import dev.pith.run.Step;
import dev.pith.torch.language.AnswerLoss;
import dev.pith.torch.language.LanguageModel;
import dev.pith.torch.language.LanguageTask;
import dev.pith.torch.language.Lora;
import dev.pith.torch.train.EpochRecord;
import dev.pith.torch.train.Recipe;
import dev.pith.torch.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The step {@code finetune}: trains a language model on the answers of records, measures what it makes of others, and
 * writes it.
 */
public final class FinetuneStep {
    /** Keeps the draw of what is held out apart from others by the same seed. */
    private static final long SALT = 0x686f6c646f7574L;

    private final Session session;
    private final RecordSource source;
    private final TrainingSamples samples;
    private final FinetuneSettings settings;
    private final @Nullable Integer saveEvery;

    /**
     * Prepares the step.
     *
     * @param samples what is trained on, but for what is held out
     * @param saveEvery how many epochs lie between two checkpoints; null for a minute
     */
    public FinetuneStep(
            Session session,
            RecordSource source,
            TrainingSamples samples,
            FinetuneSettings settings,
            @Nullable Integer saveEvery) {
        this.session = session;
        this.source = source;
        this.samples = samples;
        this.settings = settings;
        this.saveEvery = saveEvery;
    }

    /** Trains and measures, unless it is done. */
    public Finetuned perform() {
        Map<String, String> map = new LinkedHashMap<>(settings.toMap());
        map.putAll(samples.description());
        map.putAll(session.samples().options());
        session.refuseChange(Step.FINETUNE, map);
        TrainingFiles files = new TrainingFiles(session, map, saveEvery, RunFiles.CHECKPOINT, RunFiles.FINETUNING_LOG);
        session.perform(Step.FINETUNE, map, staging -> {
            files.goOn(staging);
            Path folder = staging.folder(RunFiles.LANGUAGE_MODEL);
            int[] heldOut = heldOut();
            int[] trained = samples.without(heldOut).ids();
            try (FinetuneModel start = FinetuneModel.open(settings, source, trained, folder, session)) {
                Skipped skipped = new Skipped();
                FinetuneRecords records = start.records(source, trained, skipped);
                if (records.records().isEmpty()) {
                    throw new PithException(source.name() + ": none of " + trained.length
                            + " records has anything to learn: raise `context`, or choose others");
                }
                FinetuneRecords tests = start.records(source, heldOut, skipped);
                skipped.writeIfAny(staging, RunFiles.TRAINING_SKIPPED, source::key);
                staging.note(Finetuned.SKIPPED, Integer.toString(skipped.size()));
                train(start, records, tests, files, staging);
                start.save(folder);
            }
        });
        files.deleteCheckpoint();
        return Finetuned.of(session.run());
    }

    /** Returns the records that are tested on, drawn from all. */
    private int[] heldOut() {
        if (settings.holdout() == null) {
            return new int[0];
        }
        int[] all = IntStream.range(0, source.size()).toArray();
        int[] drawn = Priority.shuffled(all, settings.seed() ^ SALT);
        return IntStream.of(drawn)
                .limit(settings.holdout().of(source.size()))
                .sorted()
                .toArray();
    }

    private void train(
            FinetuneModel start, FinetuneRecords records, FinetuneRecords tests, TrainingFiles files, Staging staging)
            throws IOException {
        LanguageModel model = start.model();
        float[] before = AnswerLoss.of(model, tests.records(), session.threads());
        Lora lora = settings.adaptation();
        if (lora != null) {
            lora.attach(model, settings.seed());
        }
        Recipe recipe = settings.recipe();
        int count = records.records().size();
        int[] ids = records.ids().stream().mapToInt(Integer::intValue).toArray();
        List<EpochRecord> epochs;
        try (Trainer trainer = new Trainer(
                        recipe,
                        new LanguageTask(model, records.records(), recipe.precision()),
                        settings.pruning().pruning(count, ids, source.size(), recipe.epochs(), settings.seed()),
                        session.threads())
                .limit(settings.largestNorm())) {
            files.restore(trainer);
            try (TaskProgress progress = session.progress("fine-tuning " + settings.model())) {
                epochs = trainer.train(new TrainingWatch(progress::onStep, files, "records"));
            }
        }
        Files.writeString(staging.file(RunFiles.FINETUNING_LOG), TrainingFiles.lines(epochs));
        staging.note(Finetuned.RECORDS, Integer.toString(count));
        staging.note(Finetuned.CUT, Integer.toString(records.cut()));
        staging.note(Finetuned.ANSWERS, Long.toString(records.answers()));
        staging.note(
                Finetuned.SEEN,
                Long.toString(epochs.stream().mapToLong(EpochRecord::samples).sum()));
        staging.note(Finetuned.WEIGHTS, Long.toString(model.config().weights()));
        staging.note(
                Finetuned.SECONDS,
                number(epochs.stream().mapToDouble(EpochRecord::seconds).sum()));
        if (!tests.records().isEmpty()) {
            float[] after = AnswerLoss.of(model, tests.records(), session.threads());
            Files.writeString(staging.file(RunFiles.ANSWERS), csv(tests, before, after));
            staging.note(Finetuned.BEFORE, number(mean(before)));
            staging.note(Finetuned.AFTER, number(mean(after)));
        }
    }

    private String csv(FinetuneRecords tests, float[] before, float[] after) {
        StringBuilder csv = new StringBuilder(RunFiles.ANSWERS_HEADER).append('\n');
        for (int i = 0; i < before.length; i++) {
            int id = tests.ids().get(i);
            csv.append(id).append(',').append(CsvText.quoted(source.key(id)));
            csv.append(',').append(tests.records().get(i).answers());
            csv.append(',').append(before[i]).append(',').append(after[i]).append('\n');
        }
        return csv.toString();
    }

    private static double mean(float[] losses) {
        return IntStream.range(0, losses.length)
                .mapToDouble(i -> losses[i])
                .average()
                .orElseThrow();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
