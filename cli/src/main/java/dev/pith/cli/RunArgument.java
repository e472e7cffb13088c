package dev.pith.cli;

import dev.pith.run.Manifest;
import java.nio.file.Path;
import picocli.CommandLine.Parameters;

/** A run made earlier. */
final class RunArgument {
    @Parameters(index = "0", paramLabel = "RUN", description = "Directory of a run made earlier.")
    private Path directory;

    Path directory() {
        return directory;
    }

    /** Refuses a directory that is no run, before it is made one. */
    void requireRun() {
        Manifest.read(directory);
    }
}
