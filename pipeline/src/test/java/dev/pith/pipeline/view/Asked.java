package dev.pith.pipeline.view;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A request as it goes over the wire, with whatever headers, and what came back. */
record Asked(int status, String head, byte[] body) {
    static Asked get(URI page, String path, String... headers) throws IOException {
        return send(page, "GET", path, new byte[0], 0, headers);
    }

    static Asked post(URI page, String path, byte[] body, String... headers) throws IOException {
        return send(page, "POST", path, body, body.length, headers);
    }

    /** Sends a request; a header that is given takes the place of the usual one. */
    static Asked send(URI page, String method, String path, byte[] body, int claimed, String... headers)
            throws IOException {
        StringBuilder head = new StringBuilder(method + " " + (path.startsWith("/") ? path : page.getPath() + path)
                + " HTTP/1.1\r\nConnection: close\r\n");
        if (Arrays.stream(headers).noneMatch(header -> header.startsWith("Host:"))) {
            head.append("Host: ").append(page.getAuthority()).append("\r\n");
        }
        Arrays.stream(headers).forEach(header -> head.append(header).append("\r\n"));
        head.append("Content-Length: ").append(claimed).append("\r\n\r\n");
        try (Socket socket = new Socket(page.getHost(), page.getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
            out.write(body);
            out.flush();
            if (body.length < claimed) {
                return new Asked(0, "", new byte[0]); // gone before the end
            }
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            socket.getInputStream().transferTo(answer);
            byte[] bytes = answer.toByteArray();
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            int end = text.indexOf("\r\n\r\n");
            return new Asked(
                    Integer.parseInt(text.substring(9, 12)),
                    text.substring(0, end),
                    Arrays.copyOfRange(bytes, end + 4, bytes.length));
        }
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    int[] ints() {
        int[] values = new int[body.length / Integer.BYTES];
        ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(values);
        return values;
    }

    float[] floats() {
        float[] values = new float[body.length / Float.BYTES];
        ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }

    /** Returns a selection and what is left out as the page sends them. */
    static byte[] selection(int[] ids, int[] excluded) {
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * (2 + ids.length + excluded.length))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(ids.length);
        Arrays.stream(ids).forEach(bytes::putInt);
        bytes.putInt(excluded.length);
        Arrays.stream(excluded).forEach(bytes::putInt);
        return bytes.array();
    }
}
