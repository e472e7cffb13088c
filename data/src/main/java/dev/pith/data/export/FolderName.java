package dev.pith.data.export;

/** Makes names that file systems take, Windows' too, of texts of any kind. */
final class FolderName {
    private FolderName() {}

    /** Returns the text with an underscore for each character that cannot stand in a name. */
    static String of(String text) {
        String name = text.replaceAll("[\\x00-\\x1F\\x7F/\\\\:*?\"<>|]", "_");
        // Hidden names are passed over by some readers; "." and ".." are no names at all.
        return name.isEmpty() || name.startsWith(".") ? "_" + name : name;
    }
}
