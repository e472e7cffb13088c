package dev.pith.torch.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What sound checkpoints hold beyond the plain case. */
class PthFileTest {
    private static final float[] NUMBERS = {0, 1, 2, 3, 4, 5};

    @TempDir
    Path folder;

    private static byte[] numbers(ByteOrder order) {
        ByteBuffer bytes =
                ByteBuffer.wrap(new byte[NUMBERS.length * Float.BYTES]).order(order);
        bytes.asFloatBuffer().put(NUMBERS);
        return bytes.array();
    }

    private StateDict read(PickleBytes pickle) throws IOException {
        byte[] file = PthBytes.zip(pickle.end(), Map.of("0", numbers(ByteOrder.LITTLE_ENDIAN)));
        return Bounded.read(Files.write(folder.resolve("c.pth"), file));
    }

    private static PickleBytes whole(PickleBytes pickle, String name) {
        return pickle.text(name)
                .tensor("FloatStorage", "0", 0, new long[] {6}, new long[] {1})
                .op('s');
    }

    private static PickleBytes start() {
        return PickleBytes.start().op('}');
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2 3 | 3 1 | 0 | 0 1 2 3 4 5",
                "3 2 | 1 3 | 0 | 0 3 1 4 2 5",
                "2 2 | 2 1 | 1 | 1 2 3 4",
                "3 | 2 | 1 | 1 3 5",
                "2 3 | 0 1 | 3 | 3 4 5 3 4 5",
                "1 2 1 | 77 3 99 | 2 | 2 5",
                "'' | '' | 4 | 4",
                "0 7 | 1 1 | 5 | ''"
            })
    void viewsAreGathered(String shape, String strides, long offset, String expected) throws IOException {
        PickleBytes pickle = start().text("w").tensor("FloatStorage", "0", offset, longs(shape), longs(strides));
        TensorData tensor = read(pickle.op('s')).tensor("w");
        assertThat(tensor.shape()).containsExactly(longs(shape));
        long[] values = longs(expected);
        assertThat(tensor.floats()).hasSize(values.length);
        for (int i = 0; i < values.length; i++) {
            assertThat(tensor.floats()[i]).isEqualTo((float) values[i]);
        }
    }

    private static long[] longs(String text) {
        return text.isEmpty()
                ? new long[0]
                : Arrays.stream(text.split(" ")).mapToLong(Long::parseLong).toArray();
    }

    @Test
    void bigEndianStorages() throws IOException {
        PickleBytes pickle = start();
        whole(pickle, "w")
                .text("t")
                .tensor("FloatStorage", "0", 1, new long[] {2, 2}, new long[] {1, 2})
                .op('s');
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("x/data.pkl", pickle.end());
        files.put("x/byteorder", "big".getBytes(StandardCharsets.UTF_8));
        files.put("x/data/0", numbers(ByteOrder.BIG_ENDIAN));
        Path file = Files.write(folder.resolve("b.pth"), PthBytes.archive(files, ZipEntry.STORED));
        StateDict read = Checkpoints.read(file);
        assertThat(read.tensor("w").floats()).containsExactly(NUMBERS);
        assertThat(read.tensor("t").floats()).containsExactly(1, 3, 2, 4);
    }

    @Test
    void parametersAndTensorsWithAttributes() throws IOException {
        PickleBytes pickle =
                start().text("p").global("torch._utils", "_rebuild_parameter").op('(');
        pickle.tensor("FloatStorage", "0", 0, new long[] {2}, new long[] {1}).op(0x88, 'N', 't', 'R', 's');
        pickle.text("a").global("torch._tensor", "_rebuild_from_type_v2").op('(');
        pickle.global("torch._utils", "_rebuild_tensor_v2").global("torch", "Tensor");
        pickle.op('(').storage("FloatStorage", "0").number(1).tuple(2).tuple(1).op(0x89, 'N', 't', '}', 't', 'R', 's');
        StateDict read = read(pickle);
        assertThat(read.tensor("p").floats()).containsExactly(0, 1);
        assertThat(read.tensor("a").floats()).containsExactly(1, 2);
        assertThat(read.notes()).isEmpty();
    }

    @Test
    void settingsBesideTheWeights() throws IOException {
        PickleBytes pickle = start().text("epoch").number(3).op('s');
        pickle.text("args")
                .global("argparse", "Namespace")
                .op(')', 0x81, '}')
                .text("lr")
                .op('N', 's', 'b', 's');
        pickle.text("best")
                .global("numpy.core.multiarray", "scalar")
                .global("numpy", "dtype")
                .op('(')
                .text("f8");
        pickle.op(0x89, 0x88, 't', 'R', '(')
                .number(3)
                .text("<")
                .op('N', 'N', 'N')
                .number(-1)
                .number(-1)
                .number(0);
        pickle.op('t', 'b')
                .global("_codecs", "encode")
                .text("12345678")
                .text("latin1")
                .op(0x86, 'R', 0x86, 'R', 's');
        pickle.text("net").op('}');
        whole(pickle, "module._orig_mod.w").text("module._orig_mod.n").op('N', 's', 's');
        StateDict read = read(pickle);
        assertThat(read.tensors()).containsOnlyKeys("w");
        assertThat(read.notes())
                .containsExactly(
                        "the weights were taken from the entry net",
                        "left out what is no tensor: 1 entry",
                        "_orig_mod. was taken out of the names",
                        "the prefix module. was taken off all names");
    }

    @Test
    void entriesWithinEntries() throws IOException {
        PickleBytes pickle = start().text("net")
                .op('}', 's')
                .text("model")
                .op('}')
                .text("state_dict")
                .op('}');
        assertThat(read(whole(pickle, "w").op('s', 's')).notes())
                .containsExactly("the weights were taken from the entry model.state_dict");
    }

    @Test
    void aPrefixOfSomeNamesStays() throws IOException {
        PickleBytes pickle = whole(whole(start(), "module.w"), "v");
        assertThat(read(pickle).tensors().keySet()).containsExactly("module.w", "v");
    }

    @Test
    void dictionariesOfPython2() throws IOException {
        PickleBytes pickle =
                PickleBytes.start().global("collections", "OrderedDict").op(']', '(');
        for (String name : new String[] {"z", "a"}) {
            pickle.op(']', '(', 'U', 1).raw(name);
            pickle.tensor("FloatStorage", "0", 0, new long[] {6}, new long[] {1})
                    .op('e');
        }
        assertThat(read(pickle.op('e', 0x85, 'R')).tensors().keySet()).containsExactly("z", "a");
    }

    @Test
    void protocol5() throws IOException {
        PickleBytes pickle = new PickleBytes()
                .op(0x80, 5, 0x95)
                .wide(12)
                .op('}', 0x94, '(', 0x8c, 1)
                .raw("w");
        pickle.op(0x94, 0x8c, 12)
                .raw("torch._utils")
                .op(0x94, 0x8c, 18)
                .raw("_rebuild_tensor_v2")
                .op(0x94, 0x93, 0x94);
        pickle.op('(').storage("FloatStorage", "0").number(0).tuple(6).tuple(1).op(0x89, 'N', 't', 'R', 0x94);
        pickle.op(0x8c, 1).raw("s").op(0x8f, '(', 'K', 1, 0x90, '(', 'K', 1, 0x91, 0x86, 'u');
        StateDict read = read(pickle);
        assertThat(read.tensor("w").floats()).containsExactly(NUMBERS);
    }

    @Test
    void theOlderFormWithAViewOfAStorage() throws IOException {
        PickleBytes file = PickleBytes.start();
        file.op(0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, '.');
        file.op(0x80, 2, 'M', 0xe9, 3, '.').op(0x80, 2, '}', '.');
        file.op(0x80, 2, '}')
                .text("w")
                .global("torch._utils", "_rebuild_tensor")
                .op('(', '(')
                .text("storage");
        file.global("torch", "FloatStorage")
                .text("k")
                .text("cpu")
                .number(6)
                .op('(')
                .text("v")
                .number(2)
                .number(4);
        file.op('t', 't', 'Q').number(1).tuple(2).tuple(2).op('t', 'R', 's', '.');
        file.op(0x80, 2, ']').text("k").op('a', '.').wide(6);
        file.bytes(numbers(ByteOrder.LITTLE_ENDIAN));
        byte[] whole = file.bytes();
        Path path = Files.write(folder.resolve("old.pth"), whole);
        assertThat(Checkpoints.read(path).tensor("w").floats()).containsExactly(3, 5);
        Files.write(path, Arrays.copyOf(whole, whole.length - 1));
        assertThatThrownBy(() -> Checkpoints.read(path))
                .isInstanceOf(PithException.class)
                .hasMessageStartingWith(path + ": is truncated, 24 bytes should follow offset");
    }

    @Test
    void archivesWithNumbersOf64Bits() throws IOException {
        byte[] zip = PthBytes.zip(whole(start(), "w").end(), Map.of("0", numbers(ByteOrder.LITTLE_ENDIAN)));
        Path file = Files.write(folder.resolve("64.pth"), Zip64.of(zip));
        assertThat(Checkpoints.read(file).tensor("w").floats()).containsExactly(NUMBERS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | is empty: copy or download it again",
                "hello | is neither a .safetensors nor a .pth file: check how it was made, or save the weights alone,"
                        + " torch.save(model.state_dict(), file)",
                "version https://git-lfs.github.com/spec/v1 | is a pointer of Git LFS, not the file itself: fetch it with git lfs pull",
                "'PK\u0003\u0004' | is truncated, its zip directory is missing: copy or download it again"
            })
    void filesThatAreNoCheckpoints(String content, String fault) throws IOException {
        Path file = Files.writeString(folder.resolve("no.pth"), content);
        assertThatThrownBy(() -> Checkpoints.read(file))
                .isInstanceOf(PithException.class)
                .hasMessage(file + ": " + fault);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "w.safetensors | version https://git-lfs.github.com/spec/v1 | a pointer of Git LFS, not the file itself: fetch",
                "w.pth | ' <!DOCTYPE html><title>404' | a web page, not the file that it links to: download that",
                "w.pth | '\u001f\u008b\u0008' | packed with gzip: unpack it",
                "w.gguf | GGUF3 | a GGUF file, of llama.cpp, which is not read: save the weights alone",
                "w.h5 | '\u0089HDF\r\n\u001a' | an HDF5 file, as Keras and TensorFlow write it, which is not read",
                "w.tflite | '    TFL3' | a TensorFlow Lite file, which is not read",
                "w.npy | '\u0093NUMPY' | a NumPy array, which is not read",
                "w.onnx | '\u0008\u0007' | an ONNX file, which is not read",
                "saved_model.pb | x | a TensorFlow file, which is not read",
                "w.msgpack | x | a Flax file, which is not read",
            })
    void filesOfOtherProgramsAreNamed(String name, String content, String kind) throws IOException {
        Path file = Files.writeString(folder.resolve(name), content, StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> Checkpoints.read(file))
                .isInstanceOf(PithException.class)
                .hasMessageStartingWith(file + ": is " + kind);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x.npy | an .npz archive of NumPy's",
                "model.weights.h5 | a Keras file",
                "a/b.txt | a zip archive without data.pkl, no checkpoint (it holds a/b.txt)"
            })
    void archivesOfOtherProgramsAreNamed(String entry, String kind) throws IOException {
        byte[] zip = PthBytes.archive(Map.of(entry, new byte[1]), ZipEntry.STORED);
        Path file = Files.write(folder.resolve("z.pth"), zip);
        assertThatThrownBy(() -> Checkpoints.read(file)).hasMessageStartingWith(file + ": is " + kind);
    }

    @Test
    void filesThatAreNotThere() {
        Path absent = folder.resolve("absent.pth");
        assertThatThrownBy(() -> Checkpoints.read(absent)).hasMessage(absent + ": no such file: check the path");
        assertThatThrownBy(() -> Checkpoints.read(folder))
                .hasMessage(folder + ": is a directory: name the checkpoint in it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"N", "}"})
    void picklesWithoutWeights(String value) throws IOException {
        assertThatThrownBy(() -> read(PickleBytes.start().raw(value)))
                .hasMessageContaining("holds no state dict")
                .hasMessageEndingWith(": save the weights alone, torch.save(model.state_dict(), file)");
    }

    @Test
    void aPickleOfAnotherProgram() throws IOException {
        Path file = Files.write(folder.resolve("p.pth"), start().end());
        assertThatThrownBy(() -> Checkpoints.read(file))
                .hasMessageStartingWith(file + ": is a pickle, but none of torch.save");
    }
}
