package dev.pith.data.svhn;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the numeric arrays of a MATLAB file, version 5 (little-endian), one after the other, compressed or not.
 *
 * <p>Format: "MAT-File Format", The MathWorks. A file is 128 bytes of header, then elements: a tag (type, size), the
 * data, inside an array padded to 8 bytes. An element of up to 4 bytes may keep its data in the second half of the tag.
 */
final class MatFile {
    private static final int HEADER = 128;
    private static final int MATRIX = 14;
    private static final int COMPRESSED = 15;

    private MatFile() {}

    /** How numbers are stored. */
    enum Type {
        INT8(1),
        UINT8(2),
        INT16(3),
        UINT16(4),
        INT32(5),
        UINT32(6),
        DOUBLE(9);

        private final int code;

        Type(int code) {
            this.code = code;
        }

        static Type of(int code) throws IOException {
            for (Type type : values()) {
                if (type.code == code) {
                    return type;
                }
            }
            throw new IOException("it holds data of the type " + code + ", which is not read");
        }
    }

    /**
     * A numeric array.
     *
     * @param name of the variable
     * @param sizes of its dimensions; the first varies fastest
     * @param type of the stored numbers
     * @param data the numbers as stored, to be read before the visitor returns
     */
    record Array(String name, int[] sizes, Type type, InputStream data) {

        /** Reads the next number. */
        long next() throws IOException {
            return switch (type) {
                case INT8 -> (byte) little(data, 1);
                case UINT8 -> little(data, 1);
                case INT16 -> (short) little(data, 2);
                case UINT16 -> little(data, 2);
                case INT32 -> (int) little(data, 4);
                case UINT32 -> little(data, 4);
                case DOUBLE -> (long) Double.longBitsToDouble(little(data, 8));
            };
        }
    }

    /** Receives arrays. */
    interface Visitor {
        void visit(Array array) throws IOException;
    }

    /** A tag; {@code data} is there when it is small enough to stand in the tag. */
    private record Tag(int type, int size, byte @Nullable [] data) {}

    /** Visits every numeric array of the file. */
    static void read(InputStream file, Visitor visitor) throws IOException {
        byte[] header = file.readNBytes(HEADER);
        if (header.length < HEADER || header[125] != 1 || header[126] != 'I' || header[127] != 'M') {
            throw new IOException("it is no MATLAB file of version 5, little-endian");
        }
        while (true) {
            byte[] first = file.readNBytes(4);
            if (first.length == 0) {
                return;
            }
            int type = (int) little(new ByteArrayInputStream(first), 4);
            int size = size(little(file, 4));
            byte[] element = file.readNBytes(size);
            if (element.length < size) {
                throw new EOFException();
            }
            InputStream content = new ByteArrayInputStream(element);
            if (type == COMPRESSED) {
                content = new BufferedInputStream(new InflaterInputStream(content), 1 << 16);
                type = tag(content).type;
            }
            if (type == MATRIX) {
                visitor.visit(array(content));
            }
        }
    }

    private static Array array(InputStream in) throws IOException {
        content(in); // flags
        ByteBuffer dimensions = ByteBuffer.wrap(content(in)).order(ByteOrder.LITTLE_ENDIAN);
        int[] sizes = new int[dimensions.remaining() / Integer.BYTES];
        dimensions.asIntBuffer().get(sizes);
        String name = new String(content(in), StandardCharsets.US_ASCII);
        Tag tag = tag(in);
        return new Array(name, sizes, Type.of(tag.type), tag.data == null ? in : new ByteArrayInputStream(tag.data));
    }

    private static Tag tag(InputStream in) throws IOException {
        long word = little(in, 4);
        int smallSize = (int) (word >>> 16);
        if (smallSize == 0) {
            return new Tag((int) word, size(little(in, 4)), null);
        }
        byte[] padded = in.readNBytes(4);
        if (smallSize > padded.length) {
            throw new IOException("it has an element of " + smallSize + " bytes in the space of " + padded.length);
        }
        return new Tag((int) (word & 0xffff), smallSize, Arrays.copyOf(padded, smallSize));
    }

    private static int size(long unsigned) throws IOException {
        if (unsigned > Integer.MAX_VALUE) {
            throw new IOException("it claims an element of " + unsigned + " bytes");
        }
        return (int) unsigned;
    }

    private static byte[] content(InputStream in) throws IOException {
        Tag tag = tag(in);
        if (tag.data != null) {
            return tag.data;
        }
        byte[] data = in.readNBytes(tag.size);
        in.skipNBytes((8 - tag.size % 8) % 8);
        return data;
    }

    private static long little(InputStream in, int bytes) throws IOException {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException();
            }
            value |= (long) next << (8 * i);
        }
        return value;
    }
}
