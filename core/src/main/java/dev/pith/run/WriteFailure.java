package dev.pith.run;

import dev.pith.PithException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Turns a failed write into one line for the user. */
final class WriteFailure {
    /** What operating systems say when there is no room, in lower case. */
    private static final List<String> NO_ROOM =
            List.of("no space left", "not enough space", "disk quota exceeded", "file too large");

    private WriteFailure() {}

    static PithException of(Path file, Throwable failure) {
        String reason = deepestMessage(failure);
        String lower = reason.toLowerCase(Locale.ROOT);
        if (NO_ROOM.stream().anyMatch(lower::contains)) {
            return new PithException(
                    file + ": the disk is full (" + reason + "); free some space and give the same command again",
                    failure);
        }
        return new PithException(
                file + ": cannot be written (" + reason + "); check that its folder exists and may be written to",
                failure);
    }

    private static String deepestMessage(Throwable failure) {
        String message = failure.getClass().getSimpleName();
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String own = cause instanceof AccessDeniedException denied && denied.getReason() == null
                    ? "permission denied"
                    : cause.getMessage();
            if (own != null) {
                message = own;
            }
        }
        return message;
    }
}
