package dev.pith.cli;

import dev.pith.cli.console.RunSummary;
import dev.pith.cli.option.AmountOptions;
import dev.pith.cli.option.CommonOptions;
import dev.pith.cli.option.GainOptions;
import dev.pith.cli.option.SeedOption;
import dev.pith.cli.option.WorkOptions;
import dev.pith.pipeline.feature.FeatureKind;
import dev.pith.pipeline.selection.SelectSettings;
import dev.pith.pipeline.selection.SelectStep;
import dev.pith.pipeline.selection.Stratify;
import dev.pith.pipeline.selection.TextBudget;
import dev.pith.pipeline.session.RunSamples;
import dev.pith.pipeline.session.Session;
import dev.pith.sample.Budget;
import dev.pith.selection.Published;
import dev.pith.selection.RankingMethod;
import dev.pith.selection.RankingSettings;
import dev.pith.selection.SimilarityKind;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pith select}: one ranking, for comparison or use. */
@Command(
        name = "select",
        description = {
            "Ranks samples by one method; any prefix of the ranking is a selection.",
            "SOURCE may also be a run that has features; then the ranking goes into it, and -o is not given."
        },
        footer = {"", "Example:", "  pith select photos/train --method facility-location --budget 10%% -o runs/ranked"})
final class SelectCommand implements Callable<Integer> {
    @Mixin
    private RunOrSource runOrSource;

    @Option(
            names = "--method",
            paramLabel = "METHOD",
            description = "facility-location, log-determinant, graphcut, herding, k-center or random (default:"
                    + " facility-location for up to a tenth of the samples, herding for more).")
    private @Nullable RankingMethod method;

    @Option(
            names = "--budget",
            paramLabel = "HOW-MANY",
            description = "How many samples to rank: a ratio (0.125), a percentage (12.5%%) or a count (750)"
                    + " (default: " + SelectSettings.DEFAULT_BUDGET + "%, or all where an amount of text decides).")
    private @Nullable Budget budget;

    @Mixin
    private AmountOptions amount;

    @Mixin
    private GainOptions gain;

    @Option(
            names = "--neighbors",
            paramLabel = "COUNT",
            defaultValue = RankingSettings.DEFAULT_NEIGHBORS,
            description = "Let only so many neighbours represent a sample in facility-location, which needs less memory"
                    + " (default: all).")
    private int neighbors;

    @Option(
            names = "--stratify",
            negatable = true,
            description =
                    "Rank each class by itself, or with --no-stratify all samples together (default: by class when"
                            + " there are labels).")
    private @Nullable Boolean stratify;

    @Mixin
    private SeedOption seed;

    @Mixin
    private WorkOptions work;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        // A random order compares nothing, so the quickest features will do.
        FeatureKind usual = method == RankingMethod.RANDOM ? FeatureKind.PIXELS : FeatureKind.EMBEDDING;
        runOrSource.with(
                common,
                work,
                new RunOrSource.Job("ranking", usual, Published.NONE, seed.value(), this::check, this::rank));
        return 0;
    }

    private void check(int n, boolean labelled, boolean texts) {
        settings(n, labelled, texts).requireFits(n);
    }

    private SelectSettings settings(int n, boolean labelled, boolean texts) {
        TextBudget text = amount.budget(texts);
        Budget most = budget != null ? budget : SelectSettings.usualBudget(text);
        RankingMethod chosen = method != null ? method : SelectSettings.usualMethod(most, n);
        RankingSettings ranking = gain.configuration(chosen, SimilarityKind.COSINE, neighbors, seed.value());
        return new SelectSettings(ranking, most, text, Stratify.resolve(stratify, labelled));
    }

    private void rank(Session session, Path directory) {
        new SelectStep(
                        session,
                        settings(session.samples().n(), RunSamples.areLabelled(session), RunSamples.areTexts(session)))
                .perform();
        new RunSummary(directory, session).print(common.console());
    }
}
