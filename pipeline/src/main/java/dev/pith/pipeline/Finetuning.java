package dev.pith.pipeline;

import dev.pith.data.RecordSource;
import dev.pith.data.Source;
import dev.pith.pipeline.finetune.FinetuneSettings;
import dev.pith.pipeline.finetune.FinetuneStep;
import dev.pith.pipeline.finetune.Finetuned;
import dev.pith.pipeline.session.Messages;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.SourceReference;
import dev.pith.pipeline.train.TrainingSamples;
import dev.pith.text.chat.ChatTemplate;
import dev.pith.text.chat.Dialogue;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A training of a language model on the answers of instruction data, or of a selection of it. What is not set, or set
 * to null, is as the command {@code pith finetune} has it.
 */
public final class Finetuning {
    private static final String WHY = "which a language model learns from";

    private final SourceReference source;
    private final FinetuneSettings settings;
    private List<Path> selections = List.of();
    private @Nullable Integer saveEvery;

    private Finetuning(SourceReference source, FinetuneSettings settings) {
        this.source = source;
        this.settings = settings;
    }

    /**
     * Begins with a source.
     *
     * @param source a path to records
     */
    public static Finetuning of(String source, FinetuneSettings settings) {
        return of(SourceReference.of(source), settings);
    }

    /** Begins with a source that is opened with options. */
    public static Finetuning of(SourceReference source, FinetuneSettings settings) {
        return new Finetuning(source, settings);
    }

    /** Sets what is trained on: what these runs selected, or the ids in these files; everything if none. */
    public Finetuning selections(List<Path> runsOrFiles) {
        selections = List.copyOf(runsOrFiles);
        return this;
    }

    /** Sets after how many epochs is saved what a killed training goes on from; about every minute if not set. */
    public Finetuning saveEvery(@Nullable Integer epochs) {
        saveEvery = epochs;
        return this;
    }

    /**
     * Trains and measures, unless it is done.
     *
     * @throws dev.pith.PithException when the model, the source, the run or the machine does not allow it
     */
    public Finetuned perform(Session session) {
        settings.requireModel();
        try (Source opened = source.open(session.messages())) {
            return perform(session, opened);
        }
    }

    /**
     * Does likewise with the source opened already.
     *
     * @param opened what the reference names; closed by the caller
     */
    public Finetuned perform(Session session, Source opened) {
        settings.requireModel();
        RecordSource records = RecordSource.require(opened, WHY);
        TrainingSamples samples = samples(opened, session.messages());
        session.about(opened, source);
        String pretrain = settings.pretrain();
        try (Source first = pretrain == null ? null : source.beside(pretrain).open(session.messages())) {
            RecordSource learnedFirst = first == null ? null : RecordSource.require(first, WHY);
            return new FinetuneStep(session, records, learnedFirst, samples, settings, saveEvery).perform();
        }
    }

    /**
     * Returns the first records as the model sees them, with what is learned in {@code [[ ]]}; trains nothing.
     *
     * @param opened what the reference names; closed by the caller
     */
    public List<String> shown(Source opened, int count, Messages messages) {
        RecordSource records = RecordSource.require(opened, WHY);
        return Arrays.stream(samples(opened, messages).ids())
                .limit(count)
                .mapToObj(id -> "--- " + records.key(id) + "\n"
                        + ChatTemplate.shown(
                                Dialogue.of(records.record(id), "record " + id + " of " + records.name()),
                                settings.template()))
                .toList();
    }

    private TrainingSamples samples(Source opened, Messages messages) {
        return TrainingSamples.of(opened, selections, null, null, null, messages);
    }
}
