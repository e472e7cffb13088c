package dev.pith;

import org.jspecify.annotations.Nullable;

/**
 * Something outside the program is not as it must be: a file, a run, a data set, the machine.
 *
 * <p>The message is one line for the user: what is wrong, which file or id, and what to do about it. The command line
 * prints it as it is and exits with 1.
 */
public class PithException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Makes an exception with a one-line message. */
    public PithException(String message) {
        super(message);
    }

    /** Makes an exception with a one-line message and the failure behind it. */
    public PithException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
