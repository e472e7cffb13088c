package dev.pith.torch.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files made to harm: to run code, to take all memory, to never end. */
class HostilePickleTest {
    private static final long[] FOUR = {4};
    private static final long[] ONE = {1};

    @TempDir
    Path folder;

    private Path write(byte[] pickle) throws IOException {
        return Files.write(folder.resolve("hostile.pth"), PthBytes.zip(pickle, Map.of("0", new byte[4 * Float.BYTES])));
    }

    private static void assertRefused(Path file, String fault) {
        assertThatThrownBy(() -> Bounded.read(file))
                .isInstanceOf(PithException.class)
                .hasMessageStartingWith(file + ": " + fault)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }

    private static PickleBytes start() {
        return PickleBytes.start();
    }

    private static Arguments named(String how, String refused, PickleBytes pickle) {
        return Arguments.of(how, refused, pickle.end());
    }

    static Stream<Arguments> pickles() {
        PickleBytes state = start().op('}', '(').text("w").tensor("FloatStorage", "0", 0, FOUR, ONE);
        return Stream.of(
                named(
                        "a call",
                        "os.system",
                        start().global("os", "system").text("x").op(0x85, 'R')),
                named("a name that is not called", "os.system", start().global("os", "system")),
                named(
                        "in a value of a state dict",
                        "posix.system",
                        state.text("x").global("posix", "system").text("x").op(0x85, 'R', 'u')),
                named(
                        "in the state of an object",
                        "os.system",
                        start().global("argparse", "Namespace")
                                .op(')', 0x81, '}', '(')
                                .text("a")
                                .global("os", "system")
                                .text("x")
                                .op(0x85, 'R', 'u', 'b')),
                named(
                        "in the identifier of a storage",
                        "builtins.exec",
                        start().op('(')
                                .text("storage")
                                .global("builtins", "exec")
                                .op('t', 'Q')),
                named("INST", "os.system", start().op('(').text("x").op('i').raw("os\nsystem\n")),
                named(
                        "OBJ",
                        "os.system",
                        start().op('(').global("os", "system").text("x").op('o')),
                named(
                        "STACK_GLOBAL",
                        "os.system",
                        start().op(0x8c, 2).raw("os").op(0x8c, 6).raw("system").op(0x93)),
                named(
                        "words put together from the memo",
                        "os.system",
                        start().op('(')
                                .text("system")
                                .op('q', 7)
                                .text("os")
                                .op(0x94, 'h', 1, 'h', 7, 0x93)
                                .text("x")
                                .op(0x85, 'R')),
                named(
                        "NEWOBJ_EX",
                        "subprocess.Popen",
                        start().global("subprocess", "Popen").op(')', '}', 0x92)),
                named(
                        "an attribute of something allowed",
                        "collections.OrderedDict.fromkeys",
                        start().global("collections", "OrderedDict.fromkeys")),
                named("Python 2's names", "__builtin__.eval", start().global("__builtin__", "eval")),
                named(
                        "another unpickler",
                        "torch.storage._load_from_bytes",
                        start().global("torch.storage", "_load_from_bytes")),
                named(
                        "a name of several lines",
                        "os.sys?tem",
                        start().op(0x8c, 2)
                                .raw("os")
                                .op(0x8c, 7)
                                .raw("sys\ntem")
                                .op(0x93)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("pickles")
    void whatIsNotOnTheListIsRefusedByName(String how, String refused, byte[] pickle) throws IOException {
        assertRefused(
                write(pickle),
                "refused " + refused + "; nothing was executed. Weights have no need of it: save the weights alone,"
                        + " torch.save(model.state_dict(), file)");
    }

    @Test
    void theOlderFormIsNoBackDoor() throws IOException {
        PickleBytes file = start().op(0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, '.');
        file.op(0x80, 2).number(1001).op('.').op(0x80, 2, '}', '.');
        file.op(0x80, 2).global("os", "system").text("x").op(0x85, 'R', '.');
        assertRefused(Files.write(folder.resolve("old.pth"), file.bytes()), "refused os.system");
    }

    static Stream<Arguments> claims() {
        byte[] deep = new byte[1 << 20];
        Arrays.fill(deep, (byte) ']');
        PickleBytes nested = start().op('}', ')');
        for (int i = 0; i < 100_000; i++) {
            nested.op(0x85);
        }
        PickleBytes rebuilt = start();
        for (int i = 0; i < 10_000; i++) {
            rebuilt.global("torch._tensor", "_rebuild_from_type_v2")
                    .op('(')
                    .global("torch._tensor", "_rebuild_from_type_v2");
        }
        String nonsense = "has a pickle that makes no sense";
        String early = "is truncated: its pickle ends early";
        long huge = 1L << 62;
        return Stream.of(
                Arguments.of("text of 4 EB", early, start().op(0x8d).wide(huge).end()),
                Arguments.of(
                        "text of less than nothing",
                        early,
                        start().op(0x8d).wide(-1).end()),
                Arguments.of("text of 4 GB", early, start().op('X').integer(-1).end()),
                Arguments.of("bytes of 4 GB", early, start().op('B').integer(-1).end()),
                Arguments.of("bytes of 4 EB", early, start().op(0x8e).wide(huge).end()),
                Arguments.of(
                        "a name without end", early, start().op('c').raw("os").bytes()),
                Arguments.of("no end", early, start().op('}').bytes()),
                Arguments.of("lists in lists", early, deep),
                Arguments.of(
                        "tuples in tuples as key",
                        "holds no state dict",
                        nested.op('N', 's').end()),
                Arguments.of("a mark for 4 G items", nonsense, start().op('t').end()),
                Arguments.of("an empty stack", nonsense, start().end()),
                Arguments.of(
                        "below the mark", nonsense, start().op('N', '(', 0x85).end()),
                Arguments.of(
                        "something not remembered",
                        nonsense,
                        start().op('j').integer(-1).end()),
                Arguments.of(
                        "items for a number",
                        nonsense,
                        start().op('N', '(', 'N', 'N', 'u').end()),
                Arguments.of(
                        "a key without value",
                        nonsense,
                        start().op('}', '(', 'N', 'u').end()),
                Arguments.of(
                        "a list as its own item and a key",
                        nonsense,
                        start().op('}', ']', 'q', 1, 'h', 1, 'a', 'N', 's').end()),
                Arguments.of(
                        "a call of text",
                        nonsense,
                        start().text("x").op(')', 'R').end()),
                Arguments.of(
                        "a call without arguments",
                        nonsense,
                        start().global("torch._utils", "_rebuild_tensor_v2")
                                .op(')', 'R')
                                .end()),
                Arguments.of("rebuilding that goes deep", early, rebuilt.bytes()),
                Arguments.of(
                        "a storage of no class",
                        nonsense,
                        start().op('(')
                                .text("storage")
                                .text("x")
                                .text("0")
                                .text("cpu")
                                .number(0)
                                .op('t', 'Q')
                                .end()),
                Arguments.of(
                        "protocol 9",
                        "has a pickle of protocol 9",
                        start().op(0x80, 9).end()),
                Arguments.of(
                        "an extension",
                        "has a pickle with the instruction 0x82, which no",
                        start().op(0x82, 1).end()),
                Arguments.of(
                        "a popped item",
                        "has a pickle with the instruction 0x30, which no",
                        start().op('N', '0').end()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("claims")
    void whatMakesNoSenseIsRefused(String what, String fault, byte[] pickle) throws IOException {
        assertRefused(write(pickle), fault);
    }

    static Stream<Arguments> tensors() {
        long huge = 1L << 30;
        String lacks = "lacks the numbers of a tensor: copy or download it again (w)";
        return Stream.of(
                Arguments.of("beyond the storage", lacks, 1, FOUR, ONE),
                Arguments.of("strides beyond it", lacks, 0, new long[] {2, 2}, new long[] {3, 1}),
                Arguments.of(
                        "an offset that overflows",
                        "claims a tensor that no storage could hold",
                        Long.MAX_VALUE,
                        new long[] {},
                        new long[] {}),
                Arguments.of("4 GB", lacks, 0, new long[] {huge}, ONE),
                Arguments.of(
                        "4 GB of one number",
                        "holds a tensor that would take 4294967296 bytes",
                        0,
                        new long[] {huge},
                        new long[] {0}),
                Arguments.of(
                        "a shape that overflows",
                        "claims a tensor of shape",
                        0,
                        new long[] {huge, huge, huge},
                        new long[3]),
                Arguments.of(
                        "strides that overflow",
                        "claims a tensor that no storage could hold",
                        0,
                        new long[] {3, 3},
                        new long[] {Long.MAX_VALUE, 1}),
                Arguments.of("negative strides", "has a pickle that makes no sense", 3, FOUR, new long[] {-1}),
                Arguments.of("a negative length", "has a pickle that makes no sense", 0, new long[] {-4}, ONE),
                Arguments.of(
                        "fewer strides than dimensions", "has a pickle that makes no sense", 0, new long[] {2, 2}, ONE),
                Arguments.of("65 dimensions", "has a pickle that makes no sense", 0, new long[65], new long[65]));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tensors")
    void tensorsBeyondTheFileAreRefused(String what, String fault, long offset, long[] shape, long[] strides)
            throws IOException {
        PickleBytes pickle = start().op('}')
                .text("w")
                .tensor("FloatStorage", "0", offset, shape, strides)
                .op('s');
        assertRefused(write(pickle.end()), fault);
    }

    @Test
    void aDictionaryThatHoldsItself() throws IOException {
        PickleBytes pickle = start().op('}', 'q', 1)
                .text("model")
                .op('h', 1, 's')
                .text("net")
                .op('h', 1, 's');
        assertRefused(write(pickle.end()), "holds no state dict; its entries are model, net");
    }

    @Test
    void aListOfPairsIsUsedOnce() throws IOException {
        PickleBytes pickle = start().op(']', 'q', 1, '(');
        for (int i = 0; i < 5_000; i++) {
            pickle.op(']', '(').number(i).op('N', 'e');
        }
        pickle.op('e', 0x85, 'q', 3).global("collections", "OrderedDict").op('q', 2);
        for (int i = 0; i < 20_000; i++) {
            pickle.op('h', 2, 'h', 3, 'R');
        }
        assertRefused(write(pickle.end()), "holds no state dict");
    }

    @Test
    void packedEntriesAreNotUnpacked() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("archive/data.pkl", new byte[1 << 22]);
        Path file = Files.write(folder.resolve("bomb.pth"), PthBytes.archive(files, ZipEntry.DEFLATED));
        assertRefused(file, "holds archive/data.pkl compressed: save it again with torch.save");
    }

    @Test
    void directoriesThatClaimTooMuch() throws IOException {
        byte[] sound = PthBytes.zip(start().op('}').end(), Map.of());
        int end = sound.length - 22;
        int directory = ByteBuffer.wrap(sound).order(ByteOrder.LITTLE_ENDIAN).getInt(end + 16);
        assertRefused(with(sound, end + 12, 0x7fffffff), "has a zip directory of 2147483647 bytes");
        assertRefused(with(sound, end + 12, 1 << 20), "is truncated, 1048576 bytes should follow offset");
        assertRefused(with(sound, end + 16, 0x7fffffff), "is truncated");
        assertRefused(with(sound, end + 16, -1), "has a zip directory that makes no sense");
        assertRefused(with(sound, directory + 42, -1), "has a zip directory that makes no sense");
        assertRefused(with(sound, directory + 42, 1), "has a zip directory that makes no sense");
        assertRefused(with(with(sound, directory + 20, 1 << 30), directory + 24, 1 << 30), "is truncated");
    }

    private Path with(byte[] file, int at, int value) throws IOException {
        byte[] changed = file.clone();
        ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
        return Files.write(folder.resolve("changed.pth"), changed);
    }

    private Path with(Path file, int at, int value) throws IOException {
        return with(Files.readAllBytes(file), at, value);
    }
}
