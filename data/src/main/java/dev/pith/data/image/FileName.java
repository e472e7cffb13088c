package dev.pith.data.image;

import dev.pith.PithException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Checks that the text of a file's name is its name. On Linux a name is bytes; Java decodes them by the locale and puts
 * U+FFFD where it cannot, so two files may get the same text, and no file may be found under it.
 */
public final class FileName {
    private static final Charset NATIVE =
            Charset.forName(System.getProperty("sun.jnu.encoding", StandardCharsets.UTF_8.name()));

    private FileName() {}

    /** Returns the path's text, with {@code /} between folders. */
    public static String of(Path relative, Path root) {
        return of(relative, root, NATIVE);
    }

    static String of(Path relative, Path root, Charset locale) {
        String text = relative.toString().replace(relative.getFileSystem().getSeparator(), "/");
        if (!isAscii(text) && !locale.equals(StandardCharsets.UTF_8)) {
            throw new PithException(root + ": holds file names beyond ASCII (" + visible(text)
                    + "), but this locale's encoding is " + locale + "; set LC_ALL=C.UTF-8");
        }
        if (text.indexOf('\uFFFD') >= 0) {
            throw new PithException(root + ": holds a file whose name is not UTF-8 (" + visible(text) + "); rename it");
        }
        return text;
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 128);
    }

    /** A message is one line in any locale. */
    private static String visible(String text) {
        StringBuilder visible = new StringBuilder();
        text.chars().forEach(c -> visible.append(c >= ' ' && c < 127 ? (char) c : '?'));
        return visible.toString();
    }
}
