package dev.pith.cli.option;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The run to make or go on with. */
public final class RunOption {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "RUN",
            required = true,
            description = "Directory of the run: made, or gone on with where it exists.")
    private Path directory;

    public Path directory() {
        return directory;
    }
}
