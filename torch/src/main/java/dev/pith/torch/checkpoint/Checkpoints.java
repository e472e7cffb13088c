package dev.pith.torch.checkpoint;

import dev.pith.PithException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.ByteVector;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Reads files of weights, whichever form they have. The form is seen by the content. */
public final class Checkpoints {
    private static final int ZIP = 0x04034b50;
    private static final int PICKLE = 0x80;

    private Checkpoints() {}

    /**
     * Returns the tensors of a {@code .safetensors} or {@code .pth} file, or of all files that an index of Hugging
     * Face's ({@code model.safetensors.index.json}) names. Of a training checkpoint, these are the weights: averaged
     * ones ({@code state_dict_ema}, {@code model_ema}, ...) before others ({@code state_dict},
     * {@code model_state_dict}, {@code model}, {@code net}), else the one entry that holds tensors. A prefix
     * {@code module.} that all names have and {@code _orig_mod.} anywhere in a name are taken off. Notes say so.
     * Nothing in the file is executed.
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
     * Returns all tensors of a file that {@code torch.save} wrote, whatever holds them: each is called by the keys and
     * positions that lead to it, joined by dots, such as {@code data.0.1}; one that is alone by the empty name.
     *
     * @throws PithException as {@link #read}; a file without tensors gives none
     */
    public static StateDict tensors(Path path) {
        return reading(path, file -> {
            if (isZip(file)) {
                return PthFile.readZip(path, file, ZipDirectory.read(file), Unwrapped::all);
            }
            return PthFile.readLegacy(path, file, Unwrapped::all);
        });
    }

    /**
     * Writes a tensor as {@code torch.save} does, for {@code torch.load}.
     *
     * @param file must not exist yet
     * @throws IOException when it cannot be written
     */
    public static void writeTensor(Path file, TensorData tensor) throws IOException {
        try (PointerScope scope = new PointerScope()) {
            ByteVector saved = torch.pickle_save(new IValue(
                    tensor.type().isInteger()
                            ? Tensor.create(tensor.longs(), tensor.shape())
                            : Tensor.create(tensor.floats(), tensor.shape())));
            Files.write(file, saved.get());
        }
    }

    /**
     * Returns whether a file is a TorchScript archive: a program with its weights, for {@code TorchScript} to run.
     *
     * @throws PithException when the file cannot be read
     */
    public static boolean isTorchScript(Path path) {
        return reading(path, file -> isZip(file) && isTorchScript(ZipDirectory.read(file)));
    }

    /**
     * Returns the files that a checkpoint lies in: the file itself, and those that it names when it is an index.
     *
     * @throws PithException as {@link #read}
     */
    public static List<Path> files(Path path) {
        return reading(path, file -> ShardIndex.isJson(file) ? ShardIndex.files(path, file) : List.of(path));
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
        if (ShardIndex.isJson(file)) {
            return ShardIndex.read(path, file, Checkpoints::parseOne);
        }
        return parseOne(path, file);
    }

    private static StateDict parseOne(Path path, MappedFile file) throws IOException {
        if (isZip(file)) {
            ZipDirectory zip = ZipDirectory.read(file);
            if (isTorchScript(zip)) {
                throw new IOException("is TorchScript, a program: run it for features, or " + PthFile.SAVE_WEIGHTS);
            }
            return PthFile.readZip(path, file, zip, Unwrapped::of);
        }
        // Asked first: the length of a header may begin as a pickle does, but the ninth byte of a pickle is no brace.
        if (file.size() > Long.BYTES && file.slice(Long.BYTES, 1).get() == '{') {
            return SafeTensors.read(path, file);
        }
        if ((file.slice(0, 1).get() & 0xff) == PICKLE) {
            return PthFile.readLegacy(path, file, Unwrapped::of);
        }
        OtherFormat.refuse(path, file);
        if (path.toString().endsWith(".safetensors")) {
            return SafeTensors.read(path, file);
        }
        throw new IOException(
                "is neither a .safetensors nor a .pth file: check how it was made, or " + PthFile.SAVE_WEIGHTS);
    }
}
