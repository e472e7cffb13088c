package dev.pith.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Words a message of the library for the command line. Settings name their values without dashes ({@code lr must be positive}); where the
 * command has an option of that name, a person reads its name as it is typed.
 */
final class OptionWords {
    /** What a message begins with: a name, or several joined by commas and "and". */
    private static final Pattern SUBJECT = Pattern.compile("^[a-z]+(?:-[a-z]+)*(?:(?:, | and )[a-z]+(?:-[a-z]+)*)*(?= )");

    private static final Pattern NAME = Pattern.compile("[a-z]+(?:-[a-z]+)*");

    private OptionWords() {}

    static String in(String message, CommandSpec command) {
        Matcher subject = SUBJECT.matcher(message);
        if (!subject.find()) {
            return message;
        }
        String typed = NAME.matcher(subject.group())
                .replaceAll(name -> command.findOption("--" + name.group()) == null ? name.group() : "--" + name.group());
        return typed + message.substring(subject.end());
    }
}
