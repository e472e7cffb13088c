package dev.pith.cli;

import dev.pith.PithException;
import dev.pith.cli.console.DifficultySummary;
import dev.pith.cli.console.ScoreSummary;
import dev.pith.cli.option.CommonOptions;
import dev.pith.cli.option.DifficultyOptions;
import dev.pith.cli.option.OutputOption;
import dev.pith.cli.option.ScoreOptions;
import dev.pith.cli.option.SeedOption;
import dev.pith.cli.option.SourceArguments;
import dev.pith.cli.option.WorkOptions;
import dev.pith.data.RecordSource;
import dev.pith.data.Source;
import dev.pith.pipeline.feature.FeatureSettings;
import dev.pith.pipeline.feature.ScoreSettings;
import dev.pith.pipeline.feature.ScoresStep;
import dev.pith.pipeline.language.Difficulties;
import dev.pith.pipeline.language.DifficultySettings;
import dev.pith.pipeline.language.DifficultyStep;
import dev.pith.pipeline.session.Session;
import dev.pith.run.Manifest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
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
    @Mixin
    private SourceArguments sourceArguments;

    @Mixin
    private OutputOption output;

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
        Path run = Path.of(sourceArguments.name());
        DifficultySettings difficulty = difficultyOptions.settings();
        if (difficulty != null) {
            scoreRecords(run, difficulty);
            return 0;
        }
        ScoreSettings settings = options.settings();
        if (Files.exists(run.resolve(Manifest.FILE))) {
            ofRun(run, settings);
        } else {
            ofSource(settings);
        }
        return 0;
    }

    private void scoreRecords(Path run, DifficultySettings settings) {
        boolean made = Files.exists(run.resolve(Manifest.FILE));
        if (made) {
            output.refuse(run, "scores");
        }
        Path directory = made ? run : output.of(sourceArguments.name());
        try (Source source = made ? null : sourceArguments.open(common);
                Session session = common.open(directory, work, seed.value());
                Source reopened = made ? session.reopenSource() : null) {
            Source records = source != null ? source : Objects.requireNonNull(reopened);
            if (!(records instanceof RecordSource texts)) {
                throw new PithException(records.name() + ": holds no records of text, which --by ifd is for");
            }
            if (source != null) {
                session.about(source, sourceArguments.reference());
            }
            Difficulties found = new DifficultyStep(session, texts, settings).perform();
            new DifficultySummary(directory, session, texts, found).print(common.console());
        }
    }

    private void ofRun(Path run, ScoreSettings settings) {
        output.refuse(run, "scores");
        options.refuseNetwork(run.toString());
        try (Session session = common.open(run, work, seed.value());
                Source source = session.reopenSource()) {
            FeatureSettings network = ScoresStep.networkOf(session, options.network(seed.value()));
            score(session, source, network, settings, run);
        }
    }

    private void ofSource(ScoreSettings settings) {
        Path run = output.of(sourceArguments.name());
        try (Source source = sourceArguments.open(common)) {
            ScoresStep.require(source);
            try (Session session = common.open(run, work, seed.value())) {
                session.about(source, sourceArguments.reference());
                score(session, source, options.network(seed.value()), settings, run);
            }
        }
    }

    private void score(Session session, Source source, FeatureSettings network, ScoreSettings settings, Path run) {
        new ScoresStep(session, source, network, settings).perform();
        new ScoreSummary(run, session, source).print(common.console());
    }
}
