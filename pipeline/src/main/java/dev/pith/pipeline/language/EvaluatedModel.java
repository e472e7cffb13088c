package dev.pith.pipeline.language;

import dev.pith.data.Fingerprint;
import dev.pith.data.RecordSource;
import dev.pith.pipeline.finetune.FinetuneSettings;
import dev.pith.text.chat.BytePairs;
import dev.pith.text.chat.ChatTokenizer;
import dev.pith.torch.language.LanguageConfig;
import dev.pith.torch.language.LanguageModel;
import dev.pith.torch.language.LanguageModels;
import dev.pith.torch.language.LanguageShape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The model that every training of an evaluation begins with, and the one tokenizer of all, so that losses compare.
 *
 * @param folder null for a shape
 * @param tokenizer its file
 */
record EvaluatedModel(String name, @Nullable Path folder, LanguageConfig config, Path tokenizer) {
    /** The token that ends a text for a shape: {@link BytePairs#END}. */
    private static final int END = 0;

    /**
     * Opens what a folder says of its model, or learns the tokenizer of a shape from records.
     *
     * @param file where a tokenizer that is learned is written to
     */
    static EvaluatedModel of(FinetuneSettings settings, RecordSource source, int[] ids, Path file) {
        Path given = Path.of(settings.model());
        if (Files.isDirectory(given)) {
            return new EvaluatedModel(
                    settings.model(), given, LanguageModels.config(given), given.resolve(DifficultySettings.TOKENIZER));
        }
        LanguageShape shape = LanguageShape.of(settings.model());
        int vocabulary =
                BytePairs.train(() -> IntStream.of(ids).mapToObj(source::text).iterator(), settings.vocabulary(), file);
        return new EvaluatedModel(settings.model(), null, shape.config(vocabulary, END), file);
    }

    /** Returns the tokenizer; closed by the caller. */
    ChatTokenizer open() {
        return new ChatTokenizer(tokenizer, config.vocabulary(), config.end(), null);
    }

    /** Returns the model, with random weights by a seed where it is a shape; closed by the caller. */
    LanguageModel start(long seed) {
        return folder == null
                ? LanguageShape.of(name).create(config.vocabulary(), END, seed)
                : LanguageModels.open(folder);
    }

    /** Returns what tells it from others. */
    String fingerprint() {
        List<Path> files = new ArrayList<>(List.of(tokenizer));
        if (folder != null) {
            files.addAll(LanguageModels.files(folder));
        }
        return Fingerprint.ofFiles(files);
    }
}
