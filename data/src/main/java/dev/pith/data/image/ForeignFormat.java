package dev.pith.data.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.Locale;

/** Says what a file is that is no image of a kind that is read here, and what to do about it. */
final class ForeignFormat {
    private static final int LOOKED_AT = 1024;
    private static final String CONVERT = ", which is not read; convert it to JPEG or PNG";
    private static final String EXTRACT = ", no image; extract it and name the folder";
    private static final String RAW = ", a camera's raw data; develop it to JPEG or PNG";

    /** A file that has {@code magic} at place {@code at}. */
    private record Known(int at, String magic, String what) {}

    private static final List<Known> KNOWN = List.of(
            new Known(4, "ftypheic", "is HEIC" + CONVERT),
            new Known(4, "ftypheix", "is HEIC" + CONVERT),
            new Known(4, "ftyphev", "is HEIC" + CONVERT),
            new Known(4, "ftypavi", "is AVIF" + CONVERT),
            new Known(4, "ftypmif1", "is HEIF (HEIC or AVIF)" + CONVERT),
            new Known(4, "ftypmsf1", "is HEIF (HEIC or AVIF)" + CONVERT),
            new Known(4, "ftypcrx", "is CR3" + RAW),
            new Known(4, "ftyp", "is a film (MP4 or QuickTime), no image; extract its frames"),
            new Known(0, "\u00ff\n", "is JPEG XL" + CONVERT),
            new Known(4, "JXL ", "is JPEG XL" + CONVERT),
            new Known(4, "jP  ", "is JPEG 2000" + CONVERT),
            new Known(0, "\u00ffO\u00ffQ", "is JPEG 2000" + CONVERT),
            new Known(0, "8BPS", "is a Photoshop file" + CONVERT),
            new Known(0, "\0\0\1\0", "is an icon (ICO)" + CONVERT),
            new Known(0, "DDS ", "is a DirectDraw surface" + CONVERT),
            new Known(0, "qoif", "is QOI" + CONVERT),
            new Known(0, "#?RADIANCE", "is Radiance HDR" + CONVERT),
            new Known(0, "v/1\1", "is OpenEXR" + CONVERT),
            new Known(0, "P1\n", "is PBM" + CONVERT),
            new Known(0, "P4\n", "is PBM" + CONVERT),
            new Known(0, "P7\n", "is PAM" + CONVERT),
            new Known(0, "Pf\n", "is PFM" + CONVERT),
            new Known(0, "PF\n", "is PFM" + CONVERT),
            new Known(128, "DICM", "is DICOM" + CONVERT),
            new Known(0, "%PDF", "is a PDF document, no image; convert its pages to PNG"),
            new Known(0, "\u0093NUMPY", "is a NumPy array, no image; name such a file itself as the source"),
            new Known(0, "\u0089HDF", "is HDF5, no image; export its images as PNG"),
            new Known(0, "\u001f\u008b", "is compressed by gzip; decompress it (gunzip)"),
            new Known(0, "(\u00b5/\u00fd", "is compressed by zstd; decompress it (unzstd)"),
            new Known(0, "BZh", "is compressed by bzip2; decompress it (bunzip2)"),
            new Known(0, "\u00fd7zXZ", "is compressed by xz; decompress it (unxz)"),
            new Known(0, "PK\3\4", "is a zip archive" + EXTRACT),
            new Known(0, "7z\u00bc\u00af", "is a 7-Zip archive" + EXTRACT),
            new Known(0, "Rar!", "is a RAR archive" + EXTRACT),
            new Known(257, "ustar", "is a tar archive" + EXTRACT),
            new Known(0, "\0\5\26\7", "is what macOS keeps beside a file of another name, no image; remove it"),
            new Known(0, "version https://git-lfs", "is a Git LFS pointer, not the image itself; run git lfs pull"));

    private ForeignFormat() {}

    /** Returns what there is to say after a file's name. */
    static String describe(byte[] content) {
        String head = new String(content, 0, Math.min(LOOKED_AT, content.length), ISO_8859_1);
        for (Known known : KNOWN) {
            if (head.startsWith(known.magic, known.at)) {
                return known.what;
            }
        }
        if (isZeros(content)) {
            return "holds nothing but zeros; copy or download it again";
        }
        return isText(content) ? text(head) : "is no image of a known format";
    }

    private static String text(String head) {
        String text = head.replace("\u00ef\u00bb\u00bf", "").strip().toLowerCase(Locale.ROOT);
        if (text.contains("<svg")) {
            return "is SVG, a drawing without pixels; convert it to PNG";
        }
        if (text.startsWith("<!doctype html") || text.startsWith("<html")) {
            return "is a web page, as servers send in place of an image; download it again";
        }
        return text.startsWith("<?xml") || text.startsWith("<")
                ? "is XML, no image; servers send that in place of an image: download it again"
                : "is text, no image";
    }

    private static boolean isText(byte[] content) {
        for (int i = 0; i < Math.min(LOOKED_AT, content.length); i++) {
            boolean control = content[i] >= 0 && content[i] < ' ' && !Character.isWhitespace(content[i]);
            if (control) {
                return false;
            }
        }
        return true;
    }

    private static boolean isZeros(byte[] content) {
        for (byte value : content) {
            if (value != 0) {
                return false;
            }
        }
        return true;
    }
}
