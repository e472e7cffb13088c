package dev.pith.torch.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafeTensorsTest {
    private static final float[] FLOATS = {1, -2.5f, Float.NaN, Float.NEGATIVE_INFINITY, 0x1p-149f, -0f};

    @TempDir
    Path folder;

    private static Map<String, TensorData> tensors() {
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        tensors.put("b", TensorData.of(FLOATS, 2, 3));
        tensors.put("a.\"ü\"\n", TensorData.of(new long[] {Long.MIN_VALUE, 7}, 2));
        tensors.put("flags", raw(DType.BOOL, 1, 0, 1));
        tensors.put("one", TensorData.of(new double[] {Math.PI}));
        tensors.put("none", TensorData.of(new float[0], 0, 3));
        return tensors;
    }

    private static TensorData raw(DType type, int... bytes) {
        ByteBuffer buffer = TensorData.littleEndian(bytes.length);
        for (int b : bytes) {
            buffer.put((byte) b);
        }
        return new TensorData(type, new long[] {bytes.length / type.bytes()}, () -> buffer.duplicate()
                .flip()
                .order(buffer.order()));
    }

    @Test
    void whatWasWrittenIsReadBack() {
        Path file = folder.resolve("w.safetensors");
        SafeTensors.write(file, tensors(), Map.of("made by", "Pith"));
        StateDict read = Checkpoints.read(file);
        assertThat(read.tensors().keySet()).containsExactly("b", "a.\"ü\"\n", "flags", "one", "none");
        assertThat(read.metadata()).containsOnly(Map.entry("format", "pt"), Map.entry("made by", "Pith"));
        assertThat(read.tensor("b").floats()).containsExactly(FLOATS);
        assertThat(read.tensor("b").shape()).containsExactly(2, 3);
        assertThat(read.tensor("a.\"ü\"\n").longs()).containsExactly(Long.MIN_VALUE, 7);
        assertThat(read.tensor("flags").longs()).containsExactly(1, 0, 1);
        assertThat(read.tensor("one").doubles()).containsExactly(Math.PI);
        assertThat(read.tensor("one").shape()).isEmpty();
        assertThat(read.tensor("none").floats()).isEmpty();
        assertThat(folder).isDirectoryContaining(path -> path.equals(file));
        assertThat(folder.toFile().list()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void everyTypeIsReadBack(DType type) {
        int[] bytes = {0, 0, 1, 0, 0xff, 0x7f, 0x80, 0x3f, 0x55, 0xc5, 2, 3, 4, 5, 6, 0x40};
        Path file = folder.resolve("t.safetensors");
        SafeTensors.write(file, Map.of("x", raw(type, bytes)), Map.of());
        TensorData read = Checkpoints.read(file).tensor("x");
        assertThat(read.type()).isEqualTo(type);
        assertThat(read.bytes().get()).isEqualTo(raw(type, bytes).bytes().get());
        assertThat(read.count()).isEqualTo(bytes.length / type.bytes());
    }

    /** Needs python3 with safetensors and PyTorch. */
    @Test
    void headersOfAnyLengthAreNoPickles() {
        for (int length = 0; length < 256; length += Long.BYTES) { // one of them begins with the byte of a pickle
            Path file = folder.resolve("w.safetensors");
            SafeTensors.write(file, tensors(), Map.of("note", "-".repeat(length)));
            assertThat(Checkpoints.read(file).tensors()).hasSize(5);
        }
    }

    @Test
    void pythonLoadsIt() throws Exception {
        Path file = folder.resolve("w.safetensors");
        SafeTensors.write(file, tensors(), Map.of("made by", "Pith"));
        String script =
                """
                import sys, torch, safetensors, safetensors.torch
                tensors = safetensors.torch.load_file(sys.argv[1])
                for name in sorted(tensors):
                    print(repr(name), tensors[name].dtype, tensors[name].tolist())
                with safetensors.safe_open(sys.argv[1], 'pt') as file:
                    print(sorted(file.metadata().items()))
                """;
        Assumptions.assumeTrue(python("import torch, safetensors.torch", "") != null, "no Python with safetensors");
        assertThat(python(script, file.toString()))
                .isEqualTo(
                        """
                        'a."ü"\\n' torch.int64 [-9223372036854775808, 7]
                        'b' torch.float32 [[1.0, -2.5, nan], [-inf, 1.401298464324817e-45, -0.0]]
                        'flags' torch.bool [True, False, True]
                        'none' torch.float32 []
                        'one' torch.float64 3.141592653589793
                        [('format', 'pt'), ('made by', 'Pith')]
                        """);
    }

    private @Nullable String python(String script, String argument) throws Exception {
        try {
            Path out = folder.resolve("out.txt");
            Process process = new ProcessBuilder("python3", "-c", script, argument)
                    .redirectErrorStream(true)
                    .redirectOutput(out.toFile())
                    .start();
            boolean ended = process.waitFor(120, TimeUnit.SECONDS);
            process.destroyForcibly();
            return ended && process.exitValue() == 0 ? Files.readString(out) : null;
        } catch (IOException e) {
            return null;
        }
    }

    private Path file(String header, int numbers) throws IOException {
        int length = header.getBytes(StandardCharsets.UTF_8).length;
        PickleBytes bytes = new PickleBytes().wide(length).raw(header).bytes(new byte[numbers]);
        return Files.write(folder.resolve("f.safetensors"), bytes.bytes());
    }

    private static String entry(String name, String type, String shape, String offsets) {
        return "\"%s\": {\"dtype\": \"%s\", \"shape\": %s, \"data_offsets\": %s}".formatted(name, type, shape, offsets);
    }

    private static void assertFault(Path file, String fault) {
        assertThatThrownBy(() -> Bounded.read(file))
                .isInstanceOf(PithException.class)
                .hasMessageStartingWith(file + ": " + fault)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "F32 | [2] | [0, 4] | gives w 4 bytes, but its type and shape need 8",
                "F32 | [2] | [8, 0] | gives w -8 bytes, but its type and shape need 8",
                "F32 | [2] | [4, 12] | is truncated, 8 bytes should follow offset",
                "F32 | [1] | [4, 8] | has a gap before the numbers of w",
                "F32 | [1] | [0, 4] | has 8 bytes of numbers, but its tensors need 4",
                "F32 | [2] | [0, 8, 8] | has a header without the data_offsets of w",
                "F32 | [-2] | [0, 8] | has a header with a wrong shape of w",
                "F32 | [2.0] | [0, 8] | has a header with a wrong shape of w",
                "F32 | [99999999999999999999] | [0, 8] | has a header with a wrong shape of w",
                "F32 | 2 | [0, 8] | has a header without the shape of w",
                "F32 | {\"a\": 2} | [0, 8] | has a header with a wrong shape of w",
                "F32 | [4611686018427387904, 4611686018427387904] | [0, 8] | claims a tensor of shape",
                "F32 | [2147483647, 1073741824] | [0, 9223372032559808512] | is truncated, 9223372032559808512 bytes should",
                "F32 | [2147483647, 1073741824] | [9, 9223372032559808521] | is truncated, 9223372032559808512 bytes should",
                "F32 | [1099511627776, 0] | [0, 0] | claims a tensor of shape",
                "F8_E4M3 | [8] | [0, 8] | holds w as F8_E4M3, which is not read: store it as F32",
                "'' | [8] | [0, 8] | holds w as",
            })
    void tensorsThatAreNotInTheFile(String type, String shape, String offsets, String fault) throws IOException {
        assertFault(file("{" + entry("w", type, shape, offsets) + "}", 8), fault);
    }

    @Test
    void tensorsThatOverlap() throws IOException {
        String two = entry("v", "U8", "[6]", "[2, 8]") + ", " + entry("w", "U8", "[4]", "[0, 4]");
        assertFault(file("{" + two + "}", 8), "has an overlap before the numbers of v: copy or download it again");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{",
                "{} x",
                "{\"w\": 1}",
                "{\"w\": {}, \"w\": {}}",
                "{\"__metadata__\": {\"a\": 1}}",
                "{\"w\\u000a\": {\"dtype\": \"\\u000a\"}}"
            })
    void headersThatAreNone(String header) throws IOException {
        assertFault(file(header, 0), "h");
    }

    @Test
    void headersInTextsDepths() throws IOException {
        assertFault(file("{\"w\": " + "[".repeat(100_000), 0), "has a header that cannot be read (");
        Path file = file("{\"w\": 1}", 0);
        byte[] bytes = Files.readAllBytes(file);
        bytes[10] = (byte) 0xff;
        Files.write(file, bytes);
        assertFault(file, "has a header that is not UTF-8");
    }

    @Test
    void aLengthBeyondTheFile() throws IOException {
        for (long length : new long[] {-1, Long.MAX_VALUE, 1 << 25}) {
            byte[] bytes = new PickleBytes().wide(length).raw("{}").bytes();
            assertFault(
                    Files.write(folder.resolve("l.safetensors"), bytes),
                    "is no .safetensors file, its header would take " + Long.toUnsignedString(length) + " bytes");
        }
        byte[] bytes = new PickleBytes().wide(1 << 20).raw("{}").bytes();
        assertFault(
                Files.write(folder.resolve("l.safetensors"), bytes),
                "is truncated, 1048576 bytes should follow offset 8 and it has 10: copy or download it again");
    }

    @Test
    void namesThatAreNotFree() {
        assertThatThrownBy(() -> SafeTensors.write(
                        folder.resolve("x"), Map.of("__metadata__", TensorData.of(new float[1], 1)), Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(folder).isEmptyDirectory();
    }
}
