package dev.pith.run;

import dev.pith.PithException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Turns a failed write into one line for the user. */
public final class WriteFailure {
    /** What operating systems say when there is no room, in lower case. */
    private static final List<String> NO_ROOM =
            List.of("no space left", "not enough space", "disk quota exceeded", "file too large");

    private WriteFailure() {}

    /**
     * Returns what to throw.
     *
     * @param file what was written; a part of a file is called by the name that it would have got
     * @param failure its innermost message is the reason
     */
    public static PithException of(Path file, Throwable failure) {
        Path named = PartFiles.target(file);
        String reason = deepestMessage(failure);
        String lower = reason.toLowerCase(Locale.ROOT);
        if (NO_ROOM.stream().anyMatch(lower::contains)) {
            return new PithException(
                    named + ": the disk is full (" + reason + "); free some space and give the same command again",
                    failure);
        }
        return new PithException(
                named + ": cannot be written (" + reason + "); check that its folder exists and may be written to",
                failure);
    }

    private static String deepestMessage(Throwable failure) {
        String message = failure.getClass().getSimpleName();
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String own = cause instanceof FileSystemException system && system.getReason() != null
                    ? system.getReason() // without the file, which the line begins with
                    : cause instanceof AccessDeniedException ? "permission denied" : cause.getMessage();
            if (own != null) {
                message = own;
            }
        }
        return message;
    }
}
