package dev.pith.cli;

import dev.pith.cli.console.CondenseSummary;
import dev.pith.cli.option.CommonOptions;
import dev.pith.cli.option.CondenseOptions;
import dev.pith.cli.option.CondensedEvaluationOptions;
import dev.pith.cli.option.OnErrorOption;
import dev.pith.cli.option.RunOption;
import dev.pith.cli.option.SaveEveryOption;
import dev.pith.cli.option.SeedOption;
import dev.pith.cli.option.SourceArguments;
import dev.pith.cli.option.TestOptions;
import dev.pith.cli.option.WorkOptions;
import dev.pith.data.Source;
import dev.pith.pipeline.Condensing;
import dev.pith.pipeline.condense.CondenseSettings;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.SourceReference;
import java.util.concurrent.Callable;
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
final class CondenseCommand implements Callable<Integer> {
    @Mixin
    private SourceArguments sourceArguments;

    @Mixin
    private RunOption runOption;

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

    @Mixin
    private SaveEveryOption saveEvery;

    @Mixin
    private CondensedEvaluationOptions evaluation;

    @Mixin
    private TestOptions testOptions;

    @Mixin
    private SeedOption seed;

    @Mixin
    private OnErrorOption onError;

    @Mixin
    private WorkOptions work;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        SourceReference reference = sourceArguments.reference();
        Condensing condensing = Condensing.of(reference, options.settings(steps, seed.value()))
                .evaluation(evaluation.settings())
                .test(testOptions.value())
                .onError(onError.value())
                .experts(options.experts())
                .saveEvery(saveEvery.value());
        try (Source source = sourceArguments.open(common);
                Session session = common.open(runOption.directory(), work, seed.value())) {
            Condensing.Condensed condensed = condensing.perform(session, source);
            new CondenseSummary(runOption.directory(), session, condensed).print(common.console());
        }
        return 0;
    }
}
