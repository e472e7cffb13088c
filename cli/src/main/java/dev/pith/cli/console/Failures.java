package dev.pith.cli.console;

import dev.pith.PithException;
import java.io.File;
import java.io.PrintWriter;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns exceptions into one line on stderr and an exit code. */
public final class Failures implements IExecutionExceptionHandler {
    static final int INTERRUPTED = 130;

    private static final Pattern CHOICE = Pattern.compile("expected one of \\[.*] \\(case-(?:in)?sensitive\\) but was");

    /** Runs a command; that memory ran out is no exception, and what turns those into lines does not hear of it. */
    public static int execute(CommandLine command, String... args) {
        try {
            return command.execute(args);
        } catch (OutOfMemoryError failure) {
            return outOfMemory(failure, command.getErr());
        }
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        if (Interruption.happened()) {
            command.getErr().println("pith: interrupted; the same command goes on after the last finished step");
            return INTERRUPTED;
        }
        Logger log = LoggerFactory.getLogger(Failures.class);
        if (failure instanceof PithException) {
            log.debug("Failed", failure);
            command.getErr().println("pith: " + OptionWords.in(String.valueOf(failure.getMessage())));
            return ExitCode.SOFTWARE;
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError memory) {
                return outOfMemory(memory, command.getErr());
            }
        }
        if (failure instanceof IllegalArgumentException) {
            log.debug("Wrong usage", failure);
            return usage(command, OptionWords.in(String.valueOf(failure.getMessage())));
        }
        command.getErr().println("pith: a fault in pith itself, please report it with the lines below");
        failure.printStackTrace(command.getErr());
        return ExitCode.SOFTWARE;
    }

    private static int outOfMemory(OutOfMemoryError failure, PrintWriter err) {
        String reason = firstLine(String.valueOf(failure.getMessage()));
        String more = reason.contains("heap") || reason.contains("array size") || reason.contains("GC overhead")
                ? "give Java more with JAVA_OPTS=-Xmx8g, for example, or use less"
                : reason.contains("direct buffer")
                        ? "give Java more with JAVA_OPTS=-XX:MaxDirectMemorySize=8g, for example, or use less"
                        : "end other programs, or use less";
        err.println(
                "pith: out of memory (" + reason + "); " + more + ": fewer --threads, smaller batches, fewer samples;"
                        + " the same command goes on after the last finished step");
        return ExitCode.SOFTWARE;
    }

    /** Says what is wrong with the arguments and where help is. */
    public static int wrongUsage(ParameterException failure, String[] args) {
        CommandLine command = failure.getCommandLine();
        int exitCode = usage(command, inOurWords(failure));
        suggest(failure, command.getErr());
        return exitCode;
    }

    /** Returns what is wrong; the values of a choice read as one types them, not as they stand in the code. */
    private static String inOurWords(ParameterException failure) {
        String message = firstLine(String.valueOf(failure.getMessage()));
        ArgSpec option = failure.getArgSpec();
        return option == null || option.completionCandidates() == null
                ? message
                : CHOICE.matcher(message)
                        .replaceFirst("expected one of " + String.join(", ", OptionWords.values(option)) + " but was");
    }

    private static void suggest(ParameterException failure, PrintWriter err) {
        if (failure instanceof UnmatchedArgumentException unmatched) {
            List<String> suggestions = unmatched.getSuggestions();
            if (!suggestions.isEmpty()) {
                err.println("Did you mean " + suggestions.get(0) + "?");
            } else if (unmatched.getUnmatched().stream().allMatch(word -> new File(word).exists())) {
                err.println(
                        "Several files are one source by a pattern in quotes, which the shell leaves alone: '*.jsonl'");
            }
        }
    }

    private static int usage(CommandLine command, String message) {
        String name = command.getCommandSpec().qualifiedName();
        command.getErr().println("pith: " + message);
        command.getErr().println("Try " + name + " --help");
        return ExitCode.USAGE;
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse(message);
    }
}
