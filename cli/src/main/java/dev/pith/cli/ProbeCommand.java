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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pith probe}: what a masked autoencoder has learned. */
@Command(
        name = "probe",
        description = {
            "Shows what a masked autoencoder has learned: the accuracy of a linear classifier of what it makes.",
            "The autoencoder stays as it is, or its encoder learns on (--finetune); the labels are those of the run's"
                    + " source."
        },
        footer = {
            "",
            "Example: of a run of pith pretrain-mae",
            "  pith probe runs/mae --test photos/test",
            "  pith probe runs/mae --test photos/test --finetune 20"
        })
final class ProbeCommand implements Callable<Integer> {
    @Mixin
    private RunArgument run;

    @Mixin
    private TestOptions test;

    @Option(
            names = "--finetune",
            paramLabel = "EPOCHS",
            description = "Let the encoder learn on, together with the classifier, for so many epochs: AdamW, a rate of"
                    + " 0.0005 after a warm-up, half a cosine (default: the classifier alone learns).")
    private @Nullable Integer epochs;

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
            Probed probed = new ProbeStep(session, test.value(), epochs, seed.value()).perform();
            if (common.console().json()) {
                Map<String, Object> summary = new LinkedHashMap<>();
                summary.put("run", run.directory().toString());
                summary.put("epochs", probed.epochs());
                summary.put("trained", probed.trained());
                summary.put("tested", probed.tested());
                summary.put("accuracy", probed.accuracy());
                common.console().printJson(summary);
                return 0;
            }
            PrintWriter out = common.console().out();
            out.println(String.format(
                    Locale.ROOT,
                    "%s has an accuracy of %.1f %% on %,d test samples",
                    probed.epochs() == 0
                            ? String.format(Locale.ROOT, "a linear classifier of %,d images", probed.trained())
                            : String.format(
                                    Locale.ROOT,
                                    "an encoder that learned on from %,d images for %d epochs",
                                    probed.trained(),
                                    probed.epochs()),
                    100 * probed.accuracy(),
                    probed.tested()));
            out.println();
            RunContent.print(run.directory(), session.run().manifest(), out);
        }
        return 0;
    }
}
