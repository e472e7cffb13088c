package dev.pith.npy;

import dev.pith.PithException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
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
            return of(file, "is an .npz archive by its content", "rename it to end in .npz");
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

    /**
     * Returns the failure for values that are no numbers of up to 64 bits, with a remedy that NumPy can follow.
     *
     * @param description as the header has it, such as {@code <U3}; null for records
     */
    static PithException unsupportedType(Path file, @Nullable String description) {
        if (description == null) {
            return of(
                    file,
                    "holds records (a structured dtype), not numbers",
                    saved(file, "numpy.array(a.tolist(), 'float32')"));
        }
        String fault = "holds values of dtype " + description + ", not numbers of up to 64 bits";
        String kind = description.replaceFirst("[<>|=]", "");
        return switch (kind.isEmpty() ? '?' : kind.charAt(0)) {
            case 'U', 'S' -> of(
                    file,
                    "holds words (dtype " + description + "), not numbers",
                    "labels may be words in a text file: " + words(file));
            case 'O' -> of(
                    file,
                    "holds Python objects, not numbers",
                    "load it where it was made with allow_pickle=True, and save a.astype('float32') or, of words, text");
            case 'V' -> kind.equals("V2")
                    ? of(
                            file,
                            "holds dtype " + description + ", as NumPy stores bfloat16",
                            saved(file, "(a.view('uint16').astype('uint32') << 16).view('float32')"))
                    : of(file, fault, "make it float32 before numpy.save, with the library that has the type");
            case 'c' -> of(file, fault, saved(file, "numpy.concatenate([a.real, a.imag], axis=-1)"));
            default -> of(file, fault, saved(file, "a.astype('float32')"));
        };
    }

    private static String words(Path file) {
        return "in Python, a = " + loaded(file)
                + "; numpy.savetxt('labels.txt', a.astype(str), fmt='%s', encoding='utf-8')";
    }

    /** Returns a line of Python that saves what an expression makes of the array {@code a}. */
    static String saved(Path file, String expression) {
        return "in Python, a = " + loaded(file) + "; numpy.save('mended.npy', " + expression + ")";
    }

    private static String loaded(Path file) {
        Path archive = ArrayBytes.archive(file);
        return "numpy.load('" + archive.getFileName() + "')"
                + (archive.equals(file) ? "" : "['" + archive.relativize(file) + "']");
    }

    static PithException wrongShape(Path file, NpyHeader header, String expected, String remedy) {
        return of(file, "has shape " + header.shapeText() + ", expected " + expected, remedy);
    }
}
