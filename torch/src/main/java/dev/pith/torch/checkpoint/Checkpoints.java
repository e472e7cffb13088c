package dev.pith.torch.checkpoint;

import dev.pith.PithException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads files of weights, whichever form they have. The form is seen by the content. */
public final class Checkpoints {
    private static final int ZIP = 0x04034b50;
    private static final int PICKLE = 0x80;
    private static final String LFS_POINTER = "version https://git-lfs";

    private Checkpoints() {}

    /**
     * Returns the tensors of a {@code .safetensors} or {@code .pth} file. Of a training checkpoint, these are the weights: the
     * entry {@code state_dict}, {@code model_state_dict}, {@code model} or {@code net}; a prefix {@code module.} that all
     * names have is taken off. Notes say so. Nothing in the file is executed.
     *
     * <p>The tensors lie in the mapped file until they are asked for.
     *
     * @throws PithException with one line that names the file: missing, truncated, damaged, of another form, without
     *     weights, or naming classes or functions that weights do not need
     */
    public static StateDict read(Path path) {
        return reading(path, file -> parse(path, file).withoutPrefixes());
    }

    /**
     * Returns whether a file is a TorchScript archive: a program with its weights, for {@code TorchScript} to run.
     *
     * @throws PithException when the file cannot be read
     */
    public static boolean isTorchScript(Path path) {
        return reading(path, file -> isZip(file) && isTorchScript(ZipDirectory.read(file)));
    }

    private interface Reader<T> {
        T read(MappedFile file) throws IOException;
    }

    private static <T> T reading(Path path, Reader<T> reader) {
        try {
            if (Files.isDirectory(path)) {
                throw new IOException("is a directory: name the checkpoint in it");
            }
            return reader.read(MappedFile.open(path));
        } catch (NoSuchFileException e) {
            throw new PithException(path + ": no such file: check the path", e);
        } catch (AccessDeniedException e) {
            throw new PithException(path + ": permission denied: check the file and its permissions", e);
        } catch (IOException e) {
            throw new PithException(path + ": " + e.getMessage(), e);
        }
    }

    private static boolean isZip(MappedFile file) throws IOException {
        return file.size() >= Integer.BYTES && file.slice(0, Integer.BYTES).getInt() == ZIP;
    }

    private static boolean isTorchScript(ZipDirectory zip) {
        return zip.folderOf("constants.pkl") != null;
    }

    private static StateDict parse(Path path, MappedFile file) throws IOException {
        if (file.size() == 0) {
            throw new DamagedFile("is empty");
        }
        if (isZip(file)) {
            ZipDirectory zip = ZipDirectory.read(file);
            if (isTorchScript(zip)) {
                throw new IOException("is TorchScript, a program: run it for features, or " + PthFile.SAVE_WEIGHTS);
            }
            return PthFile.readZip(path, file, zip);
        }
        // Asked first: the length of a header may begin as a pickle does, but the ninth byte of a pickle is no brace.
        if (file.size() > Long.BYTES && file.slice(Long.BYTES, 1).get() == '{') {
            return SafeTensors.read(path, file);
        }
        if ((file.slice(0, 1).get() & 0xff) == PICKLE) {
            return PthFile.readLegacy(path, file);
        }
        if (path.toString().endsWith(".safetensors")) {
            return SafeTensors.read(path, file);
        }
        ByteBuffer begin = file.slice(0, Math.min(file.size(), LFS_POINTER.length()));
        if (StandardCharsets.ISO_8859_1.decode(begin).toString().equals(LFS_POINTER)) {
            throw new IOException("is a pointer of Git LFS, not the file itself: fetch it with git lfs pull");
        }
        throw new IOException("is neither a .safetensors nor a .pth file: check the path");
    }
}
