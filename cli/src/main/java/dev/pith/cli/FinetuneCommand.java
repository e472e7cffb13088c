package dev.pith.cli;

import dev.pith.PithException;
import dev.pith.cli.console.FinetuneSummary;
import dev.pith.cli.option.CommonOptions;
import dev.pith.cli.option.PruningOptions;
import dev.pith.cli.option.RunOption;
import dev.pith.cli.option.SaveEveryOption;
import dev.pith.cli.option.SeedOption;
import dev.pith.cli.option.SourceArguments;
import dev.pith.cli.option.WorkOptions;
import dev.pith.data.RecordSource;
import dev.pith.data.Source;
import dev.pith.pipeline.finetune.FinetuneRecipe;
import dev.pith.pipeline.finetune.FinetuneSettings;
import dev.pith.pipeline.finetune.FinetuneStep;
import dev.pith.pipeline.finetune.Finetuned;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.train.TrainingSamples;
import dev.pith.sample.Budget;
import dev.pith.text.chat.ChatTemplate;
import dev.pith.text.chat.Dialogue;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pith finetune}: a language model from instruction data, or a selection of it. */
@Command(
        name = "finetune",
        description = {
            "Fine-tunes a language model on the answers of records, or of a selection of them.",
            "The model is written as transformers opens it, with --lora as PEFT does."
        },
        footer = {
            "",
            "Example: a small model from random weights, on what a run selected",
            "  pith finetune alpaca.json --model llama-shape --selection runs/alpaca --holdout 10%% -o runs/tuned"
        })
final class FinetuneCommand implements Callable<Integer> {
    @Mixin
    private SourceArguments sourceArguments;

    @Mixin
    private RunOption runOption;

    @Option(
            names = "--model",
            paramLabel = "DIR|SHAPE",
            required = true,
            description = "The model: a folder with config.json, model.safetensors and tokenizer.json (GPT-2, LLaMA,"
                    + " Mistral or Qwen2), or random weights of gpt2-shape, llama-shape or gpt2-124m.")
    private String model;

    @Option(
            names = "--selection",
            paramLabel = "RUN|FILE",
            arity = "1..*",
            description =
                    "Train on what these runs selected, or on the ids in these npy files (default: on all records).")
    private List<Path> selections = List.of();

    @Option(
            names = "--tokenizer",
            paramLabel = "FILE",
            description = "The tokenizer.json of a shape (default: one is learned from the records).")
    private @Nullable Path tokenizer;

    @Option(
            names = "--vocabulary",
            paramLabel = "COUNT",
            defaultValue = FinetuneSettings.DEFAULT_VOCABULARY,
            description = "Tokens of a tokenizer that is learned (default: ${DEFAULT-VALUE}).")
    private int vocabulary;

    @Option(
            names = "--context",
            paramLabel = "TOKENS",
            description = "Cut records that are longer (default: as the model allows).")
    private @Nullable Integer context;

    @Option(
            names = "--template",
            paramLabel = "NAME",
            description =
                    "The prompt: alpaca, chatml, llama2, llama3 or plain (default: alpaca for instructions, chatml"
                            + " for conversations, plain for texts).")
    private @Nullable ChatTemplate template;

    @Option(
            names = "--lora",
            paramLabel = "RANK",
            description =
                    "Keep the weights and learn what is added to them, of this rank (default: learn all weights).")
    private @Nullable Integer lora;

    @Option(
            names = "--recipe",
            paramLabel = "NAME",
            defaultValue = FinetuneSettings.DEFAULT_RECIPE,
            description =
                    "How is trained where nothing else is said: usual, or lima-alpaca, as Dataset Quantization does"
                            + " (default: ${DEFAULT-VALUE}).")
    private FinetuneRecipe recipe;

    @Option(
            names = "--epochs",
            paramLabel = "COUNT",
            description = "How often every record is seen (default: the recipe's).")
    private @Nullable Integer epochs;

    @Option(names = "--batch", paramLabel = "COUNT", description = "Records of a step (default: the recipe's).")
    private @Nullable Integer batch;

    @Option(
            names = "--lr",
            paramLabel = "RATE",
            description =
                    "The largest learning rate (default: the recipe's; usual ones suit random weights, learned ones"
                            + " and --lora).")
    private @Nullable Double learningRate;

    @Option(
            names = "--holdout",
            paramLabel = "HOW-MANY",
            description =
                    "Measure the loss on a part of the records that is then not trained on: a share (10%%, 0.1) or"
                            + " a count.")
    private @Nullable Budget holdout;

    @Option(
            names = "--show",
            paramLabel = "COUNT",
            description = "Print the first records as the model sees them, with what is learned in [[ ]], and train"
                    + " nothing.")
    private @Nullable Integer show;

    @Mixin
    private PruningOptions pruning;

    @Mixin
    private SaveEveryOption saveEvery;

    @Mixin
    private SeedOption seed;

    @Mixin
    private WorkOptions work;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        FinetuneSettings settings = new FinetuneSettings(
                model,
                tokenizer,
                vocabulary,
                context,
                template,
                lora,
                recipe,
                epochs,
                batch,
                learningRate,
                pruning.settings(),
                holdout,
                seed.value());
        settings.requireModel();
        try (Source source = sourceArguments.open(common)) {
            if (!(source instanceof RecordSource records)) {
                throw new PithException(
                        source.name() + ": holds no records of text, which a language model learns from");
            }
            TrainingSamples samples = TrainingSamples.of(source, selections, null, null, null, common.messages());
            if (show != null) {
                show(records, samples.ids());
                return 0;
            }
            try (Session session = common.open(runOption.directory(), work, seed.value())) {
                session.about(source, sourceArguments.reference());
                Finetuned tuned = new FinetuneStep(session, records, samples, settings, saveEvery.value()).perform();
                new FinetuneSummary(runOption.directory(), session, tuned).print(common.console());
            }
        }
        return 0;
    }

    private void show(RecordSource source, int... ids) {
        for (int i = 0; i < Math.min(ids.length, Objects.requireNonNull(show)); i++) {
            Dialogue dialogue = Dialogue.of(source.record(ids[i]), "record " + ids[i] + " of " + source.name());
            common.console().out().println("--- " + source.key(ids[i]));
            common.console().out().println(ChatTemplate.shown(dialogue, template));
        }
    }
}
