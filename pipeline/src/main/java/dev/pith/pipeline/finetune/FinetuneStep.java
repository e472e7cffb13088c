package dev.pith.pipeline.finetune;

import dev.pith.PithException;
import dev.pith.data.RecordSource;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.Skipped;
import dev.pith.pipeline.train.Holdout;
import dev.pith.pipeline.train.TrainingFiles;
import dev.pith.pipeline.train.TrainingSamples;
import dev.pith.prune.EpochPruning;
import dev.pith.prune.PruningKind;
import dev.pith.prune.PruningSchedule;
import dev.pith.prune.WeightedSamples;
import dev.pith.run.Staging;
import dev.pith.run.Step;
import dev.pith.text.RowLog;
import dev.pith.text.chat.ChatTokenizer;
import dev.pith.torch.language.LanguageModel;
import dev.pith.torch.language.LanguageModels;
import dev.pith.torch.language.Lora;
import dev.pith.torch.train.EpochRecord;
import dev.pith.torch.train.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The step {@code finetune}: trains a language model on the answers of records, perhaps after all tokens of others,
 * measures what it makes of answers that were held out, and writes it.
 */
public final class FinetuneStep {
    private final Session session;
    private final RecordSource source;
    private final @Nullable RecordSource first;
    private final TrainingSamples samples;
    private final FinetuneSettings settings;
    private final @Nullable Integer saveEvery;
    private final Holdout heldOut;

    /**
     * Prepares the step.
     *
     * @param first what all tokens are learned of before; may be the source itself, whose held-out records are then
     *     left out; null for nothing
     * @param samples what is trained on, but for what is held out
     * @param saveEvery how many epochs lie between two checkpoints; null for a minute
     */
    public FinetuneStep(
            Session session,
            RecordSource source,
            @Nullable RecordSource first,
            TrainingSamples samples,
            FinetuneSettings settings,
            @Nullable Integer saveEvery) {
        this.session = session;
        this.source = source;
        this.first = first;
        this.samples = samples;
        this.settings = settings;
        this.saveEvery = saveEvery;
        heldOut = settings.holdout() == null
                ? new Holdout(new int[0], null)
                : Holdout.of(source, settings.holdout().of(source.size()), settings.seed());
    }

    /** Trains and measures, unless it is done. */
    public Finetuned perform() {
        Map<String, String> map = new LinkedHashMap<>(settings.toMap());
        map.putAll(samples.description());
        map.putAll(session.samples().options());
        if (first != null) {
            map.put("pretrain fingerprint", first.fingerprint());
        }
        session.refuseChange(Step.FINETUNE, map);
        TrainingFiles files = files(map, RunFiles.CHECKPOINT, RunFiles.FINETUNING_LOG);
        TrainingFiles before = files(map, RunFiles.PRETRAINING_CHECKPOINT, RunFiles.PRETRAINING_LOG);
        session.perform(Step.FINETUNE, map, staging -> {
            files.goOn(staging);
            before.goOn(staging);
            perform(map, files, before, staging);
        });
        RowLog.delete(session.run().file(RunFiles.TRAJECTORY_LOG));
        RowLog.delete(session.run().file(RunFiles.HELD_OUT_LOG));
        files.deleteCheckpoint();
        before.deleteCheckpoint();
        return Finetuned.of(session.run());
    }

    private TrainingFiles files(Map<String, String> map, String checkpoint, String log) {
        return new TrainingFiles(session, map, saveEvery, checkpoint, log);
    }

    private void perform(Map<String, String> map, TrainingFiles files, TrainingFiles before, Staging staging)
            throws IOException {
        if (heldOut.note() != null) {
            session.note(heldOut.note());
        }
        int[] trained = samples.without(heldOut.ids()).ids();
        Path folder = staging.folder(RunFiles.LANGUAGE_MODEL);
        RecordSource learned = first == null ? source : first;
        int[] firstIds = first == null ? trained : firstIds();
        Iterable<String> texts =
                () -> IntStream.of(firstIds).mapToObj(learned::text).iterator();
        try (FinetuneStart start = FinetuneStart.open(settings, texts, folder.resolve(ChatTokenizer.FILE))) {
            Skipped skipped = new Skipped();
            FinetuneRecords records = start.records(source, trained, skipped);
            if (records.records().isEmpty()) {
                throw new PithException(source.name() + ": none of " + trained.length
                        + " records has anything to learn: raise `context`, or choose others");
            }
            FinetuneRecords tests = start.records(source, heldOut.ids(), skipped);
            skipped.writeIfAny(staging, RunFiles.TRAINING_SKIPPED, source::key);
            staging.note(Finetuned.SKIPPED, Integer.toString(skipped.size()));
            FinetuneRecords all = first == null ? null : texts(start, first, firstIds);
            boolean recomputing = start.mustRecompute(
                    session, Math.max(Math.max(records.longest(), tests.longest()), all == null ? 0 : all.longest()));
            try (LanguageModel model = start.model(settings.seed())) {
                if (all != null) {
                    pretrain(model, all, new LanguageTraining(session, "pretraining", before, recomputing), staging);
                }
                LanguageTraining training = new LanguageTraining(session, "fine-tuning", files, recomputing);
                Map<String, String> identity = new TreeMap<>(map);
                identity.put("source", source.fingerprint());
                try (LossTrajectories trajectories = settings.trajectories()
                                ? LossTrajectories.open(session, RunFiles.TRAJECTORY_LOG, identity, records)
                                : null;
                        HeldOutAnswers held = tests.records().isEmpty()
                                ? null
                                : HeldOutAnswers.open(session, identity, source, tests, model)) {
                    IntConsumer looking = epoch -> {
                        if (trajectories != null) {
                            trajectories.look(model, epoch);
                        }
                        if (held != null) {
                            held.look(model, epoch);
                        }
                    };
                    train(model, records, training, looking, staging);
                    if (trajectories != null) {
                        trajectories.write(staging.file(RunFiles.TRAJECTORIES), source.size());
                    }
                    if (held != null) {
                        held.write(staging);
                    }
                }
                save(model, folder);
            }
        }
    }

