package dev.pith.data.tar;

import java.util.Set;

/**
 * Where a member's content lies in its archive.
 *
 * @param field what follows the first dot of its name, lower case
 * @param start the first byte
 * @param length in bytes
 */
record Member(String field, long start, int length) {
    private static final Set<String> IMAGES =
            Set.of("jpg", "jpeg", "png", "ppm", "pgm", "bmp", "gif", "tif", "tiff", "webp");

    /** Returns what follows the last dot. */
    String extension() {
        return field.substring(field.lastIndexOf('.') + 1);
    }

    /**
     * Returns whether it holds an image and its sample's name has no other dot: {@code a.png}, not {@code a.mask.png}.
     */
    boolean isPlainImage() {
        return IMAGES.contains(field);
    }

    boolean isImage() {
        return IMAGES.contains(extension());
    }
}
