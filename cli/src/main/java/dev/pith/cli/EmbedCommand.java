package dev.pith.cli;

import dev.pith.cli.console.RunSummary;
import dev.pith.cli.option.CommonOptions;
import dev.pith.cli.option.OnErrorOption;
import dev.pith.cli.option.RunOption;
import dev.pith.cli.option.SourceArguments;
import dev.pith.cli.option.TextOptions;
import dev.pith.cli.option.WorkOptions;
import dev.pith.data.Source;
import dev.pith.pipeline.feature.FeatureSettings;
import dev.pith.pipeline.feature.FeaturesStep;
import dev.pith.pipeline.session.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code pith embed}: the first step alone, for texts. */
@Command(
        name = "embed",
        description = {
            "Makes a vector of every record of a file of texts.",
            "Vectors are kept as they are made: a command that was stopped goes on."
        },
        footer = {
            "",
            "Example:",
            "  pith embed alpaca.json --embedder minilm -o runs/alpaca",
            "  pith bins runs/alpaca --bins 10"
        })
final class EmbedCommand implements Callable<Integer> {
    @Mixin
    private SourceArguments sourceArguments;

    @Mixin
    private RunOption runOption;

    @Mixin
    private TextOptions texts;

    @Mixin
    private OnErrorOption onError;

    @Mixin
    private WorkOptions work;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        try (Source source = sourceArguments.open(common)) {
            FeatureSettings configuration = FeatureSettings.ofTexts(texts.configuration(true), onError.value());
            configuration.requireFits(source);
            try (Session session = common.open(runOption.directory(), work, null)) {
                session.about(source, sourceArguments.reference());
                new FeaturesStep(session, source, configuration).perform();
                new RunSummary(runOption.directory(), session).print(common.console());
            }
        }
        return 0;
    }
}
