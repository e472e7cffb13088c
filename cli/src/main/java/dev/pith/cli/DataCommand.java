package dev.pith.cli;

import dev.pith.cli.option.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pith data}: the built-in data sets. */
@Command(
        name = "data",
        description = "Lists and fetches the data sets that have a name.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {DataListCommand.class, DataFetchCommand.class},
        footer = {"", "Example:", "  pith data fetch cifar10"})
final class DataCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    /** Without a subcommand there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "list or fetch?");
    }
}
