package dev.pith.cli;

import dev.pith.cli.console.RunSummary;
import dev.pith.cli.option.BinningOptions;
import dev.pith.cli.option.CommonOptions;
import dev.pith.cli.option.SeedOption;
import dev.pith.cli.option.WorkOptions;
import dev.pith.pipeline.feature.FeatureSettings;
import dev.pith.pipeline.selection.BinsStep;
import dev.pith.pipeline.session.RunSamples;
import dev.pith.pipeline.session.Session;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code pith bins}: the second step alone, on a run with features or on features of the user's own. */
@Command(
        name = "bins",
        description = {
            "Puts samples into bins by their features.",
            "SOURCE is a run that has features, or features of your own: a .npy file of float32[n, d], or a folder with"
                    + " logit_gradients.npy and embeddings.npy; then -o names the run to make."
        },
        footer = {
            "",
            "Example:",
            "  pith bins embeddings.npy --labels labels.npy --bins 10 --similarity dot -o runs/text"
        })
final class BinsCommand implements Callable<Integer> {
    @Mixin
    private RunWithFeatures runWithFeatures;

    @Mixin
    private BinningOptions binningOptions;

    @Mixin
    private SeedOption seed;

    @Mixin
    private WorkOptions work;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        runWithFeatures.with(
                common,
                work,
                new RunWithFeatures.Job(
                        "bins",
                        FeatureSettings.DEFAULT_KIND,
                        (source, features) -> false,
                        binningOptions.compat(),
                        seed.value(),
                        this::check,
                        session -> {},
                        this::bin));
        return 0;
    }

    private void check(int n, boolean labelled, boolean texts) {
        if (binningOptions.isAuto()) {
            throw new IllegalArgumentException(
                    "--method auto makes no bins; it is for pith quantize, and pith select ranks by it");
        }
        binningOptions.configuration(labelled, texts, seed.value()).requireFits(n);
    }

    private void bin(Session session, Path directory) {
        boolean labelled = !session.samples().classes().isEmpty();
        new BinsStep(session, binningOptions.configuration(labelled, RunSamples.areTexts(session), seed.value()))
                .perform();
        new RunSummary(directory, session).print(common.console());
    }
}
