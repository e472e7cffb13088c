package dev.pith.npy;

import dev.pith.PithException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What an {@code .npy} file says about itself, checked against its size.
 *
 * @param type the type of the numbers
 * @param fortranOrder whether the first index runs fastest
 * @param shape the length of each dimension; none for a single number
 * @param dataOffset the bytes before the first number
 */
public record NpyHeader(NpyType type, boolean fortranOrder, List<Long> shape, long dataOffset) {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int PREFIX = MAGIC.length + 2;
    /** What version 1.0 can express; a longer one describes no array of numbers. */
    private static final int LONGEST_DICTIONARY = 0xffff;

    private static final int ALIGNMENT = 64;

    /**
     * Checks the shape.
     *
     * @throws IllegalArgumentException when a length is negative or the array is larger than any file
     */
    public NpyHeader {
        shape = List.copyOf(shape);
        if (!isPossible(shape, type.bytes(), dataOffset)) {
            throw new IllegalArgumentException("no file holds an array of shape " + text(shape));
        }
    }

    /** Returns whether the lengths are not negative and all bytes of the file can be counted in a long. */
    static boolean isPossible(List<Long> shape, int bytes, long dataOffset) {
        boolean empty = shape.contains(0L);
        long size = bytes;
        try {
            for (long length : shape) {
                if (length < 0) {
                    return false;
                }
                size = Math.multiplyExact(size, empty ? 1 : length);
            }
            return Math.addExact(size, dataOffset) > 0;
        } catch (ArithmeticException e) {
            return false;
        }
    }

    /**
     * Reads the header of a file.
     *
     * @throws PithException when there is no such file, it is no {@code .npy} file, its header cannot be read, its type
     *     is not supported, or it is shorter than the header says
     */
    public static NpyHeader read(Path file) {
        try (ArrayBytes channel = ArrayBytes.open(file)) {
            return read(file, channel);
        } catch (IOException e) {
            throw NpyFault.unreadable(file, e);
        }
    }

    /** Reads the header; the channel's position is then the first number's. */
    static NpyHeader read(Path file, ArrayBytes channel) throws IOException {
        byte[] prefix = readFully(channel, PREFIX);
        if (prefix.length < PREFIX || !Arrays.equals(MAGIC, Arrays.copyOf(prefix, MAGIC.length))) {
            throw NpyFault.notNpy(file, prefix);
        }
        int major = prefix[MAGIC.length];
        int minor = prefix[MAGIC.length + 1];
        if (major < 1 || major > 3 || minor != 0) {
            throw NpyFault.of(
                    file,
                    "is of .npy format " + (major & 0xff) + "." + (minor & 0xff)
                            + ", and only 1.0, 2.0 and 3.0 are known",
                    "save it again with numpy.save");
        }
        int lengthBytes = major == 1 ? 2 : 4;
        byte[] lengthField = readFully(channel, lengthBytes);
        if (lengthField.length < lengthBytes) {
            throw NpyFault.damagedHeader(file, "the file ends in it");
        }
        long length = 0;
        for (int k = 0; k < lengthBytes; k++) {
            length |= (lengthField[k] & 0xffL) << (8 * k);
        }
        if (length > LONGEST_DICTIONARY) {
            throw NpyFault.damagedHeader(file, "it claims to be " + length + " bytes long");
        }
        byte[] dictionary = readFully(channel, (int) length);
        if (dictionary.length < length) {
            throw NpyFault.damagedHeader(file, "the file ends in it");
        }
        String text = new String(dictionary, major == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
        NpyHeader header = new NpyDictionary(file, text).header(PREFIX + lengthBytes + length);
        if (channel.size() < header.fileBytes()) {
            throw NpyFault.of(
                    file,
                    "has " + channel.size() + " bytes, but " + header.type + " of shape " + header.shapeText()
                            + " needs " + header.fileBytes(),
                    "the file is truncated, copy or write it again");
        }
        return header;
    }

    /** Returns the next bytes, fewer when the file ends before. */
    private static byte[] readFully(ArrayBytes channel, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
            // read on
        }
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    /** Returns a header for a file to be written: little endian, C order, version 1.0. */
    static NpyHeader forWriting(NpyType type, List<Long> shape) {
        int unpadded = PREFIX + 2 + dictionary(type, shape).length() + 1;
        int padding = Math.floorMod(-unpadded, ALIGNMENT);
        return new NpyHeader(type, false, shape, unpadded + padding);
    }

    /** Returns everything that comes before the first number, padded so that the numbers begin at a multiple of 64. */
    byte[] bytes() {
        String dictionary = dictionary(type, shape);
        ByteBuffer bytes = ByteBuffer.allocate((int) dataOffset).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) (dataOffset - PREFIX - 2));
        bytes.put(dictionary.getBytes(StandardCharsets.US_ASCII));
        while (bytes.remaining() > 1) {
            bytes.put((byte) ' ');
        }
        return bytes.put((byte) '\n').array();
    }

    private static String dictionary(NpyType type, List<Long> shape) {
        return "{'descr': '" + type.description() + "', 'fortran_order': False, 'shape': " + text(shape) + ", }";
    }

    /** Returns the number of numbers. */
    public long count() {
        return shape.stream().reduce(1L, (a, b) -> a * b);
    }

    /** Returns the bytes of the file up to the end of the array. */
    long fileBytes() {
        return dataOffset + count() * type.bytes();
    }

    /** Returns the shape as Python writes it, such as {@code (3, 4)} or {@code (3,)}. */
    public String shapeText() {
        return text(shape);
    }

    private static String text(List<Long> shape) {
        String lengths = shape.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return shape.size() == 1 ? "(" + lengths + ",)" : "(" + lengths + ")";
    }
}
