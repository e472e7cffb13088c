package dev.pith.cli;

import dev.pith.data.Source;
import dev.pith.run.Manifest;
import dev.pith.run.Step;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a command on features works on: a run that has them, or a source, whose features then are the first step of a new run. */
final class RunOrSource {
    @Mixin
    private SourceArguments sourceArguments;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "RUN",
            description = "Directory of the run to make; not given when SOURCE is a run.")
    private @Nullable Path output;

    @Mixin
    private OnErrorOption onError;

    /** Says no to what cannot work, before anything is written. */
    @FunctionalInterface
    interface Check {
        void accept(int n, boolean labelled);
    }

    /**
     * Opens the run, or makes it with its features, and works on it.
     *
     * @param result what the work adds to the run, as a message names it
     * @param work takes the open run and its directory
     */
    void with(
            CommonOptions common,
            WorkOptions options,
            long seed,
            String result,
            Check check,
            BiConsumer<Session, Path> work) {
        Path run = Path.of(sourceArguments.name());
        if (Files.exists(run.resolve(Manifest.FILE))) {
            withRun(run, common, options, seed, result, check, work);
        } else {
            withSource(common, options, seed, check, work);
        }
    }

    private void withRun(
            Path directory,
            CommonOptions common,
            WorkOptions options,
            long seed,
            String result,
            Check check,
            BiConsumer<Session, Path> work) {
        if (output != null) {
            throw new IllegalArgumentException(
                    "-o is for a source; " + directory + " is a run and gets the " + result + " itself");
        }
        try (Session session = Session.open(directory, common, options, seed)) {
            session.run().require(Step.FEATURES, "pith features SOURCE -o " + directory);
            session.requireSameSource();
            Manifest.Samples samples = session.samples();
            check.accept(samples.n(), !samples.classes().isEmpty());
            work.accept(session, directory);
        }
    }

    private void withSource(
            CommonOptions common, WorkOptions options, long seed, Check check, BiConsumer<Session, Path> work) {
        Path directory = output;
        if (directory == null) {
            throw new IllegalArgumentException(
                    "-o RUN is missing: where shall the run of " + sourceArguments.name() + " be?");
        }
        try (Source source = sourceArguments.open(common)) {
            check.accept(source.size(), source.labels().isPresent());
            try (Session session = Session.open(directory, common, options, seed)) {
                session.about(source, sourceArguments.lastingName(), sourceArguments.remember());
                new FeaturesStep(session, source, onError.value()).perform();
                work.accept(session, directory);
            }
        }
    }
}
