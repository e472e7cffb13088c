package dev.pith.torch.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Names the files that people take for checkpoints and that are something else, by their first bytes or by their name.
 */
final class OtherFormat {
    private static final int LONGEST_BEGINNING = 512;
    private static final int TAR_MARK = 257;

    private OtherFormat() {}

    /** Refuses what is known to be something else; returns when it is not known what the file is. */
    static void refuse(Path path, MappedFile file) throws IOException {
        ByteBuffer bytes = file.slice(0, Math.min(file.size(), LONGEST_BEGINNING));
        String beginning = StandardCharsets.ISO_8859_1.decode(bytes).toString(); // a character each
        String kind = kind(beginning, path.toString().toLowerCase(Locale.ROOT));
        if (kind != null) {
            throw new IOException("is " + kind);
        }
    }

    private static @Nullable String kind(String bytes, String name) {
        String text =
                bytes.replaceFirst("^\u00ef\u00bb\u00bf", "").stripLeading().toLowerCase(Locale.ROOT);
        if (text.startsWith("<!doctype") || text.startsWith("<html") || text.startsWith("<?xml")) {
            return "a web page, not the file that it links to: download that";
        }
        if (bytes.startsWith("version https://git-lfs")) {
            return "a pointer of Git LFS, not the file itself: fetch it with git lfs pull";
        }
        if (bytes.startsWith("\u001f\u008b")) {
            return "packed with gzip: unpack it";
        }
        if (bytes.startsWith("(\u00b5/\u00fd") || bytes.startsWith("\u00fd7zXZ") || bytes.startsWith("BZh")) {
            return "packed: unpack it";
        }
        if (bytes.startsWith("ustar", TAR_MARK)) {
            return "a tar archive: unpack it and name the checkpoint in it";
        }
        String other = bytes.startsWith("GGUF")
                ? "a GGUF file, of llama.cpp"
                : bytes.startsWith("\u0089HDF\r\n")
                        ? "an HDF5 file, as Keras and TensorFlow write it"
                        : bytes.startsWith("TFL3", 4)
                                ? "a TensorFlow Lite file"
                                : bytes.startsWith("\u0093NUMPY") ? "a NumPy array" : ofName(name);
        return other == null ? null : other + ", which is not read: " + PthFile.SAVE_WEIGHTS;
    }

    private static @Nullable String ofName(String name) {
        if (name.endsWith(".onnx")) {
            return "an ONNX file";
        }
        if (name.endsWith(".pb") || name.endsWith(".index") || name.matches(".*\\.data-\\d+-of-\\d+")) {
            return "a TensorFlow file";
        }
        return name.endsWith(".msgpack") ? "a Flax file" : null;
    }

    /** Returns the beginning of a message about a zip archive that {@code torch.save} did not write. */
    static String ofZip(Collection<String> names) {
        if (names.stream().anyMatch(name -> name.endsWith("model.weights.h5"))) {
            return "is a Keras file, which is not read: ";
        }
        if (!names.isEmpty() && names.stream().allMatch(name -> name.endsWith(".npy"))) {
            return "is an .npz archive of NumPy's, which is not read as weights: ";
        }
        return "is a zip archive without data.pkl, no checkpoint"
                + (names.isEmpty() ? "" : " (it holds " + Names.shown(List.copyOf(names)) + ")") + ": ";
    }
}
