package dev.pith.pipeline.language;

import dev.pith.PithException;
import dev.pith.data.Fingerprint;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.run.Manifest;
import dev.pith.text.chat.ChatTokenizer;
import dev.pith.torch.language.LanguageConfig;
import dev.pith.torch.language.LanguageModel;
import dev.pith.torch.language.LanguageModels;
import dev.pith.torch.language.Lora;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A language model that answers.
 *
 * @param folder with config.json and weights
 * @param adapter the folder of what was added to it; null for none
 * @param tokenizer its file
 */
record AskedModel(Path folder, @Nullable Path adapter, Path tokenizer) {
    /**
     * Finds the model of a run, or of a folder.
     *
     * @throws PithException when there is none, or an adapter does not say where the model is that it was made for
     */
    static AskedModel of(Path runOrFolder) {
        boolean run = Files.isRegularFile(runOrFolder.resolve(Manifest.FILE));
        Path folder = run ? runOrFolder.resolve(RunFiles.LANGUAGE_MODEL) : runOrFolder;
        if (run && !Files.isDirectory(folder)) {
            throw new PithException(
                    runOrFolder + ": holds no language model; name a run of pith finetune, or the folder of a model");
        }
        Path tokenizer = folder.resolve(ChatTokenizer.FILE);
        if (!Files.isRegularFile(folder.resolve(Lora.CONFIG))) {
            return new AskedModel(folder, null, tokenizer);
        }
        Path base = Path.of(Lora.base(folder));
        if (!Files.isDirectory(base)) {
            throw new PithException(folder.resolve(Lora.CONFIG) + ": was made for the model in '" + base
                    + "', which is no folder here; put it there, or write where it is into that file");
        }
        return new AskedModel(
                base, folder, Files.isRegularFile(tokenizer) ? tokenizer : base.resolve(ChatTokenizer.FILE));
    }

    LanguageConfig config() {
        return LanguageModels.config(folder);
    }

    /** Opens the model with what was added; closed by the caller. */
    LanguageModel open() {
        LanguageModel model = LanguageModels.open(folder);
        try {
            if (adapter != null) {
                Lora.open(model, adapter);
            }
            return model;
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    /** Opens the tokenizer; closed by the caller. */
    ChatTokenizer tokenizer(TaskSettings settings) {
        LanguageConfig config = config();
        return new ChatTokenizer(tokenizer, config.vocabulary(), config.end(), settings.template());
    }

    /** Returns what tells it from others. */
    String fingerprint() {
        List<Path> files = new ArrayList<>(LanguageModels.files(folder));
        files.add(tokenizer);
        if (adapter != null) {
            files.addAll(Lora.files(adapter));
        }
        return Fingerprint.ofFiles(files);
    }
}
