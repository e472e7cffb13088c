package dev.pith.cli;

import dev.pith.cli.option.CommonOptions;
import dev.pith.cli.option.OutputOption;
import dev.pith.cli.option.SourceArguments;
import dev.pith.cli.option.WorkOptions;
import dev.pith.data.Source;
import dev.pith.pipeline.session.Session;
import dev.pith.run.Manifest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/** What a command looks at: a run, whose source is opened again, or a source, of which a run is made. */
final class RunOrSource {
    @Mixin
    private SourceArguments sourceArguments;

    @Mixin
    private OutputOption output;

    /** What is done with either. */
    @FunctionalInterface
    interface Work<S extends Source> {
        void perform(Session session, S source, Path run);
    }

    /**
     * A command on samples.
     *
     * @param result what the work adds to the run, as a message names it
     * @param wanted returns the source as the work wants it, or says no before a run is made
     */
    record Job<S extends Source>(String result, Function<Source, S> wanted, long seed, Work<S> work) {}

    /** Opens both and works on them. */
    void with(CommonOptions common, WorkOptions options, Job<?> job) {
        with(sourceArguments, output.given(), common, options, job);
    }

    /**
     * Does likewise where options of another name say where the run is.
     *
     * @param output where the run of a source is made; null where none is said
     */
    static <S extends Source> void with(
            SourceArguments arguments, @Nullable Path output, CommonOptions common, WorkOptions options, Job<S> job) {
        if (isRun(arguments)) {
            Path run = Path.of(arguments.name());
            OutputOption.refuse(output, run, job.result());
            try (Session session = common.open(run, options, job.seed());
                    Source source = session.reopenSource()) {
                job.work().perform(session, job.wanted().apply(source), run);
            }
            return;
        }
        Path run = OutputOption.required(output, arguments.name());
        try (Source source = arguments.open(common)) {
            S wanted = job.wanted().apply(source);
            try (Session session = common.open(run, options, job.seed())) {
                session.about(source, arguments.reference());
                job.work().perform(session, wanted, run);
            }
        }
    }

    /** Returns what the user called it. */
    String name() {
        return sourceArguments.name();
    }

    /** Returns whether it is a run. */
    boolean isRun() {
        return isRun(sourceArguments);
    }

    /** Returns whether what is called a source is a run. */
    static boolean isRun(SourceArguments arguments) {
        return Files.exists(Path.of(arguments.name()).resolve(Manifest.FILE));
    }
}
