package dev.pith.torch.checkpoint;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pith.run.AtomicFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The format {@code .safetensors}: eight bytes with the length of a header, the header in JSON with type, shape and
 * place of each tensor, and the numbers without gaps, little-endian and row-major.
 */
public final class SafeTensors {
    private static final int LENGTH_BYTES = Long.BYTES;
    /** Real headers take about a hundred bytes per tensor. */
    static final int LONGEST_HEADER = 1 << 24;

    private static final int BLOCK_BYTES = 1 << 16;
    private static final String METADATA = "__metadata__";
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private SafeTensors() {}

    /** Where the numbers of a tensor lie, counted from the end of the header. */
    private record Range(String name, long begin, long end) {}

    static StateDict read(Path path, MappedFile file) throws IOException {
        if (file.size() < LENGTH_BYTES) {
            throw new DamagedFile("is truncated, it has " + file.size() + " bytes");
        }
        long headerBytes = file.slice(0, LENGTH_BYTES).getLong();
        if (headerBytes < 0 || headerBytes > LONGEST_HEADER) {
            throw new DamagedFile(
                    "is no .safetensors file, its header would take " + Long.toUnsignedString(headerBytes) + " bytes");
        }
        JsonNode header = header(file.slice(LENGTH_BYTES, headerBytes));
        long start = LENGTH_BYTES + headerBytes;
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        List<Range> ranges = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : header.properties()) {
            if (entry.getKey().equals(METADATA)) {
                for (Map.Entry<String, JsonNode> pair : entry.getValue().properties()) {
                    if (!pair.getValue().isTextual()) {
                        throw new DamagedFile("has metadata that is no text");
                    }
                    metadata.put(pair.getKey(), pair.getValue().textValue());
                }
            } else {
                tensors.put(entry.getKey(), tensor(entry.getKey(), entry.getValue(), file, start, ranges));
            }
        }
        requireWithoutGaps(ranges, file.size() - start);
        return new StateDict(path, tensors, metadata, List.of());
    }

    private static JsonNode header(ByteBuffer bytes) throws IOException {
        try {
            JsonNode header = JSON.readTree(
                    StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
            if (!header.isObject()) {
                throw new DamagedFile("has a header that is no JSON object");
            }
            return header;
        } catch (JsonProcessingException e) {
            throw new DamagedFile("has a header that cannot be read (" + e.getOriginalMessage() + ")");
        } catch (CharacterCodingException e) {
            throw new DamagedFile("has a header that is not UTF-8");
        }
    }

    private static TensorData tensor(String name, JsonNode entry, MappedFile file, long start, List<Range> ranges)
            throws IOException {
        String typeName = entry.path("dtype").asText();
        DType type = DType.ofSafeTensors(typeName);
        if (type == null) {
            throw new IOException("holds " + Names.shown(name) + " as " + Names.shown(typeName)
                    + ", which is not read: store it as F32");
        }
        long[] shape = lengths(name, "shape", entry.path("shape"));
        long[] offsets = lengths(name, "data_offsets", entry.path("data_offsets"));
        if (offsets.length != 2) {
            throw new DamagedFile("has a header without the data_offsets of " + Names.shown(name));
        }
        long bytes = Layout.bytes(type, shape);
        if (offsets[1] - offsets[0] != bytes) { // both not negative, so no overflow
            throw new DamagedFile("gives " + Names.shown(name) + " " + (offsets[1] - offsets[0])
                    + " bytes, but its type and shape need " + bytes);
        }
        ranges.add(new Range(name, offsets[0], offsets[1]));
        ByteBuffer stored = file.slice(Math.addExact(start, offsets[0]), bytes);
        return new TensorData(type, shape, () -> stored.duplicate().order(ByteOrder.LITTLE_ENDIAN));
    }

    private static long[] lengths(String name, String what, JsonNode array) throws IOException {
        long[] lengths = new long[array.size()];
        for (int i = 0; i < lengths.length; i++) {
            JsonNode length = array.get(i);
            if (length == null || !length.isIntegralNumber() || !length.canConvertToLong() || length.asLong() < 0) {
                throw new DamagedFile("has a header with a wrong " + what + " of " + Names.shown(name));
            }
            lengths[i] = length.asLong();
        }
        if (!array.isArray()) {
            throw new DamagedFile("has a header without the " + what + " of " + Names.shown(name));
        }
        return lengths;
    }

    private static void requireWithoutGaps(List<Range> ranges, long dataBytes) throws IOException {
        ranges.sort(Comparator.comparingLong(Range::begin).thenComparingLong(Range::end));
        long at = 0;
        for (Range range : ranges) {
            if (range.begin != at) {
                throw new DamagedFile("has " + (range.begin < at ? "an overlap" : "a gap") + " before the numbers of "
                        + Names.shown(range.name));
            }
            at = range.end;
        }
        if (at != dataBytes) {
            throw new DamagedFile("has " + dataBytes + " bytes of numbers, but its tensors need " + at);
        }
    }

    /**
     * Writes a file, replacing any of the same name. Tensors are converted one at a time.
     *
     * @param file its final name; its folder exists
     * @param tensors by name; read back in this order
     * @param metadata free words about the file; {@code format} is {@code pt} unless given, as Transformers wants it
     * @throws dev.pith.PithException naming the file when it cannot be written; an older file of that name
     *     is then untouched
     */
    public static void write(Path file, Map<String, TensorData> tensors, Map<String, String> metadata) {
        List<Map.Entry<String, TensorData>> stored = new ArrayList<>(tensors.entrySet());
        // Wide numbers first: readers that map the file want every number at a multiple of its size.
        stored.sort(Comparator.comparing(entry -> -entry.getValue().type().bytes()));
        ByteBuffer header = header(tensors, metadata, stored);
        AtomicFile.write(file, out -> {
            write(header, out);
            for (Map.Entry<String, TensorData> entry : stored) {
                write(numbers(entry.getValue()), out);
            }
        });
    }

    /** Returns the header with its length before it, padded so that the numbers begin at a multiple of eight. */
    private static ByteBuffer header(
            Map<String, TensorData> tensors, Map<String, String> metadata, List<Map.Entry<String, TensorData>> stored) {
        Map<String, Long> begins = new HashMap<>();
        long end = 0;
        for (Map.Entry<String, TensorData> entry : stored) {
            begins.put(entry.getKey(), end);
            end += bytes(entry.getValue());
        }
        ObjectNode header = JSON.createObjectNode();
        ObjectNode words = header.putObject(METADATA).put("format", "pt");
        metadata.forEach(words::put);
        tensors.forEach((name, tensor) -> {
            if (name.equals(METADATA)) {
                throw new IllegalArgumentException("no tensor may be called " + METADATA);
            }
            ObjectNode entry = header.putObject(name).put("dtype", tensor.type().safeTensorsName());
            ArrayNode shape = entry.putArray("shape");
            for (long size : tensor.shape()) {
                shape.add(size);
            }
            long begin = Objects.requireNonNull(begins.get(name), name);
            entry.putArray("data_offsets").add(begin).add(begin + bytes(tensor));
        });
        byte[] text = header.toString().getBytes(StandardCharsets.UTF_8);
        int padding = -text.length & (Long.BYTES - 1);
        if (text.length + padding > LONGEST_HEADER) {
            throw new IllegalArgumentException("the header must take at most " + LONGEST_HEADER
                    + " bytes to be read again, got " + text.length + "; long metadata belongs into a tensor");
        }
        ByteBuffer result = TensorData.littleEndian(LENGTH_BYTES + text.length + padding);
        result.putLong(text.length + padding).put(text);
        while (result.hasRemaining()) {
            result.put((byte) ' ');
        }
        return result.flip();
    }

    private static long bytes(TensorData tensor) {
        return (long) tensor.count() * tensor.type().bytes();
    }

    private static ByteBuffer numbers(TensorData tensor) {
        ByteBuffer numbers = tensor.bytes().get();
        if (numbers.remaining() != bytes(tensor)) {
            throw new IllegalStateException("a tensor of " + bytes(tensor) + " bytes came with " + numbers.remaining());
        }
        return numbers;
    }

    private static void write(ByteBuffer bytes, OutputStream out) throws IOException {
        byte[] block = new byte[BLOCK_BYTES];
        while (bytes.hasRemaining()) {
            int count = Math.min(block.length, bytes.remaining());
            bytes.get(block, 0, count);
            out.write(block, 0, count);
        }
    }
}
