package dev.pith.data.patch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an archive begins with, and, for the case that its beginning is damaged, ends with: a signature, lengths of what
 * follows, how many images there are and where their index lies, the format as JSON, what the codec shares, CRC32C
 * of all that.
 */
record Header(PatchFormat format, byte[] shared, int count, long indexAt) {
    /** As PNG's: no text, and damaged by whatever takes it for text. */
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'T', 'H', '\r', '\n', 0x1a, '\n'};

    static final int VERSION = 1;
    /** Signature, two lengths, count, place of the index. */
    static final int FIXED_BYTES = 28;
    /** A header says how long it is before its checksum can be looked at. */
    private static final int MOST_BYTES = 64 << 20;

    private static final ObjectMapper JSON = new ObjectMapper();

    byte[] encoded() {
        byte[] json = json().getBytes(StandardCharsets.UTF_8);
        return new Bytes()
                .raw(SIGNATURE)
                .u32(json.length)
                .u32(shared.length)
                .u32(count)
                .u64(indexAt)
                .raw(json)
                .raw(shared)
                .checksum()
                .written();
    }

    /** Returns how long the header is that begins so, or -1. */
    static int length(byte[] start) throws IOException {
        if (start.length < FIXED_BYTES || !Arrays.equals(start, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length)) {
            return -1;
        }
        Bytes in = new Bytes(start, SIGNATURE.length);
        long length = FIXED_BYTES + (in.u32() & 0xffffffffL) + (in.u32() & 0xffffffffL) + ImageRecord.CHECKSUM_BYTES;
        return length > MOST_BYTES ? -1 : (int) length;
    }

    /** Tells whether the checksum of a header is right. */
    static boolean isWhole(byte[] bytes) throws IOException {
        int end = bytes.length - ImageRecord.CHECKSUM_BYTES;
        return new Bytes(bytes, end).u32() == Bytes.checksum(bytes, 0, end);
    }

    /** Reads a header whose checksum is right. */
    static Header decoded(byte[] bytes) throws IOException {
        Bytes in = new Bytes(bytes, SIGNATURE.length);
        int jsonBytes = in.u32();
        int sharedBytes = in.u32();
        int count = in.u32();
        long indexAt = in.u64();
        int end = FIXED_BYTES + jsonBytes + sharedBytes;
        PatchFormat format = format(bytes, jsonBytes);
        byte[] shared = Arrays.copyOfRange(bytes, end - sharedBytes, end);
        if (count < 0 || indexAt < 0) {
            throw new IOException("it counts " + count + " images");
        }
        return new Header(format, shared, count, indexAt);
    }

    private String json() {
        PatchGrid grid = format.grid();
        ObjectNode json = JSON.createObjectNode();
        json.put("version", VERSION);
        json.put("width", grid.width()).put("height", grid.height());
        json.put("rows", grid.rows()).put("columns", grid.columns());
        json.put("codec", format.codec().label());
        if (format.codec() != PatchCodec.LOSSLESS) {
            json.put("quality", format.quality());
        }
        json.put("labelled", format.labelled());
        json.set("classes", JSON.valueToTree(format.classes()));
        json.set("facts", JSON.valueToTree(new TreeMap<>(format.facts())));
        return json.toString();
    }

    private static PatchFormat format(byte[] bytes, int jsonBytes) throws IOException {
        try {
            JsonNode json = JSON.readTree(bytes, FIXED_BYTES, jsonBytes);
            int version = json.path("version").asInt();
            if (version != VERSION) {
                throw new IOException("it is of version " + version + ", this Pith reads version " + VERSION);
            }
            List<String> classes = new ArrayList<>();
            json.path("classes").forEach(name -> classes.add(name.asText()));
            Map<String, String> facts = new TreeMap<>();
            json.path("facts")
                    .properties()
                    .forEach(fact -> facts.put(fact.getKey(), fact.getValue().asText()));
            return new PatchFormat(
                    new PatchGrid(
                            json.path("width").asInt(),
                            json.path("height").asInt(),
                            json.path("rows").asInt(),
                            json.path("columns").asInt()),
                    PatchCodec.valueOf(json.path("codec").asText().toUpperCase(Locale.ROOT)),
                    json.path("quality").asInt(100),
                    json.path("labelled").asBoolean(),
                    classes,
                    facts);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new IOException("what it says of the images makes no sense: " + message, e);
        }
    }
}
