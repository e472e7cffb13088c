package dev.pith.cli;

import dev.pith.cli.console.RunSummary;
import dev.pith.cli.option.CommonOptions;
import dev.pith.cli.option.RunArgument;
import dev.pith.cli.option.WorkOptions;
import dev.pith.pipeline.report.ReportStep;
import dev.pith.pipeline.session.Session;
import dev.pith.report.Report;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code pith report}: a page about a run. */
@Command(
        name = "report",
        description = {
            "Writes a page about a run, " + Report.FILE + ".",
            "It shows what the bins hold, how they differ, and what was kept, in any browser and without network."
        },
        footer = {"", "Example:", "  pith report runs/photos"})
final class ReportCommand implements Callable<Integer> {
    @Mixin
    private RunArgument run;

    @Mixin
    private WorkOptions work;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        run.requireRun();
        try (Session session = run.open(common, work, null)) {
            new ReportStep(session).perform();
            new RunSummary(run.directory(), session).print(common.console());
        }
        return 0;
    }
}
