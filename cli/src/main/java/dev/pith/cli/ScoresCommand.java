package dev.pith.cli;

import dev.pith.cli.console.DifficultySummary;
import dev.pith.cli.console.ScoreSummary;
import dev.pith.cli.option.CommonOptions;
import dev.pith.cli.option.DifficultyOptions;
import dev.pith.cli.option.ScoreOptions;
import dev.pith.cli.option.SeedOption;
import dev.pith.cli.option.WorkOptions;
import dev.pith.data.RecordSource;
import dev.pith.data.Source;
import dev.pith.pipeline.feature.FeatureSettings;
import dev.pith.pipeline.feature.ScoreSettings;
import dev.pith.pipeline.feature.ScoresStep;
import dev.pith.pipeline.language.Difficulties;
import dev.pith.pipeline.language.DifficultySettings;
import dev.pith.pipeline.language.DifficultyStep;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code pith scores}: what the training of the network behind the features shows of every sample. */
@Command(
        name = "scores",
        description = {
            "Scores samples: how hard each is, how uncertain, how much is left to learn from it.",
            "Of images a training looks at all twice in every epoch. Features of its network are made as well. Of records"
                    + " of text a language model says how much of each answer it owes to the question (--by ifd).",
            "SOURCE may also be a run; then the scores go into it."
        },
        footer = {
            "",
            "Example: two networks, averaged; and a language model, by what pith finetune left",
            "  pith scores photos/train --scorers 2 -o runs/photos",
            "  pith scores alpaca.json --by ifd --model runs/tuned/model -o runs/alpaca"
        })
final class ScoresCommand implements Callable<Integer> {
    private static final String RESULT = "scores";

    @Mixin
    private RunOrSource runOrSource;

    @Mixin
    private DifficultyOptions difficultyOptions;

    @Mixin
    private ScoreOptions options;

    @Mixin
    private SeedOption seed;

    @Mixin
    private WorkOptions work;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        DifficultySettings difficulty = difficultyOptions.settings();
        runOrSource.with(common, work, difficulty == null ? ofImages() : ofRecords(difficulty));
        return 0;
    }

    private RunOrSource.Job<RecordSource> ofRecords(DifficultySettings settings) {
        return new RunOrSource.Job<>(
                RESULT,
                source -> RecordSource.require(source, "which --by ifd is for"),
                seed.value(),
                (session, records, run) -> {
                    Difficulties found = new DifficultyStep(session, records, settings).perform();
                    new DifficultySummary(run, session, records, found).print(common.console());
                });
    }

    private RunOrSource.Job<Source> ofImages() {
        ScoreSettings settings = options.settings();
        FeatureSettings network = options.network(seed.value());
        boolean made = runOrSource.isRun();
        if (made) {
            options.refuseNetwork(runOrSource.name());
        }
        return new RunOrSource.Job<>(
                RESULT,
                source -> {
                    ScoresStep.require(source);
                    return source;
                },
                seed.value(),
                (session, source, run) -> {
                    FeatureSettings trained = made ? ScoresStep.networkOf(session, network) : network;
                    new ScoresStep(session, source, trained, settings).perform();
                    new ScoreSummary(run, session, source).print(common.console());
                });
    }
}
