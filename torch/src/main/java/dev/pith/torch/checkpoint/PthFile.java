package dev.pith.torch.checkpoint;

import dev.pith.torch.checkpoint.MappedFile.Part;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code torch.save} writes: since PyTorch 1.6 a zip archive with a pickle, {@code data.pkl}, that refers to
 * storages in files {@code data/KEY}; before that five pickles (a magic number, a version, the system, the object, the
 * storages' keys) with the storages behind them, each after the count of its numbers.
 */
final class PthFile {
    /** Weights take some 200 bytes of it per tensor. Its values can take 90 times as much memory. */
    private static final int LONGEST_PICKLE = 1 << 23;

    private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
    static final String SAVE_WEIGHTS = "save the weights alone, torch.save(model.state_dict(), file)";

    private final Path path;
    private final MappedFile file;
    private final Finder finder;
    private final Map<String, DType> types = new HashMap<>();
    private final Set<String> foreign = new LinkedHashSet<>();

    private PthFile(Path path, MappedFile file, Finder finder) {
        this.path = path;
        this.file = file;
        this.finder = finder;
    }

    /** Finds the tensors in what was pickled. */
    interface Finder {
        Unwrapped in(@Nullable Object root, Set<String> foreign) throws IOException;
    }

    /** Finds the bytes of a storage. */
    private interface Storages {
        @Nullable
        Part find(String key) throws IOException;
    }

    static StateDict readZip(Path path, MappedFile file, ZipDirectory zip, Finder finder) throws IOException {
        String folder = zip.folderOf("data.pkl");
        if (folder == null) {
            throw new IOException(OtherFormat.ofZip(zip.names()) + SAVE_WEIGHTS);
        }
        Part pickle = Objects.requireNonNull(zip.find(folder + "data.pkl"));
        if (pickle.bytes() > LONGEST_PICKLE) {
            throw new IOException("has a pickle of " + pickle.bytes() + " bytes: " + SAVE_WEIGHTS);
        }
        PthFile pth = new PthFile(path, file, finder);
        ByteBuffer in = file.slice(pickle.offset(), pickle.bytes());
        Unwrapped unwrapped = pth.unwrapped(pth.unpickle(in), in);
        Part order = zip.find(folder + "byteorder");
        boolean bigEndian = order != null
                && order.bytes() > 0
                && file.slice(order.offset(), 1).get() == 'b';
        return pth.stateDict(unwrapped, key -> zip.find(folder + "data/" + key), bigEndian);
    }

    static StateDict readLegacy(Path path, MappedFile file, Finder finder) throws IOException {
        PthFile pth = new PthFile(path, file, finder);
        ByteBuffer in = file.slice(0, Math.min(file.size(), LONGEST_PICKLE));
        if (!MAGIC.equals(pth.unpickle(in))) {
            throw new IOException("is a pickle, but none of torch.save: " + SAVE_WEIGHTS);
        }
        pth.unpickle(in); // version
        pth.unpickle(in); // sizes of types on the system; storages are little-endian whatever it says
        Object root = pth.unpickle(in);
        Object keys = pth.unpickle(in);
        if (!(keys instanceof List<?> names)) {
            throw Pickle.confused();
        }
        Map<String, Part> storages = pth.storages(names, in.position());
        return pth.stateDict(pth.unwrapped(root, in), storages::get, false);
    }

    private Map<String, Part> storages(List<?> keys, long begin) throws IOException {
        Map<String, Part> storages = new HashMap<>();
        long at = begin;
        for (Object key : keys) {
            DType type = key instanceof String name ? types.get(name) : null;
            if (type == null) {
                throw Pickle.confused();
            }
            long count = file.slice(at, Long.BYTES).getLong();
            if (count < 0 || count > file.size()) {
                throw new DamagedFile("has a storage of " + count + " numbers");
            }
            Part part = file.part(at + Long.BYTES, count * type.bytes());
            storages.put((String) key, part);
            at = part.offset() + part.bytes();
        }
        return storages;
    }

    private @Nullable Object unpickle(ByteBuffer in) throws IOException {
        try {
            return Pickle.read(in, types, foreign);
        } catch (RefusedGlobal refused) {
            throw refusal(refused, in);
        }
    }

    private static IOException refusal(RefusedGlobal refused, ByteBuffer pickle) {
        String text = StandardCharsets.ISO_8859_1.decode(pickle.rewind()).toString();
        boolean module = text.contains("_parameters") && text.contains("_modules");
        return new IOException(
                "refused " + refused.getMessage() + "; nothing was executed. "
                        + (module ? "It holds a whole pickled module, which is code" : "Weights have no need of it")
                        + ": " + SAVE_WEIGHTS,
                refused);
    }

    private Unwrapped unwrapped(@Nullable Object root, ByteBuffer pickle) throws IOException {
        try {
            return finder.in(root, foreign);
        } catch (RefusedGlobal refused) {
            throw refusal(refused, pickle);
        }
    }

    private StateDict stateDict(Unwrapped unwrapped, Storages storages, boolean bigEndian) throws IOException {
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        for (Map.Entry<String, TensorReference> entry : unwrapped.tensors().entrySet()) {
            try {
                tensors.put(entry.getKey(), tensor(entry.getValue(), storages, bigEndian));
            } catch (IOException e) {
                throw new IOException(e.getMessage() + " (" + Names.shown(entry.getKey()) + ")", e);
            }
        }
        return new StateDict(path, tensors, Map.of(), unwrapped.notes());
    }

    private TensorData tensor(TensorReference reference, Storages storages, boolean bigEndian) throws IOException {
        DType type = reference.storage().type();
        Layout layout = reference.layout();
        Part storage = storages.find(reference.storage().key());
        long end = layout.end();
        if (storage == null || end > storage.bytes() / type.bytes()) {
            throw new DamagedFile("lacks the numbers of a tensor");
        }
        long dense = Layout.bytes(type, layout.shape());
        if (dense > Math.min(file.size(), MappedFile.LONGEST)) { // repeated numbers, as expand() makes them
            throw new IOException("holds a tensor that would take " + dense + " bytes: save it in parts");
        }
        long begin = Math.min(layout.offset(), end);
        ByteBuffer stored = file.slice(storage.offset() + begin * type.bytes(), (end - begin) * type.bytes());
        return new TensorData(
                type,
                layout.shape(),
                layout.isDense() && !bigEndian
                        ? () -> stored.duplicate().order(stored.order())
                        : () -> layout.gather(stored.duplicate(), type.bytes(), bigEndian));
    }
}
