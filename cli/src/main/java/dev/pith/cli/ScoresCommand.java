package dev.pith.cli;

import dev.pith.cli.console.ScoreSummary;
import dev.pith.cli.option.CommonOptions;
import dev.pith.cli.option.OutputOption;
import dev.pith.cli.option.ScoreOptions;
import dev.pith.cli.option.SeedOption;
import dev.pith.cli.option.SourceArguments;
import dev.pith.cli.option.WorkOptions;
import dev.pith.data.Source;
import dev.pith.pipeline.feature.FeatureSettings;
import dev.pith.pipeline.feature.ScoreSettings;
import dev.pith.pipeline.feature.ScoresStep;
import dev.pith.pipeline.session.Session;
import dev.pith.run.Manifest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code pith scores}: what the training of the network behind the features shows of every sample. */
@Command(
        name = "scores",
        description = {
            "Scores samples: how hard each is, how uncertain, how much is left to learn from it.",
            "A training looks at all samples twice in every epoch. Features of its network are made as well.",
            "SOURCE may also be a run; then the scores go into it."
        },
        footer = {"", "Example: two networks, averaged", "  pith scores photos/train --scorers 2 -o runs/photos"})
final class ScoresCommand implements Callable<Integer> {
    @Mixin
    private SourceArguments sourceArguments;

    @Mixin
    private OutputOption output;

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
        ScoreSettings settings = options.settings();
        Path run = Path.of(sourceArguments.name());
        if (Files.exists(run.resolve(Manifest.FILE))) {
            ofRun(run, settings);
        } else {
            ofSource(settings);
        }
        return 0;
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
