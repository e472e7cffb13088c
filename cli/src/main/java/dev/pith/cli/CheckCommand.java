package dev.pith.cli;

import dev.pith.cli.console.CheckSummary;
import dev.pith.cli.option.CheckOptions;
import dev.pith.cli.option.CommonOptions;
import dev.pith.cli.option.SeedOption;
import dev.pith.cli.option.WorkOptions;
import dev.pith.data.Source;
import dev.pith.pipeline.check.CheckSettings;
import dev.pith.pipeline.check.CheckStep;
import dev.pith.pipeline.check.Checked;
import dev.pith.pipeline.session.Session;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code pith check}: what may be wrong with images. */
@Command(
        name = "check",
        description = {
            "Looks for what may be wrong with images, and lists it; nothing is left out.",
            "Copies, also of test images and under other labels, and what is blank, dark, blurred or of an odd size,"
                    + " by pixels; wrong labels and outliers by networks that have not learned from an image.",
            "SOURCE may also be a run; then the lists go into it."
        },
        footer = {
            "",
            "Example: look, then draw without what is better left out",
            "  pith check photos/train --against photos/test -o runs/photos",
            "  pith quantize photos/train --keep 30%% --exclude issues -o runs/photos"
        })
final class CheckCommand implements Callable<Integer> {
    @Mixin
    private RunOrSource runOrSource;

    @Mixin
    private CheckOptions options;

    @Mixin
    private SeedOption seed;

    @Mixin
    private WorkOptions work;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        CheckSettings settings = options.settings(seed.value());
        runOrSource.with(
                common,
                work,
                new RunOrSource.Job<>(
                        "lists",
                        CheckStep::require,
                        seed.value(),
                        (session, source, run) -> check(session, source, settings, run)));
        return 0;
    }

    private void check(Session session, Source source, CheckSettings settings, Path run) {
        Checked checked = new CheckStep(session, source, settings).perform();
        new CheckSummary(run, source, checked).print(common.console());
    }
}
