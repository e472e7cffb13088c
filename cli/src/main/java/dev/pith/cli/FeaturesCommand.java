package dev.pith.cli;

import dev.pith.data.Source;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code pith features}: the first step alone. */
@Command(
        name = "features",
        description = "Makes the features of a source: every image at 32 x 32, standardized.",
        footer = {"", "Example:", "  pith features photos/train -o runs/photos"})
final class FeaturesCommand implements Callable<Integer> {
    @Mixin
    private SourceArguments sourceArguments;

    @Mixin
    private RunOption runOption;

    @Mixin
    private OnErrorOption onError;

    @Mixin
    private WorkOptions work;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        try (Source source = sourceArguments.open(common);
                Session session = Session.open(runOption.directory(), common, work, null)) {
            session.about(source, sourceArguments.lastingName(), sourceArguments.remember());
            new FeaturesStep(session, source, onError.value()).perform();
            new RunSummary(runOption.directory(), session).print(common);
        }
        return 0;
    }
}
