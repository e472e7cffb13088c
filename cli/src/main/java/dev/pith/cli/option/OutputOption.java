package dev.pith.cli.option;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the run of a source is made, of commands that go on with a run as well. */
public final class OutputOption {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "RUN",
            description = "Directory of the run to make; not given when SOURCE is a run.")
    private @Nullable Path output;

    /** Returns the directory that is given, if any. */
    public @Nullable Path given() {
        return output;
    }

    /** Returns a directory that is needed for the run of a source. */
    public static Path required(@Nullable Path output, String source) {
        if (output == null) {
            throw new IllegalArgumentException("-o RUN is missing: where shall the run of " + source + " be?");
        }
        return output;
    }

    /**
     * Insists that a run is not told where to be.
     *
     * @param result what the run gets
     */
    public static void refuse(@Nullable Path output, Path run, String result) {
        if (output != null) {
            throw new IllegalArgumentException(
                    "-o is for a source; " + run + " is a run and gets the " + result + " itself");
        }
    }
}
