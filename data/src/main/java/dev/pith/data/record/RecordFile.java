package dev.pith.data.record;

import dev.pith.PithException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file open for reading its records byte for byte. Safe for use by several threads. */
public final class RecordFile implements AutoCloseable {
    private final Path file;
    private final RecordOffsets offsets;
    private final RecordForm form;
    private final FileChannel channel;

    private RecordFile(Path file, RecordOffsets offsets, RecordForm form, FileChannel channel) {
        this.file = file;
        this.offsets = offsets;
        this.form = form;
        this.channel = channel;
    }

    /**
     * Opens a file.
     *
     * @param array whether it is a JSON array; else its records are lines
     * @param header whether the first record belongs to the file, as the names of CSV's columns do
     */
    static RecordFile open(Path file, boolean array, boolean header, RecordOffsets offsets) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            RecordOffsets records = header ? offsets.withoutFirst() : offsets;
            return new RecordFile(file, records, RecordFormReader.read(channel, records, array, header), channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Opens a CSV file; its first row is no record.
     *
     * @throws PithException when it cannot be read or holds no row
     */
    public static RecordFile openCsv(Path file) {
        try {
            return open(file, false, true, RecordLines.of(file, true));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    static PithException unreadable(Path file, IOException e) {
        return new PithException("cannot read " + file + ": " + e + "; check that it is a file you may read", e);
    }

    Path path() {
        return file;
    }

    /** Returns the number of records. */
    public int size() {
        return offsets.size();
    }

    /** Returns what stands around the records. */
    public RecordForm form() {
        return form;
    }

    /** Returns a record as it stands in the file. */
    public byte[] bytes(int id) {
        try {
            return bytes(channel, offsets.start(id), offsets.length(id));
        } catch (IOException e) {
            throw new PithException(
                    "cannot read record " + id + " of " + file + ": " + e + "; it changed while open", e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close " + file, e);
        }
    }

    static byte[] bytes(FileChannel channel, long start, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, start + buffer.position()) < 0) {
                throw new IOException("the file ends at byte " + (start + buffer.position()));
            }
        }
        return buffer.array();
    }
}
