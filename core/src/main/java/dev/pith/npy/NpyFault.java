package dev.pith.npy;

import dev.pith.PithException;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What can be wrong with a file, as one line: the file, the fault, the remedy. */
final class NpyFault {
    private NpyFault() {}

    static PithException of(Path file, String fault, String remedy) {
        return new PithException(file + ": " + fault + ": " + remedy);
    }

    /** Opens a file, or one inside an archive, for reading; a missing one and a directory have messages of their own. */
    static SeekableByteChannel open(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw of(file, "is a directory", "name the .npy file in it");
        }
        return Files.newByteChannel(file);
    }

    static PithException unreadable(Path file, IOException cause) {
        if (cause instanceof NoSuchFileException) {
            return new PithException(file + ": no such file: check the path", cause);
        }
        String why = cause instanceof AccessDeniedException ? "permission denied" : String.valueOf(cause.getMessage());
        return new PithException(file + ": cannot be read (" + why + "): check the file and its permissions", cause);
    }

    static PithException notNpy(Path file, byte[] beginning) {
        int length = beginning.length;
        if (length == 0) {
            return of(file, "is empty, not an .npy file", "save the array with numpy.save");
        }
        if (length > 3 && beginning[0] == 'P' && beginning[1] == 'K') {
            return of(file, "is an .npz archive, not an .npy file", "save one array with numpy.save");
        }
        StringBuilder hex = new StringBuilder();
        for (int i = 0; i < Math.min(length, 6); i++) {
            hex.append(String.format(Locale.ROOT, " %02x", beginning[i]));
        }
        return of(file, "is not an .npy file (it begins with" + hex + ")", "save the array with numpy.save");
    }

    static PithException damagedHeader(Path file, String why) {
        return of(file, "the .npy header cannot be read, " + why, "save the array again with numpy.save");
    }

    static PithException unsupportedType(Path file, @Nullable String description) {
        return of(
                file,
                description == null
                        ? "holds records (a structured dtype), not numbers"
                        : "holds values of dtype " + description + ", not numbers of up to 64 bits",
                "save plain numbers, for example array.astype('float32')");
    }

    static PithException wrongShape(Path file, NpyHeader header, String expected, String remedy) {
        return of(file, "has shape " + header.shapeText() + ", expected " + expected, remedy);
    }
}
