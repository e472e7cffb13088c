package dev.pith.cli.option;

import dev.pith.pipeline.session.Session;
import dev.pith.run.Manifest;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A run made earlier. */
public final class RunArgument {
    @Parameters(index = "0", paramLabel = "RUN", description = "Directory of a run made earlier.")
    private Path directory;

    @Option(
            names = "--source",
            paramLabel = "SOURCE",
            description =
                    "Where the source of the run lies now, if it was moved; the run remembers it. For an export from"
                            + " features of your own: the source of the samples themselves, in the same order.")
    private @Nullable String source;

    public Path directory() {
        return directory;
    }

    /** Returns where the source of the run is said to lie now. */
    public @Nullable String source() {
        return source;
    }

    /** Refuses a directory that is no run, before it is made one. */
    public void requireRun() {
        Manifest.read(directory);
    }

    /** Opens the run, and lets it know where its source lies now if that is given. */
    public Session open(CommonOptions common, WorkOptions work, @Nullable Long seed) {
        Session session = common.open(directory, work, seed);
        try {
            if (source != null) {
                session.sourceLiesAt(source);
            }
            return session;
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }
}
