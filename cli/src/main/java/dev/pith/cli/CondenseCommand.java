package dev.pith.cli;

import dev.pith.cli.console.CondenseSummary;
import dev.pith.cli.option.CondenseOptions;
import dev.pith.cli.option.CondensedEvaluationOptions;
import dev.pith.cli.option.SaveEveryOption;
import dev.pith.cli.option.TestOptions;
import dev.pith.pipeline.Condensing;
import dev.pith.pipeline.condense.CondenseSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pith condense}: a few learned images in place of many real ones. */
@Command(
        name = "condense",
        description = {
            "Learns a few images per class to train on in place of all.",
            "Networks trained on them shall do as well as possible; they are compared with as many real images: random"
                    + " ones, and those that herding and facility location choose.",
            "Images and what happened are saved while it goes on: a command that was stopped goes on to the same"
                    + " images."
        },
        footer = {
            "",
            "Example: one image per class, learned in a few minutes",
            "  pith condense fashion-mnist-mini --method dm --net convnet-width32 --iterations 500 -o runs/few"
        })
final class CondenseCommand extends SourceCommand {
    @Mixin
    private CondenseOptions options;

    @Option(
            names = "--steps",
            paramLabel = "COUNT",
            defaultValue = CondenseSettings.DEFAULT_GROUPS,
            description =
                    "Continual learning: condense groups of classes one after another, and judge after each by the"
                            + " classes so far (default: ${DEFAULT-VALUE}, all at once).")
    private int steps;

    @Option(
            names = "--class-order",
            paramLabel = "SEED",
            description = "The classes come into the steps in an order by this seed (default: that of their labels).")
    private @Nullable Long classOrder;

    @Mixin
    private SaveEveryOption saveEvery;

    @Mixin
    private CondensedEvaluationOptions evaluation;

    @Mixin
    private TestOptions testOptions;

    @Override
    Work work() {
        Condensing condensing = Condensing.of(
                        sourceArguments.reference(), options.settings(steps, classOrder, seed.value()))
                .evaluation(evaluation.settings())
                .test(testOptions.value())
                .onError(onError.value())
                .experts(options.experts())
                .saveEvery(saveEvery.value());
        return (session, source) -> new CondenseSummary(
                        runOption.directory(), session, condensing.perform(session, source))
                .print(common.console());
    }
}
