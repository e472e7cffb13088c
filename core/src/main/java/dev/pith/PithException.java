package dev.pith;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Something outside the program is not as it must be: a file, a run, a data set, the machine.
 *
 * <p>The message is one line for the user: what is wrong, which file or id, and what to do about it. The command line
 * prints it as it is and exits with 1. A control character in it, as in a name that a damaged file holds, becomes
 * a question mark.
 */
public class PithException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final Pattern NOT_OF_A_LINE = Pattern.compile("[\\p{Cc}\\u2028\\u2029]");

    /** Makes an exception with a one-line message. */
    public PithException(String message) {
        super(oneLine(message));
    }

    /** Makes an exception with a one-line message and the failure behind it. */
    public PithException(String message, @Nullable Throwable cause) {
        super(oneLine(message), cause);
    }

    private static String oneLine(String message) {
        return NOT_OF_A_LINE.matcher(message).replaceAll("?");
    }
}
