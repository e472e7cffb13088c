package dev.pith.cli.option;

import dev.pith.cli.console.Console;
import dev.pith.cli.console.ConsoleMessages;
import dev.pith.cli.console.Interruption;
import dev.pith.cli.console.PithLauncher;
import dev.pith.pipeline.session.Messages;
import dev.pith.pipeline.session.PithVersion;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.train.ProcessLauncher;
import dev.pith.run.Author;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every command understands, and where it prints. */
@Command(mixinStandardHelpOptions = true, versionProvider = Version.class, sortOptions = false)
public final class CommonOptions {
    /** How results are printed. */
    enum Format {
        TEXT,
        JSON
    }

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--format",
            defaultValue = "text",
            paramLabel = "FORM",
            description = "How results are printed: text or json (default: ${DEFAULT-VALUE}).")
    private Format format;

    @Option(
            names = {"-v", "--verbose"},
            description = "Print what is going on, and the stack trace of a failure.")
    void verbose(boolean yes) {
        if (yes) {
            System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "debug"); // read when the first logger is made
        }
    }

    /** Returns where the command prints. */
    public Console console() {
        CommandLine line = command.commandLine();
        return new Console(line.getOut(), line.getErr(), format == Format.JSON);
    }

    /** Returns who says to the user what steps have to say. */
    public Messages messages() {
        return new ConsoleMessages(command.commandLine().getErr());
    }

    /**
     * Opens the run that the command works on; what it leaves unfinished when it is interrupted is deleted.
     *
     * @param seed the command's seed, when it has one
     */
    public Session open(Path directory, WorkOptions work, @Nullable Long seed) {
        Session session = Session.open(directory, author(seed), work.settings(), messages());
        Interruption.begin(session::abandon);
        return session;
    }

    /** Returns what starts this command once more. */
    public ProcessLauncher launcher() {
        return new PithLauncher(words(), command.root().userObject().getClass());
    }

    /** Returns who works on a run, for its manifest. */
    Author author(@Nullable Long seed) {
        return new Author(PithVersion.number(), words(), seed);
    }

    /** Returns the command, word by word, without the program's name. */
    List<String> words() {
        return command.root().commandLine().getParseResult().originalArgs();
    }
}
