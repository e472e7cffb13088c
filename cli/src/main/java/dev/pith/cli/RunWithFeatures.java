package dev.pith.cli;

import dev.pith.cli.option.CommonOptions;
import dev.pith.cli.option.FeatureOptions;
import dev.pith.cli.option.OutputOption;
import dev.pith.cli.option.SourceArguments;
import dev.pith.cli.option.WorkOptions;
import dev.pith.data.RecordSource;
import dev.pith.data.Source;
import dev.pith.pipeline.feature.FeatureKind;
import dev.pith.pipeline.feature.FeatureSettings;
import dev.pith.pipeline.feature.FeaturesStep;
import dev.pith.pipeline.feature.RunFeatures;
import dev.pith.pipeline.feature.ScoresStep;
import dev.pith.pipeline.session.RunSamples;
import dev.pith.pipeline.session.Session;
import dev.pith.run.Manifest;
import dev.pith.selection.Published;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import picocli.CommandLine.Mixin;

/**
 * What a command on features works on: a run that has them, whose source need not be there any more, or a source, whose
 * features then are the first step of a new run.
 */
final class RunWithFeatures {
    @Mixin
    private SourceArguments sourceArguments;

    @Mixin
    private OutputOption output;

    @Mixin
    private FeatureOptions features;

    /** Says no to what cannot work, before anything is written. */
    @FunctionalInterface
    interface Check {
        void accept(int n, boolean labelled, boolean texts);
    }

    /**
     * A command on features.
     *
     * @param result what the work adds to the run, as a message names it
     * @param usual what images are compared by unless told otherwise
     * @param scored whether the work goes by scores, which are then made with the features of a source
     * @param before says no to a run that lacks what the work needs, before features are made
     * @param work takes the open run and its directory
     */
    record Job(
            String result,
            FeatureKind usual,
            BiPredicate<Source, FeatureSettings> scored,
            Published compat,
            long seed,
            Check check,
            Consumer<Session> before,
            BiConsumer<Session, Path> work) {}

    /** Opens the run, or makes it with its features, and works on it. */
    void with(CommonOptions common, WorkOptions options, Job job) {
        if (RunOrSource.isRun(sourceArguments)) {
            withRun(Path.of(sourceArguments.name()), common, options, job);
        } else {
            withSource(common, options, job);
        }
    }

    private void withRun(Path directory, CommonOptions common, WorkOptions options, Job job) {
        OutputOption.refuse(output.given(), directory, job.result());
        features.refuse(directory.toString());
        try (Session session = common.open(directory, options, job.seed())) {
            RunFeatures.require(session);
            Manifest.Samples samples = session.samples();
            job.check().accept(samples.n(), !samples.classes().isEmpty(), RunSamples.areTexts(session));
            job.before().accept(session);
            job.work().accept(session, directory);
        }
    }

    private void withSource(CommonOptions common, WorkOptions options, Job job) {
        Path directory = OutputOption.required(output.given(), sourceArguments.name());
        try (Source source = sourceArguments.open(common)) {
            job.check().accept(source.size(), source.labels().isPresent(), source instanceof RecordSource);
            FeatureSettings configuration = features.configuration(source, job.usual(), job.compat(), job.seed());
            boolean scored = job.scored().test(source, configuration);
            if (scored) {
                ScoresStep.require(source);
            }
            try (Session session = common.open(directory, options, job.seed())) {
                session.about(source, sourceArguments.reference());
                job.before().accept(session);
                if (scored) {
                    new ScoresStep(session, source, configuration, features.scores()).perform();
                } else {
                    new FeaturesStep(session, source, configuration).perform();
                }
                job.work().accept(session, directory);
            }
        }
    }
}
