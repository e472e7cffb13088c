package dev.pith.data.table;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.LinkedHashMap;
import java.util.Map;

/** Tells an image's format by how it begins, since a column of bytes carries no file names. */
final class ImageFormat {
    private static final Map<String, String> EXTENSION_OF_HEAD = new LinkedHashMap<>();

    static {
        EXTENSION_OF_HEAD.put("\u00ff\u00d8\u00ff", "jpg");
        EXTENSION_OF_HEAD.put("\u0089PNG", "png");
        EXTENSION_OF_HEAD.put("GIF8", "gif");
        EXTENSION_OF_HEAD.put("BM", "bmp");
        EXTENSION_OF_HEAD.put("RIFF", "webp");
        EXTENSION_OF_HEAD.put("II*\0", "tiff");
        EXTENSION_OF_HEAD.put("MM\0*", "tiff");
        EXTENSION_OF_HEAD.put("P5", "pgm");
        EXTENSION_OF_HEAD.put("P6", "ppm");
    }

    private ImageFormat() {}

    /** Returns the usual extension of the format, {@code bin} when it is none that is known. */
    static String extension(byte[] image) {
        String head = new String(image, 0, Math.min(4, image.length), ISO_8859_1);
        return EXTENSION_OF_HEAD.entrySet().stream()
                .filter(format -> head.startsWith(format.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("bin");
    }
}
