package dev.pith.npy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Files made by hand, byte by byte. */
final class NpyBytes {
    private NpyBytes() {}

    /** Returns a header of any version and any text. */
    static byte[] header(int version, String dictionary) {
        byte[] text = dictionary.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes =
                ByteBuffer.allocate((version == 1 ? 10 : 12) + text.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
        bytes.put((byte) version).put((byte) 0);
        if (version == 1) {
            bytes.putShort((short) text.length);
        } else {
            bytes.putInt(text.length);
        }
        return bytes.put(text).array();
    }

    static String dictionary(String type, boolean fortranOrder, String shape) {
        return "{'descr': '" + type + "', 'fortran_order': " + (fortranOrder ? "True" : "False") + ", 'shape': " + shape
                + ", }";
    }

    /** Writes a file of format 1.0, numbers from byte 64 or 128 on. */
    static Path write(
            Path file, String type, boolean fortranOrder, String shape, int bytes, Consumer<ByteBuffer> numbers)
            throws IOException {
        String dictionary = dictionary(type, fortranOrder, shape);
        String padded = dictionary + " ".repeat(63 - (10 + dictionary.length()) % 64) + "\n";
        ByteBuffer data =
                ByteBuffer.allocate(bytes).order(type.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        numbers.accept(data);
        return write(file, header(1, padded), data.array());
    }

    static Path write(Path file, byte[]... parts) throws IOException {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteBuffer all = ByteBuffer.allocate(length);
        for (byte[] part : parts) {
            all.put(part);
        }
        return Files.write(file, all.array());
    }
}
