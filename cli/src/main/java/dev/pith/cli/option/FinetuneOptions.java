package dev.pith.cli.option;

import dev.pith.pipeline.finetune.FinetuneRecipe;
import dev.pith.pipeline.finetune.FinetuneSettings;
import dev.pith.pipeline.train.PruningSettings;
import dev.pith.sample.Budget;
import dev.pith.torch.language.Lora;
import dev.pith.torch.optimize.ScheduleKind;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which language model learns, from what tokens, and how. */
public final class FinetuneOptions {
    @Option(
            names = "--model",
            paramLabel = "DIR|SHAPE",
            required = true,
            description = "The model: a folder with config.json, model.safetensors and tokenizer.json (GPT-2, LLaMA,"
                    + " Mistral or Qwen2), or random weights of gpt2-shape, llama-shape or gpt2-124m.")
    private String model;

    @Option(
            names = "--tokenizer",
            paramLabel = "FILE",
            description = "The tokenizer.json of a shape (default: one is learned from the records, those of --pretrain"
                    + " if given).")
    private @Nullable Path tokenizer;

    @Option(
            names = "--vocabulary",
            paramLabel = "COUNT",
            defaultValue = FinetuneSettings.DEFAULT_VOCABULARY,
            description = "Tokens of a tokenizer that is learned (default: ${DEFAULT-VALUE}).")
    private int vocabulary;

    @Mixin
    private PromptOptions prompt;

    @Option(
            names = "--lora",
            paramLabel = "RANK",
            description =
                    "Keep the weights and learn what is added to them, of this rank (default: learn all weights).")
    private @Nullable Integer lora;

    @Option(
            names = "--lora-alpha",
            paramLabel = "NUMBER",
            description = "What --lora adds counts this over its rank (default: twice the rank, so 2).")
    private @Nullable Double loraAlpha;

    @Option(
            names = "--lora-layers",
            paramLabel = "NAME",
            split = ",",
            description = "The layers that --lora adds to, with commas between (default: q_proj and v_proj, of"
                    + " GPT-2 c_attn).")
    private List<String> loraLayers = List.of();

    @Option(
            names = "--pretrain",
            paramLabel = "FILE",
            description =
                    "Learn all tokens of these records before the answers; of the source itself, without what is held"
                            + " out.")
    private @Nullable String pretrain;

    @Option(
            names = "--pretrain-epochs",
            paramLabel = "COUNT",
            defaultValue = FinetuneSettings.DEFAULT_PRETRAIN_EPOCHS,
            description = "How often those are seen (default: ${DEFAULT-VALUE}).")
    private int pretrainEpochs;

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

    @Option(
            names = "--steps",
            paramLabel = "COUNT",
            description = "How often the weights change, in place of --epochs.")
    private @Nullable Integer steps;

    @Option(names = "--batch", paramLabel = "COUNT", description = "Records in a batch (default: the recipe's).")
    private @Nullable Integer batch;

    @Option(
            names = "--accumulate",
            paramLabel = "COUNT",
            defaultValue = FinetuneSettings.DEFAULT_ACCUMULATE,
            description = "Batches in a step (default: ${DEFAULT-VALUE}).")
    private int accumulate;

    @Option(
            names = "--lr",
            paramLabel = "RATE",
            description =
                    "The largest learning rate (default: the recipe's; usual ones suit random weights, learned ones"
                            + " and --lora).")
    private @Nullable Double learningRate;

    @Option(
            names = "--schedule",
            paramLabel = "NAME",
            defaultValue = FinetuneSettings.DEFAULT_SCHEDULE,
            description = "The learning rate's course: linear, cosine, one-cycle, step or constant (default:"
                    + " ${DEFAULT-VALUE}).")
    private ScheduleKind schedule;

    @Option(
            names = "--warmup",
            paramLabel = "HOW-LONG",
            description =
                    "Let the learning rate rise from 0 over the first steps: a share of them (5%%, 0.05) or a count.")
    private @Nullable Budget warmUp;

    @Option(
            names = "--bfloat16",
            description =
                    "Compute in bfloat16 where that is safe: faster on processors with matrix units, slower on others.")
    private boolean bfloat16;

    @Option(
            names = "--loss-trajectories",
            description = "Keep the loss of every record after every epoch, in trajectories.npy: features by which pith"
                    + " select --method s2l finds records that are learned alike.")
    private boolean trajectories;

    /**
     * Returns the settings.
     *
     * @param pruning what each epoch sees
     * @param holdout how many records are tested and not trained on; null for none
     * @throws IllegalArgumentException when options contradict each other, or a value is out of range
     */
    public FinetuneSettings settings(PruningSettings pruning, @Nullable Budget holdout, long seed) {
        return FinetuneSettings.builder(model)
                .tokenizer(tokenizer)
                .vocabulary(vocabulary)
                .context(prompt.context())
                .template(prompt.template())
                .lora(lora())
                .pretrain(pretrain)
                .pretrainEpochs(pretrainEpochs)
                .recipe(recipe)
                .epochs(epochs)
                .steps(steps)
                .batch(batch)
                .accumulate(accumulate)
                .learningRate(learningRate)
                .schedule(schedule)
                .warmUp(warmUp)
                .bfloat16(bfloat16)
                .pruning(pruning)
                .holdout(holdout)
                .trajectories(trajectories)
                .seed(seed)
                .build();
    }

    private @Nullable Lora lora() {
        if (lora == null && (loraAlpha != null || !loraLayers.isEmpty())) {
            throw new IllegalArgumentException("--lora-alpha and --lora-layers are for --lora");
        }
        return lora == null ? null : Lora.of(lora, loraAlpha, loraLayers);
    }
}
