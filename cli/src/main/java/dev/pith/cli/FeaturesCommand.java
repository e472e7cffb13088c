package dev.pith.cli;

import dev.pith.cli.console.RunSummary;
import dev.pith.cli.option.CommonOptions;
import dev.pith.cli.option.FeatureOptions;
import dev.pith.cli.option.RunOption;
import dev.pith.cli.option.SeedOption;
import dev.pith.cli.option.SourceArguments;
import dev.pith.cli.option.WorkOptions;
import dev.pith.data.Source;
import dev.pith.pipeline.feature.FeatureSettings;
import dev.pith.pipeline.feature.FeaturesStep;
import dev.pith.pipeline.session.Session;
import dev.pith.selection.Published;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pith features}: the first step alone. */
@Command(
        name = "features",
        description = "Makes the features of a source: what a network sees in each image, or its pixels.",
        footer = {
            "",
            "Example: embeddings of a network of your own",
            "  pith features photos/train --features embedding --net resnet18 --weights mine.pth -o runs/mine"
        })
final class FeaturesCommand implements Callable<Integer> {
    @Mixin
    private SourceArguments sourceArguments;

    @Mixin
    private RunOption runOption;

    @Mixin
    private FeatureOptions features;

    @Option(
            names = "--compat",
            paramLabel = "NAME",
            defaultValue = Published.DEFAULT,
            description = "Reproduce published numbers: dq-vision takes the softmax twice in the gradient.")
    private Published compat;

    @Mixin
    private SeedOption seed;

    @Mixin
    private WorkOptions work;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        try (Source source = sourceArguments.open(common)) {
            FeatureSettings configuration =
                    features.configuration(source, FeatureSettings.DEFAULT_KIND, compat, seed.value());
            Long drawn = configuration.trains() ? seed.value() : null;
            try (Session session = common.open(runOption.directory(), work, drawn)) {
                session.about(source, sourceArguments.reference());
                new FeaturesStep(session, source, configuration).perform();
                new RunSummary(runOption.directory(), session).print(common.console());
            }
        }
        return 0;
    }
}
