package dev.pith.cli;

import dev.pith.cli.console.RunContent;
import dev.pith.cli.option.CommonOptions;
import dev.pith.cli.option.RunArgument;
import dev.pith.cli.option.SeedOption;
import dev.pith.cli.option.TestOptions;
import dev.pith.cli.option.WorkOptions;
import dev.pith.pipeline.pixels.ProbeStep;
import dev.pith.pipeline.pixels.Probed;
import dev.pith.pipeline.session.Session;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code pith probe}: what a masked autoencoder has learned. */
@Command(
        name = "probe",
        description = {
            "Shows what a masked autoencoder has learned: the accuracy of a linear classifier of what it makes.",
            "The autoencoder stays as it is; the classifier learns from the labels of the run's source."
        },
        footer = {"", "Example: of a run of pith pretrain-mae", "  pith probe runs/mae --test photos/test"})
final class ProbeCommand implements Callable<Integer> {
    @Mixin
    private RunArgument run;

    @Mixin
    private TestOptions test;

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
            Probed probed = new ProbeStep(session, test.value(), seed.value()).perform();
            if (common.console().json()) {
                Map<String, Object> summary = new LinkedHashMap<>();
                summary.put("run", run.directory().toString());
                summary.put("trained", probed.trained());
                summary.put("tested", probed.tested());
                summary.put("accuracy", probed.accuracy());
                common.console().printJson(summary);
                return 0;
            }
            PrintWriter out = common.console().out();
            out.println(String.format(
                    Locale.ROOT,
                    "a linear classifier of %,d images has an accuracy of %.1f %% on %,d test samples",
                    probed.trained(),
                    100 * probed.accuracy(),
                    probed.tested()));
            out.println();
            RunContent.print(run.directory(), session.run().manifest(), out);
        }
        return 0;
    }
}
