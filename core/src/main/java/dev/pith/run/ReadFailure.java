package dev.pith.run;

import dev.pith.PithException;
import java.io.IOException;
import java.nio.file.Path;

/** Turns a failed read of a user's file into one line for the user. */
public final class ReadFailure {
    private ReadFailure() {}

    /**
     * Returns what to throw.
     *
     * @param failure its innermost message is the reason
     */
    public static PithException of(Path file, IOException failure) {
        return new PithException(
                file + ": cannot be read (" + WriteFailure.reason(failure) + "); check that it is a file you may read",
                failure);
    }
}
