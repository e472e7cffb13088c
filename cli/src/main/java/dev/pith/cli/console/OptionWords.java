package dev.pith.cli.console;

import java.util.regex.Pattern;

/**
 * Words a message of the library for the command line. The library names its parameters in backquotes, as in "lower {@code `lr`}"; here they
 * are options, and read as they are typed.
 */
final class OptionWords {
    private static final Pattern PARAMETER = Pattern.compile("`([a-z][^`]*)`");

    private OptionWords() {}

    /** Returns the message with options in place of parameters. */
    static String in(String message) {
        return PARAMETER.matcher(message).replaceAll("--$1");
    }
}
