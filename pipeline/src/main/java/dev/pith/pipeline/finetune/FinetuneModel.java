package dev.pith.pipeline.finetune;

import dev.pith.data.RecordSource;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.Skipped;
import dev.pith.text.chat.BytePairs;
import dev.pith.text.chat.ChatTokenizer;
import dev.pith.torch.language.LanguageConfig;
import dev.pith.torch.language.LanguageModel;
import dev.pith.torch.language.LanguageModels;
import dev.pith.torch.language.LanguageShape;
import dev.pith.torch.language.Lora;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The model that a fine-tuning starts from, and its tokenizer. Owns both until it is closed.
 *
 * @param context the most tokens of a record
 */
record FinetuneModel(LanguageModel model, ChatTokenizer tokenizer, FinetuneSettings settings, int context)
        implements AutoCloseable {
    private static final String TOKENIZER = "tokenizer.json";

    /** The token that ends a text for a shape: {@link BytePairs#END}. */
    private static final int END = 0;

    /**
     * Opens the model of a folder, or makes one of a shape, whose tokenizer is given or learned from records.
     *
     * @param trained the records that a tokenizer is learned from
     * @param folder gets the tokenizer
     */
    static FinetuneModel open(
            FinetuneSettings settings, RecordSource source, int[] trained, Path folder, Session session)
            throws IOException {
        Path file = folder.resolve(TOKENIZER);
        Path from = settings.folder();
        Path given = settings.tokenizer() != null || from == null ? settings.tokenizer() : from.resolve(TOKENIZER);
        if (given == null) {
            BytePairs.train(() -> IntStream.of(trained).mapToObj(source::text).iterator(), settings.vocabulary(), file);
        } else {
            Files.copy(given, file, StandardCopyOption.REPLACE_EXISTING);
        }
        LanguageModel model = model(settings, from, file, session);
        try {
            LanguageConfig config = model.config();
            int context =
                    settings.context() == null ? config.context() : Math.min(settings.context(), config.context());
            ChatTokenizer tokenizer = new ChatTokenizer(file, config.vocabulary(), config.end(), settings.template());
            return new FinetuneModel(model, tokenizer, settings, context);
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    private static LanguageModel model(
            FinetuneSettings settings, @Nullable Path from, Path tokenizer, Session session) {
        int vocabulary = from == null ? ChatTokenizer.vocabulary(tokenizer) : 0;
        LanguageConfig config =
                from == null ? LanguageShape.of(settings.model()).config(vocabulary, END) : LanguageModels.config(from);
        session.memory()
                .require(
                        "Fine-tuning " + settings.model(),
                        config.trainingBytes(
                                settings.lora() != null, session.threads().count()),
                        "use a smaller model, or `lora`");
        return from == null
                ? LanguageShape.of(settings.model()).create(vocabulary, END, settings.seed())
                : LanguageModels.open(from);
    }

    /** Returns records as tokens; those without anything to learn are noted. */
    FinetuneRecords records(RecordSource source, int[] ids, Skipped skipped) {
        return FinetuneRecords.read(source, ids, tokenizer, context, skipped);
    }

    /** Writes what was learned, beside the tokenizer. */
    void save(Path folder) {
        Lora lora = settings.adaptation();
        if (lora == null) {
            LanguageModels.save(model, folder);
        } else {
            lora.save(model, settings.model(), folder);
        }
    }

    @Override
    public void close() {
        tokenizer.close();
        model.close();
    }
}
