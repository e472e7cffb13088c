package dev.pith.cli.console;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Model.ArgSpec;

/**
 * Words a message of the library for the command line. The library names its parameters in backquotes, as in "lower
 * {@code `lr`}"; here they are options, and read as they are typed.
 */
public final class OptionWords {
    private static final Pattern PARAMETER = Pattern.compile("`([a-z][^`]*)`");

    private OptionWords() {}

    /** Returns the message with options in place of parameters. */
    static String in(String message) {
        return PARAMETER.matcher(message).replaceAll("--$1");
    }

    /** Returns the values of an option that has a choice of them, as one types them; single letters stay large. */
    public static List<String> values(ArgSpec option) {
        return StreamSupport.stream(option.completionCandidates().spliterator(), false)
                .map(value -> value.length() == 1 ? value : value.toLowerCase(Locale.ROOT))
                .toList();
    }
}
