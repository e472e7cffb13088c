package dev.pith.torch.checkpoint;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The classes and functions that a pickle may name, and what is put in their place. Names of what acts on the machine
 * are refused at sight, whether or not the pickle would call it; every other name becomes a {@link Foreign}.
 */
final class Globals {
    /** What takes the place of a class or function. */
    interface Maker {
        @Nullable
        Object make(@Nullable Object[] arguments) throws IOException;
    }

    /**
     * A name on the list.
     *
     * @param maker what a call gives
     */
    record Global(String name, Maker maker) {
        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * Found beside the weights in training checkpoints, and nothing that a state dict holds: settings, counts, scalars.
     */
    private static final List<String> INERT = List.of(
            "argparse.Namespace",
            "yacs.config.CfgNode",
            "collections.defaultdict",
            "collections.Counter",
            "builtins.bool",
            "builtins.bytearray",
            "builtins.complex",
            "builtins.dict",
            "builtins.float",
            "builtins.frozenset",
            "builtins.int",
            "builtins.list",
            "builtins.set",
            "builtins.str",
            "builtins.tuple",
            "pathlib.Path",
            "pathlib.PosixPath",
            "pathlib.WindowsPath",
            "pathlib.PurePosixPath",
            "pathlib.PureWindowsPath",
            "pathlib._local.PosixPath",
            "pathlib._local.WindowsPath",
            "_codecs.encode",
            "numpy.dtype",
            "numpy.ndarray",
            "numpy.core.multiarray.scalar",
            "numpy.core.multiarray._reconstruct",
            "numpy._core.multiarray.scalar",
            "numpy._core.multiarray._reconstruct",
            "torch.device",
            "torch.Tensor",
            "torch.nn.parameter.Parameter",
            "torch.torch_version.TorchVersion",
            "torch.float64",
            "torch.float32",
            "torch.float16",
            "torch.bfloat16",
            "torch.int64",
            "torch.int32",
            "torch.int16",
            "torch.int8",
            "torch.uint8",
            "torch.bool");

    /**
     * Modules of functions that act on the machine or run code. No settings hold any: a file that names one means harm.
     */
    private static final Set<String> ACTING = Set.of(
            "os",
            "posix",
            "nt",
            "sys",
            "subprocess",
            "shutil",
            "socket",
            "pty",
            "importlib",
            "runpy",
            "ctypes",
            "code",
            "commands",
            "webbrowser");

    /** Of Python's own names, those that settings may hold beside the inert ones; others open files or run code. */
    private static final Set<String> HARMLESS = Set.of("getattr", "object", "slice", "range", "type");

    private static final Map<String, Global> ALLOWED = new HashMap<>();
    private static final Map<String, DType> STORAGES = new HashMap<>();

    static {
        INERT.forEach(name -> allow(name, arguments -> new LinkedHashMap<>()));
        for (DType type : DType.values()) {
            for (String module : List.of("torch.", "torch.cuda.")) {
                String name = module + type.storageClass();
                allow(name, arguments -> new LinkedHashMap<>());
                STORAGES.put(name, type);
            }
        }
        allow("collections.OrderedDict", Globals::orderedDict);
        allow("torch.Size", Globals::first);
        allow("torch._utils._rebuild_tensor", Globals::tensor);
        allow("torch._utils._rebuild_tensor_v2", Globals::tensor);
        allow("torch._utils._rebuild_tensor_v3", Globals::tensorOfRareType);
        allow("torch._utils._rebuild_parameter", Globals::first);
        allow("torch._utils._rebuild_parameter_with_state", Globals::first);
        allow("torch._tensor._rebuild_from_type_v2", Globals::tensorWithAttributes);
    }

    private Globals() {}

    private static void allow(String name, Maker maker) {
        ALLOWED.put(name, new Global(name, maker));
    }

    /**
     * Returns what stands for a name: a {@link Global} when it is on the list, else a {@link Foreign}.
     *
     * @throws RefusedGlobal when it is the name of what acts on the machine
     */
    static Object find(String module, String name) throws RefusedGlobal {
        String python3 = module.equals("__builtin__") ? "builtins" : module;
        Global global = ALLOWED.get(python3 + "." + name);
        if (global != null) {
            return global;
        }
        int dot = module.indexOf('.');
        boolean acts = ACTING.contains(dot < 0 ? module : module.substring(0, dot));
        if (acts || (python3.equals("builtins") && !HARMLESS.contains(name))) {
            throw new RefusedGlobal(module + "." + name);
        }
        return new Foreign(module + "." + name);
    }

    /**
     * Returns the type of the numbers in a storage of some class, or null when {@code named} is no class of storages.
     */
    static @Nullable DType stored(@Nullable Object named) {
        return named instanceof Global global ? STORAGES.get(global.name()) : null;
    }

    /** Returns the tensor; of a storage that is not read, what stands for it. */
    private static Object tensor(@Nullable Object[] arguments) throws IOException {
        return arguments.length > 0 && arguments[0] instanceof Foreign storage
                ? storage
                : TensorReference.of(arguments);
    }

    /**
     * {@code (storage, offset, shape, strides, gradient, hooks, type, ...)}: float8 and the like, known by
     * the type's name.
     */
    private static Object tensorOfRareType(@Nullable Object[] arguments) throws IOException {
        if (arguments.length < 7) {
            throw Pickle.confused();
        }
        return arguments[6] instanceof Foreign type ? type : new Foreign("a tensor of type " + arguments[6]);
    }

    private static @Nullable Object first(@Nullable Object[] arguments) throws IOException {
        if (arguments.length == 0) {
            throw Pickle.confused();
        }
        return arguments[0];
    }

    /** Python 2 gives the items as a list of pairs. */
    private static Map<@Nullable Object, @Nullable Object> orderedDict(@Nullable Object[] arguments)
            throws IOException {
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        if (arguments.length > 0 && arguments[0] instanceof List<?> pairs) {
            for (Object item : pairs) {
                if (!(item instanceof List<?> pair) || pair.size() != 2) {
                    throw Pickle.confused();
                }
                Pickle.putAll(map, pair.toArray());
            }
            pairs.clear(); // a list that were used again and again would multiply
        }
        return map;
    }

    /** {@code (function, class, arguments, attributes)}: the tensor without its attributes. */
    private static @Nullable Object tensorWithAttributes(@Nullable Object[] arguments) throws IOException {
        if (arguments.length == 4
                && arguments[0] instanceof Global function
                && function.name().startsWith("torch._utils.") // not this one: that could go deep
                && arguments[2] instanceof Object[] inner) {
            return function.maker().make(inner);
        }
        throw Pickle.confused();
    }
}
