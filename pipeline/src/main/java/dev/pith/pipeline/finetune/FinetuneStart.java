package dev.pith.pipeline.finetune;

import dev.pith.data.Fingerprint;
import dev.pith.data.RecordSource;
import dev.pith.pipeline.session.MemoryEstimate;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.Skipped;
import dev.pith.run.MemoryLimit;
import dev.pith.run.WriteFailure;
import dev.pith.text.chat.BytePairs;
import dev.pith.text.chat.ChatTokenizer;
import dev.pith.torch.language.LanguageConfig;
import dev.pith.torch.language.LanguageModel;
import dev.pith.torch.language.LanguageModels;
import dev.pith.torch.language.LanguageShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What trainings of a language model start from: the tokens that records become, and the weights. Owns the tokenizer
 * until it is closed.
 *
 * @param config of the model
 * @param file of the tokenizer
 * @param context the most tokens of a record
 */
public record FinetuneStart(
        FinetuneSettings settings, LanguageConfig config, Path file, ChatTokenizer tokenizer, int context)
        implements AutoCloseable {
    /** The token that ends a text for a shape: {@link BytePairs#END}. */
    private static final int END = 0;

    /**
     * Opens what there is of a folder, or of a shape, whose tokenizer is given or learned from texts.
     *
     * @param texts that a tokenizer is learned from
     * @param kept the file that gets the tokenizer
     * @throws dev.pith.PithException when the model cannot be opened, or knows less tokens than the tokenizer has
     */
    public static FinetuneStart open(FinetuneSettings settings, Iterable<String> texts, Path kept) {
        Path from = settings.folder();
        Path given =
                settings.tokenizer() != null || from == null ? settings.tokenizer() : from.resolve(ChatTokenizer.FILE);
        if (given == null) {
            BytePairs.train(texts, settings.vocabulary(), kept);
        }
        Path file = given == null ? kept : given;
        LanguageConfig config = from == null
                ? LanguageShape.of(settings.model()).config(ChatTokenizer.vocabulary(file), END)
                : LanguageModels.config(from);
        ChatTokenizer tokenizer = new ChatTokenizer(file, config.vocabulary(), config.end(), settings.template());
        if (given != null) {
            copy(given, kept);
        }
        return new FinetuneStart(settings, config, file, tokenizer, config.context(settings.context()));
    }

    private static void copy(Path given, Path kept) {
        try {
            Files.copy(given, kept, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw WriteFailure.of(kept, e);
        }
    }

    /** Returns records as tokens of which the answers are learned; those without anything to learn are noted. */
    public FinetuneRecords records(RecordSource source, int[] ids, Skipped skipped) {
        return FinetuneRecords.read(source, ids, tokenizer, context, skipped);
    }

    /** Returns all tokens of records, to be learned all, in pieces of the context's length. */
    public FinetuneRecords texts(RecordSource source, int[] ids) {
        return FinetuneRecords.pieces(source, ids, tokenizer, context);
    }

    /** Returns the model with the weights it starts with, of a shape random ones by a seed; closed by the caller. */
    public LanguageModel model(long seed) {
        Path from = settings.folder();
        return from == null
                ? LanguageShape.of(settings.model()).create(config.vocabulary(), END, seed)
                : LanguageModels.open(from);
    }

    /** Returns what tells tokenizer and learned weights from others. */
    public String fingerprint() {
        Path from = settings.folder();
        List<Path> files = new ArrayList<>(List.of(file));
        files.addAll(from == null ? List.of() : LanguageModels.files(from));
        return Fingerprint.ofFiles(files);
    }

    /**
     * Says what training takes, and refuses it where there is not as much memory.
     *
     * @param longest tokens of the longest record
     * @return whether blocks must be computed twice to fit into memory
     */
    boolean mustRecompute(Session session, int longest) {
        boolean adapted = settings.lora() != null;
        int threads = session.threads().count();
        long usual = MemoryEstimate.language(config.trainingBytes(adapted, threads, longest, false));
        long least = MemoryEstimate.language(config.trainingBytes(adapted, threads, longest, true));
        long ofLora = MemoryEstimate.language(config.trainingBytes(true, threads, longest, true));
        session.memory()
                .require(
                        "Fine-tuning " + settings.model(),
                        least,
                        "use a smaller model, fewer `threads`"
                                + (adapted ? "" : ", `lora` (about " + MemoryLimit.text(ofLora) + ")")
                                + " or a shorter `context`");
        boolean recompute = usual > session.memory().bytes();
        session.note(String.format(
                Locale.ROOT,
                "%s: %,d weights, about %s of memory%s",
                settings.model(),
                config.weights(),
                MemoryLimit.text(recompute ? least : usual),
                recompute ? ", as blocks are computed twice; else " + MemoryLimit.text(usual) : ""));
        return recompute;
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
