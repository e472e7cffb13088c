package dev.pith.data.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** Makes names that file systems take, Windows' too, of texts of any kind. */
final class FolderName {
    /** Most file systems take 255 bytes; the rest is for an extension and a number. */
    private static final int MOST_BYTES = 200;

    private static final Pattern NO_NAME_CHARACTER = Pattern.compile("[\\x00-\\x1F\\x7F/\\\\:*?\"<>|]");
    /** Where Windows sees a device, with any extension. */
    private static final Pattern DEVICE = Pattern.compile(
            "(CON|CONIN\\$|CONOUT\\$|PRN|AUX|NUL|COM[0-9\u00b9\u00b2\u00b3]|LPT[0-9\u00b9\u00b2\u00b3]) *(\\..*)?",
            Pattern.CASE_INSENSITIVE);

    private FolderName() {}

    /** Returns the text with an underscore for each character that cannot stand in a name, or not where it stands. */
    static String of(String text) {
        String name = NO_NAME_CHARACTER.matcher(shortened(text)).replaceAll("_");
        // Windows takes dots and spaces off the end.
        if (name.endsWith(".") || name.endsWith(" ")) {
            name = name.substring(0, name.length() - 1) + "_";
        }
        // Hidden names are passed over by some readers; "." and ".." are no names at all.
        boolean prefixed =
                name.isEmpty() || name.startsWith(".") || DEVICE.matcher(name).matches();
        return prefixed ? "_" + name : name;
    }

    private static String shortened(String text) {
        int end = text.length();
        while (text.substring(0, end).getBytes(UTF_8).length > MOST_BYTES) {
            end = text.offsetByCodePoints(end, -1);
        }
        return text.substring(0, end);
    }

    /**
     * Returns what two paths have in common that some file system takes for the same: those of Windows and macOS do not
     * tell cases apart, macOS' nor forms of Unicode.
     */
    static String folded(String path) {
        return Normalizer.normalize(path, Normalizer.Form.NFC)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT);
    }
}
