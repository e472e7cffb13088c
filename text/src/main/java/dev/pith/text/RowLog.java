package dev.pith.text;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pith.PithException;
import dev.pith.run.WriteFailure;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Rows of numbers that are kept as they are made, so that a killed process goes on after the last whole one.
 *
 * <p>A file of one line of JSON (who made the rows, and d) and then rows of d float32 and a CRC32, little-endian. It is
 * only ever added to; what is cut off or damaged at its end is forgotten on opening.
 */
public final class RowLog implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_HEADER = 1 << 16;

    private final Path file;
    private final FileChannel channel;
    private final Map<String, String> identity;
    private int dimension;
    private int rows;
    private long start;

    private record Header(Map<String, String> identity, int dimension) {}

    private RowLog(Path file, FileChannel channel, Map<String, String> identity) {
        this.file = file;
        this.channel = channel;
        this.identity = identity;
    }

    /**
     * Opens a log, or begins one.
     *
     * @param identity all that decides the rows
     * @param startOver forget rows that were made otherwise
     * @throws PithException when it holds rows that were made otherwise, without {@code startOver}
     */
    public static RowLog open(Path file, Map<String, String> identity, boolean startOver) {
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            RowLog log = new RowLog(file, channel, identity);
            try {
                log.read(startOver);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
            return log;
        } catch (IOException e) {
            throw WriteFailure.of(file, e);
        }
    }

    private void read(boolean startOver) throws IOException {
        Header header = readHeader();
        if (header != null && !header.identity().equals(identity) && !startOver) {
            throw new PithException(file + ": holds rows that were made otherwise (" + header.identity() + ", now "
                    + identity + "); give the same options, another directory, or `force` to make them anew");
        }
        if (header == null || !header.identity().equals(identity)) {
            channel.truncate(0);
            return;
        }
        // A header may tell of a row that the file has no room for, nor the memory.
        if (header.dimension() < Math.min(channel.size() - start, Integer.MAX_VALUE) / Float.BYTES) {
            dimension = header.dimension();
            byte[] row = new byte[rowBytes()];
            while (readRow(row)) {
                rows++;
            }
        }
        if (rows == 0) {
            dimension = 0;
            start = 0;
        }
        channel.truncate(start + (long) rows * rowBytes());
    }

    /** Returns what the first line says, or null when there is none. */
    private @Nullable Header readHeader() throws IOException {
        byte[] head = new byte[(int) Math.min(LONGEST_HEADER, channel.size())];
        readFully(head, 0);
        String text = new String(head, StandardCharsets.UTF_8);
        int end = text.indexOf('\n');
        if (end < 0) {
            return null;
        }
        String line = text.substring(0, end);
        start = line.getBytes(StandardCharsets.UTF_8).length + 1L;
        try {
            JsonNode values = JSON.readTree(line);
            int d = values.path("d").asInt();
            Map<String, String> by = JSON.convertValue(values.get("by"), new TypeReference<>() {});
            return d > 0 && by != null ? new Header(by, d) : null;
        } catch (IOException | IllegalArgumentException e) {
            return null;
        }
    }

    private int rowBytes() {
        return dimension * Float.BYTES + Integer.BYTES;
    }

    private static ByteBuffer wrap(byte[] row) {
        return ByteBuffer.wrap(row).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Reads the next row, and returns false when there is no whole one. */
    private boolean readRow(byte[] row) throws IOException {
        long at = start + (long) rows * row.length;
        if (at + row.length > channel.size()) {
            return false;
        }
        readFully(row, at);
        return wrap(row).getInt(dimension * Float.BYTES) == checksum(row);
    }

    private int checksum(byte[] row) {
        CRC32 crc = new CRC32();
        crc.update(row, 0, dimension * Float.BYTES);
        return (int) crc.getValue();
    }

    private void readFully(byte[] bytes, long from) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, from + buffer.position()) < 0) {
                throw new EOFException(file + " ends at byte " + (from + buffer.position()));
            }
        }
    }

    /** Returns how many rows there are. */
    public int rows() {
        return rows;
    }

    /** Returns d, or 0 while there is no row. */
    int dimension() {
        return dimension;
    }

    /**
     * Adds rows; they are on the disk when this returns.
     *
     * @param more rows of the same length as those before
     * @throws PithException when they cannot be written
     */
    public void append(float[][] more) {
        try {
            if (dimension == 0) {
                dimension = more[0].length;
                byte[] header = (JSON.writeValueAsString(Map.of("by", identity, "d", dimension)) + "\n")
                        .getBytes(StandardCharsets.UTF_8);
                start = header.length;
                writeFully(ByteBuffer.wrap(header), 0);
            }
            byte[] row = new byte[rowBytes()];
            ByteBuffer all = ByteBuffer.allocate(Math.multiplyExact(row.length, more.length));
            for (float[] values : more) {
                wrap(row).asFloatBuffer().put(values);
                wrap(row).putInt(dimension * Float.BYTES, checksum(row));
                all.put(row);
            }
            writeFully(all.flip(), start + (long) rows * row.length);
            channel.force(false);
            rows += more.length;
        } catch (IOException e) {
            throw WriteFailure.of(file, e);
        }
    }

    private void writeFully(ByteBuffer bytes, long at) throws IOException {
        channel.position(at);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Reads row k, from 0, into {@code values}. */
    public void read(int k, float[] values) throws IOException {
        byte[] row = new byte[rowBytes()];
        readFully(row, start + (long) k * row.length);
        wrap(row).asFloatBuffer().get(values);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw WriteFailure.of(file, e);
        }
    }

    public static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw WriteFailure.of(file, e);
        }
    }
}
