package dev.pith.run;

import dev.pith.PithException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
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
        String reason = reason(failure);
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

    /** Returns the innermost message of a failure, without the file, which a line begins with. */
    static String reason(Throwable failure) {
        String message = failure.getClass().getSimpleName();
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String own = own(cause);
            if (own != null) {
                message = own;
            }
        }
        return message;
    }

    private static @Nullable String own(Throwable cause) {
        if (cause instanceof FileSystemException system && system.getReason() != null) {
            return system.getReason();
        }
        return cause instanceof AccessDeniedException
                ? "permission denied"
                : cause instanceof NoSuchFileException ? "no such file" : cause.getMessage();
    }
}
