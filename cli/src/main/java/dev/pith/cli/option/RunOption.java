package dev.pith.cli.option;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The run to make or go on with. */
public final class RunOption {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "RUN",
            required = true,
            description = "Directory of the run; made when it does not exist, gone on with when it does.")
    private Path directory;

    public Path directory() {
        return directory;
    }
}
