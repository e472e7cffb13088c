package dev.pith.cli;

import dev.pith.cli.console.FinetuneSummary;
import dev.pith.cli.option.CommonOptions;
import dev.pith.cli.option.FinetuneOptions;
import dev.pith.cli.option.PruningOptions;
import dev.pith.cli.option.RunOption;
import dev.pith.cli.option.SaveEveryOption;
import dev.pith.cli.option.SeedOption;
import dev.pith.cli.option.SourceArguments;
import dev.pith.cli.option.WorkOptions;
import dev.pith.data.Source;
import dev.pith.pipeline.Finetuning;
import dev.pith.pipeline.finetune.FinetuneSettings;
import dev.pith.pipeline.finetune.Finetuned;
import dev.pith.pipeline.session.Session;
import dev.pith.sample.Budget;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
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
            names = "--selection",
            paramLabel = "RUN|FILE",
            arity = "1..*",
            description =
                    "Train on what these runs selected, or on the ids in these npy files (default: on all records).")
    private List<Path> selections = List.of();

    @Mixin
    private FinetuneOptions how;

    @Option(
            names = "--holdout",
            paramLabel = "HOW-MANY",
            description =
                    "Measure the loss on a part of the records that is then not trained on, before and after every epoch;"
                            + " drawn by label or length: a share (10%%, 0.1) or a count.")
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
        FinetuneSettings settings = how.settings(pruning.settings(), holdout, seed.value());
        settings.requireModel();
        Finetuning tuning = Finetuning.of(sourceArguments.reference(), settings)
                .selections(selections)
                .saveEvery(saveEvery.value());
        try (Source source = sourceArguments.open(common)) {
            if (show != null) {
                PrintWriter out = common.console().out();
                tuning.shown(source, show, common.messages()).forEach(out::println);
                return 0;
            }
            try (Session session = common.open(runOption.directory(), work, seed.value())) {
                Finetuned tuned = tuning.perform(session, source);
                new FinetuneSummary(runOption.directory(), session, tuned).print(common.console());
            }
        }
        return 0;
    }
}
