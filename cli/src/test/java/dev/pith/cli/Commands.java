package dev.pith.cli;

import dev.pith.cli.console.Failures;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * All commands, {@code pith} itself among them, for tests of what holds for each. A name is what one types, as in
 * {@code pith data list}.
 */
final class Commands {
    private static final CommandLine PITH = Pith.commandLine();
    private static final Map<String, CommandSpec> ALL = new TreeMap<>();

    static {
        add(PITH);
    }

    private Commands() {}

    private static void add(CommandLine command) {
        ALL.put(command.getCommandSpec().qualifiedName(), command.getCommandSpec());
        command.getSubcommands().values().forEach(Commands::add);
    }

    static List<String> names() {
        return List.copyOf(ALL.keySet());
    }

    static CommandSpec named(String name) {
        return Objects.requireNonNull(ALL.get(name), name);
    }

    /** Runs a command; building all of them takes longer than most do, so that it is done once. */
    static Invocation run(String name, String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        PITH.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        int exitCode = Failures.execute(
                PITH,
                Stream.concat(Stream.of(name.split(" ", -1)).skip(1), Stream.of(words))
                        .toArray(String[]::new));
        return new Invocation(exitCode, out.toString(), err.toString());
    }
}
