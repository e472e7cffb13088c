package dev.pith.cli;

import dev.pith.cli.console.RunSummary;
import dev.pith.cli.option.CommonOptions;
import dev.pith.cli.option.RunArgument;
import dev.pith.cli.option.SamplingOptions;
import dev.pith.cli.option.SeedOption;
import dev.pith.cli.option.WorkOptions;
import dev.pith.pipeline.selection.SampleSettings;
import dev.pith.pipeline.selection.SampleStep;
import dev.pith.pipeline.session.RunSamples;
import dev.pith.pipeline.session.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code pith sample}: another draw from the bins of a run. */
@Command(
        name = "sample",
        description = "Draws from the bins of a run; a smaller selection is always a part of a larger one.",
        footer = {"", "Example:", "  pith sample runs/photos --keep 30%%"})
final class SampleCommand implements Callable<Integer> {
    @Mixin
    private RunArgument run;

    @Mixin
    private SamplingOptions samplingOptions;

    @Mixin
    private SeedOption seed;

    @Mixin
    private WorkOptions work;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        run.requireRun();
        try (Session session = run.open(common, work, seed.value())) {
            boolean texts = RunSamples.areTexts(session);
            SampleSettings sampling = samplingOptions.settings(texts, seed.value());
            new SampleStep(session, sampling).perform();
            new RunSummary(run.directory(), session).print(common.console());
        }
        return 0;
    }
}
