package dev.pith.pipeline.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What the server answers.
 *
 * @param lasting whether a browser may keep it: the same address always gives the same
 */
record Reply(int status, String type, byte[] body, boolean lasting) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BINARY = "application/octet-stream";

    /** Answers with maps, lists, texts and numbers. */
    static Reply json(int status, Object value) {
        try {
            return new Reply(status, "application/json", JSON.writeValueAsBytes(value), false);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps, lists, text and numbers can be written", e);
        }
    }

    /** Answers with a line for the user. */
    static Reply failure(int status, String line) {
        return json(status, Map.of("error", line));
    }

    static Reply text(int status, String line) {
        return new Reply(status, "text/plain; charset=utf-8", line.getBytes(StandardCharsets.UTF_8), false);
    }

    /** Answers with little-endian numbers. */
    static Reply ints(int[]... parts) {
        int length = 0;
        for (int[] part : parts) {
            length += part.length;
        }
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * length).order(ByteOrder.LITTLE_ENDIAN);
        for (int[] part : parts) {
            bytes.asIntBuffer().put(part);
            bytes.position(bytes.position() + Integer.BYTES * part.length);
        }
        return new Reply(200, BINARY, bytes.array(), false);
    }

    /** Answers with little-endian numbers. */
    static Reply floats(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return new Reply(200, BINARY, bytes.array(), false);
    }
}