    private FinetuneRecords texts(FinetuneStart start, RecordSource from, int... ids) {
        FinetuneRecords texts = start.texts(from, ids);
        long silent = ids.length - texts.ids().stream().distinct().count();
        if (silent > 0) {
            session.note(from.name() + ": " + silent + " records have no answer or text to learn, and are passed over");
        }
        return texts;
    }

    /** Returns the records of which all tokens are learned: not those that are held out. */
    private int[] firstIds() {
        if (first == null) {
            return new int[0];
        }
        BitSet out = new BitSet();
        if (first.fingerprint().equals(source.fingerprint())) {
            IntStream.of(heldOut.ids()).forEach(out::set);
        }
        return IntStream.range(0, first.size()).filter(id -> !out.get(id)).toArray();
    }

    private void pretrain(LanguageModel model, FinetuneRecords texts, LanguageTraining training, Staging staging)
            throws IOException {
        int count = texts.records().size();
        if (count == 0) {
            throw new PithException(settings.pretrain() + ": holds no text to learn; name another file for `pretrain`");
        }
        Recipe recipe = settings.pretraining(count);
        EpochPruning everything =
                EpochPruning.none(PruningSchedule.of(count, recipe.totalEpochs(count), settings.seed()));
        List<EpochRecord> epochs = training.train(model, texts.records(), recipe, everything, epoch -> {});
        Files.writeString(staging.file(RunFiles.PRETRAINING_LOG), TrainingFiles.lines(epochs));
        staging.note(Finetuned.FIRST_TOKENS, Long.toString(tokens(epochs)));
    }

    private void train(
            LanguageModel model,
            FinetuneRecords records,
            LanguageTraining training,
            IntConsumer afterEpoch,
            Staging staging)
            throws IOException {
        Lora lora = settings.lora();
        if (lora != null) {
            lora.attach(model, settings.seed());
        }
        int count = records.records().size();
        Recipe recipe = settings.recipe(count);
        settings.pruning().warning(recipe.totalEpochs(count)).ifPresent(session::warn);
        List<EpochRecord> epochs =
                training.train(model, records.records(), recipe, pruning(records, recipe), afterEpoch);
        Files.writeString(staging.file(RunFiles.FINETUNING_LOG), TrainingFiles.lines(epochs));
        staging.note(Finetuned.RECORDS, Integer.toString(count));
        staging.note(Finetuned.CUT, Integer.toString(records.cut()));
        staging.note(Finetuned.ANSWERS, Long.toString(records.answers()));
        staging.note(
                Finetuned.SEEN,
                Long.toString(epochs.stream().mapToLong(EpochRecord::samples).sum()));
        staging.note(Finetuned.TOKENS, Long.toString(tokens(epochs)));
        staging.note(Finetuned.WEIGHTS, Long.toString(model.config().weights()));
        double seconds = epochs.stream().mapToDouble(EpochRecord::seconds).sum();
        staging.note(Finetuned.SECONDS, Finetuned.number(seconds));
        if (settings.pruning().kind() != PruningKind.NONE) {
            long spared = records.tokens() * epochs.size() - tokens(epochs);
            staging.note(Finetuned.SPARED_TOKENS, Long.toString(spared));
            staging.note(Finetuned.SPARED_SECONDS, Finetuned.number(seconds * spared / tokens(epochs)));
        }
    }

    /** Returns what each epoch sees, and how much each record counts where a selection says so. */
    private EpochPruning pruning(FinetuneRecords records, Recipe recipe) {
        int[] ids = records.ids().stream().mapToInt(Integer::intValue).toArray();
        EpochPruning pruning = settings.pruning()
                .pruning(ids.length, ids, source.size(), recipe.totalEpochs(ids.length), settings.seed());
        float @Nullable [] byId = samples.weights();
        if (byId == null) {
            return pruning;
        }
        float[] weights = new float[ids.length];
        for (int i = 0; i < ids.length; i++) {
            weights[i] = byId[ids[i]];
        }
        return new WeightedSamples(pruning, weights);
    }

    private void save(LanguageModel model, Path folder) {
        Lora lora = settings.lora();
        if (lora == null) {
            LanguageModels.save(model, folder);
        } else {
            lora.save(model, settings.model(), folder);
        }
    }

    private static long tokens(List<EpochRecord> epochs) {
        return epochs.stream().mapToLong(EpochRecord::tokens).sum();
    }
}
